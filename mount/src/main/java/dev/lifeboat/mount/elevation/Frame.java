package dev.lifeboat.mount.elevation;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What goes through a pipe: a byte that says what it is, the length of its content in four bytes, most significant first, and the
 * content.
 */
final class Frame {
    /** More is sent in several. */
    static final int MOST = 1 << 16;

    private static final int HEAD = 5;

    private final Kind kind;
    private final byte[] content;

    /**
     * @param kind what it is
     * @param content at most {@link #MOST} bytes, which are not copied
     */
    Frame(Kind kind, byte... content) {
        this.kind = kind;
        this.content = content;
    }

    Kind kind() {
        return kind;
    }

    byte[] content() {
        return content;
    }

    enum Kind {
        /** Results, to the standard output. */
        OUTPUT('o'),
        /** Messages and progress, to the standard error. */
        MESSAGE('m'),
        /** To the process with more rights: end, and undo what is under way. */
        CANCEL('c');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        private static Optional<Kind> of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Writes one at once. */
    void write(OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + content.length);
        bytes.put(kind.code).putInt(content.length).put(content);
        out.write(bytes.array());
        out.flush();
    }

    /**
     * Reads one.
     *
     * @return empty at the end
     * @throws IOException if there is something else, or the pipe breaks
     */
    static Optional<Frame> read(InputStream in) throws IOException {
        int code = in.read();
        if (code < 0) {
            return Optional.empty();
        }
        Kind kind =
                Kind.of(code).orElseThrow(() -> new IOException("what comes through the pipe is not from Lifeboat"));
        DataInputStream data = new DataInputStream(in);
        try {
            int length = data.readInt();
            if (length < 0 || length > MOST) {
                throw new IOException("what comes through the pipe is not from Lifeboat: " + length + " bytes at once");
            }
            byte[] content = new byte[length];
            data.readFully(content);
            return Optional.of(new Frame(kind, content));
        } catch (EOFException e) {
            return Optional.empty(); // whoever wrote it is gone
        }
    }
}
