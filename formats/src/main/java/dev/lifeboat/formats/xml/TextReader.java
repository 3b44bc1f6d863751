package dev.lifeboat.formats.xml;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Decodes a stretch of a source piece by piece, and says at which byte it is no text. */
final class TextReader extends Reader {
    private static final int PIECE = 1 << 14;

    private final ByteSource source;
    private final CharsetDecoder decoder;
    private final long end;
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(PIECE).limit(0);
    /** Offset in the source of what comes behind {@link #bytes}. */
    private long next;

    TextReader(ByteSource source, long start, long end, Charset charset) {
        this.source = source;
        this.next = start;
        this.end = end;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (next == end && !bytes.hasRemaining()) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    private void decode() throws IOException {
        bytes.compact();
        int wanted = (int) Math.min(bytes.remaining(), end - next);
        bytes.limit(bytes.position() + wanted);
        source.read(next, bytes);
        next += wanted;
        bytes.flip();
        long from = next - bytes.remaining();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, next == end);
        chars.flip();
        refuseNul(from);
        if (result.isError()) {
            throw new CorruptImageException(
                    source,
                    next - bytes.remaining(),
                    decoder.charset() + " text",
                    "the bytes here are no character:" + hex(result.length()));
        }
    }

    private String hex(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = bytes.position(); i < Math.min(bytes.position() + length, bytes.limit()); i++) {
            text.append(String.format(" %02x", bytes.get(i)));
        }
        return text.toString();
    }

    /** XML has no such character; the real documents end with one, but that is not read. */
    private void refuseNul(long from) throws CorruptImageException {
        for (int i = 0; i < chars.limit(); i++) {
            if (chars.get(i) == 0) {
                int before = chars.slice(0, i).toString().getBytes(decoder.charset()).length;
                throw new CorruptImageException(
                        source, from + before, decoder.charset() + " text", "a NUL character with more text behind it");
            }
        }
    }

    /** A source is owned by whoever opened it. */
    @Override
    public void close() {}
}
