package dev.lifeboat.formats.xml;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.Location;

/**
 * The characters of a document. Windows writes UTF-16LE with neither byte order mark nor XML declaration, and one trailing
 * NUL; other programs that export such documents write UTF-16 with a mark, or UTF-8. What the text itself declares is not
 * asked.
 */
public final class DocumentText {
    /**
     * The largest document, in characters: 64 MiB of UTF-16. The largest real one, the System writer's, lists each file of
     * Windows in 2.4 to 4.3 MB; this leaves room for fifteen times as many, and still bounds what a file that only claims to be
     * a document may cost.
     */
    static final long LARGEST = 32L << 20;

    private static final int LITTLE_ENDIAN_MARK = 0xfffe;
    private static final int BIG_ENDIAN_MARK = 0xfeff;
    private static final int TAIL = 4096;

    private final ByteSource source;
    private final Charset charset;
    private final int mark;
    private final long end;

    private DocumentText(ByteSource source, Charset charset, int mark, long end) {
        this.source = source;
        this.charset = charset;
        this.mark = mark;
        this.end = end;
    }

    /**
     * Finds the encoding and the end of a document. Its characters are not looked at yet.
     *
     * @param source the document
     * @return its text
     * @throws CorruptImageException if it is empty, holds nothing but zeros, or is UTF-16 of an odd number of bytes
     * @throws UnsupportedImageException if it has more than 64 MiB, or 32 MiB in UTF-8
     * @throws IOException if it cannot be read
     */
    public static DocumentText of(ByteSource source) throws IOException {
        if (source.size() == 0) {
            throw new CorruptImageException(source, 0, "document", "is empty");
        }
        byte[] head = source.bytes(0, (int) Math.min(4, source.size()));
        Charset charset = charset(head);
        int mark = markLength(head);
        int unit = charset.equals(StandardCharsets.UTF_8) ? 1 : 2;
        if (source.size() > LARGEST * unit) {
            throw new UnsupportedImageException(
                    source.name(),
                    "a document of " + source.size() + " bytes is not supported, at most " + LARGEST * unit);
        }
        if (source.size() % unit != 0) {
            throw new CorruptImageException(
                    source, source.size() - 1, "UTF-16 text", "ends with half a character: was it cut off?");
        }
        long end = withoutTrailingNuls(source, unit);
        if (end <= mark) {
            throw new CorruptImageException(source, 0, "document", "holds no text, only " + source.size() + " bytes");
        }
        return new DocumentText(source, charset, mark, end);
    }

    /** A mark tells; else the first character does, which is always of ASCII. */
    private static Charset charset(byte[] head) {
        int first = at(head, 0);
        int second = at(head, 1);
        int pair = first << 8 | second;
        if (pair == LITTLE_ENDIAN_MARK || (first > 0 && second == 0)) {
            return StandardCharsets.UTF_16LE;
        }
        if (pair == BIG_ENDIAN_MARK || (first == 0 && second > 0)) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    private static int markLength(byte[] head) {
        if (at(head, 0) == 0xef && at(head, 1) == 0xbb && at(head, 2) == 0xbf) {
            return 3;
        }
        int pair = at(head, 0) << 8 | at(head, 1);
        return pair == LITTLE_ENDIAN_MARK || pair == BIG_ENDIAN_MARK ? 2 : 0;
    }

    private static int at(byte[] head, int index) {
        return index < head.length ? head[index] & 0xff : -1;
    }

    /** Where the last character that is not NUL ends. */
    private static long withoutTrailingNuls(ByteSource source, int unit) throws IOException {
        long end = source.size();
        while (end > 0) {
            int length = (int) Math.min(TAIL, end);
            byte[] tail = source.bytes(end - length, length);
            for (int i = length - 1; i >= 0; i--) {
                if (tail[i] != 0) {
                    long used = end - length + i + 1;
                    return used + (source.size() - used) % unit;
                }
            }
            end -= length;
        }
        return 0;
    }

    /**
     * Returns the encoding found.
     *
     * @return UTF-16LE, UTF-16BE or UTF-8
     */
    public Charset charset() {
        return charset;
    }

    public boolean hasByteOrderMark() {
        return mark > 0;
    }

    /**
     * Returns how many NUL characters stand behind the text.
     *
     * @return 1 in what Windows writes
     */
    public long trailingNuls() {
        return (source.size() - end) / unit();
    }

    private int unit() {
        return charset.equals(StandardCharsets.UTF_8) ? 1 : 2;
    }

    /**
     * Returns the characters between mark and trailing NULs. Its methods throw {@link CorruptImageException} at bytes that
     * are no character (half a surrogate pair, wrong UTF-8) and at a NUL.
     *
     * @return a reader that holds nothing to be closed
     */
    public Reader reader() {
        return new TextReader(source, mark, end, charset);
    }

    /**
     * Returns all characters at once.
     *
     * @return up to 32 Mi of them
     * @throws CorruptImageException if there are bytes that are no character, or a NUL
     * @throws IOException if the document cannot be read
     */
    public String string() throws IOException {
        StringWriter text = new StringWriter();
        try (Reader reader = reader()) {
            reader.transferTo(text);
        }
        return text.toString();
    }

    ByteSource source() {
        return source;
    }

    /**
     * Where the parser stands, in bytes. Its count of characters drifts: what it carries over from one buffer to the next is
     * counted twice. Its columns do not, and most documents are one line.
     */
    long offset(Location location) {
        boolean firstLine = location.getLineNumber() == 1 && location.getColumnNumber() > 0;
        return offset(firstLine ? location.getColumnNumber() - 1 : location.getCharacterOffset());
    }

    /** The offset of a character in bytes; in UTF-8, that of a text of ASCII characters. */
    long offset(long characters) {
        return Math.min(mark + Math.max(0, characters) * unit(), end);
    }
}
