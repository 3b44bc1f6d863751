package dev.lifeboat.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Text on its way out, encoded in large pieces: {@code String.getBytes} works on whole arrays, where the encoder behind
 * {@link java.io.OutputStreamWriter} goes character by character, and a listing has hundreds of thousands of lines.
 */
final class TextOutput extends Writer {
    private static final int LARGE = 1 << 16;

    private final OutputStream out;
    private final Charset charset;
    private final StringBuilder text = new StringBuilder(LARGE + 1024);

    TextOutput(OutputStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
    }

    @Override
    public void write(String string, int offset, int length) throws IOException {
        if (length == string.length()) {
            text.append(string); // the whole array at once
        } else {
            text.append(string, offset, offset + length);
        }
        writeIfLarge();
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        text.append(chars, offset, length);
        writeIfLarge();
    }

    private void writeIfLarge() throws IOException {
        if (text.length() >= LARGE) {
            writeOut();
        }
    }

    private void writeOut() throws IOException {
        // A piece may end between the halves of a pair; the first half waits for the second.
        int length = text.length();
        int whole = length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        out.write(text.substring(0, whole).getBytes(charset));
        text.delete(0, whole);
    }

    @Override
    public void flush() throws IOException {
        writeOut();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
