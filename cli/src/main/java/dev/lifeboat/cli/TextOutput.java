package dev.lifeboat.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Text on its way out, each piece encoded as a whole: {@code String.getBytes} works on arrays, where the encoder behind
 * {@link java.io.OutputStreamWriter} goes character by character, and a listing has hundreds of thousands of lines.
 */
final class TextOutput extends Writer {
    private final OutputStream out;
    private final Charset charset;
    private final byte[] bytes = new byte[1 << 16];
    private int count;
    /** The first half of a pair that ended a piece and waits for the second. */
    private String half = "";
    /** The first; a PrintWriter keeps only that there was one. */
    private volatile IOException failure;

    TextOutput(OutputStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
    }

    @Override
    public void write(String string, int offset, int length) throws IOException {
        encode(length == string.length() ? string : string.substring(offset, offset + length));
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        encode(new String(chars, offset, length));
    }

    private void encode(String piece) throws IOException {
        String text = half.isEmpty() ? piece : half + piece;
        half = "";
        int last = text.length() - 1;
        if (last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
            half = text.substring(last);
            text = text.substring(0, last);
        }
        put(text.getBytes(charset));
    }

    private void put(byte[] encoded) throws IOException {
        if (encoded.length > bytes.length - count) {
            writeOut();
        }
        if (encoded.length > bytes.length) {
            send(encoded, encoded.length);
            return;
        }
        System.arraycopy(encoded, 0, bytes, count, encoded.length);
        count += encoded.length;
    }

    private void writeOut() throws IOException {
        int length = count;
        count = 0; // what cannot be written is not tried again
        send(bytes, length);
    }

    private void send(byte[] from, int length) throws IOException {
        try {
            out.write(from, 0, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /**
     * Returns why text was lost.
     *
     * @return empty if none was
     */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void flush() throws IOException {
        writeOut();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        put(half.getBytes(charset));
        flush();
        out.close();
    }
}
