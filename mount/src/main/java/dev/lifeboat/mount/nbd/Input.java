package dev.lifeboat.mount.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a client sends, in messages of a known length. Several may be read at once. */
final class Input {
    static final int LARGEST_MESSAGE = 1 << 15;
    private static final int CAPACITY = 1 << 16;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY).limit(0);
    private Link link;

    Input(Link link) {
        this.link = link;
    }

    /**
     * Reads from another link from now on.
     *
     * @throws ProtocolException if the old one brought more than it should: whoever can add to it must not be obeyed
     */
    void switchTo(Link other) throws ProtocolException {
        if (buffer.hasRemaining()) {
            throw new ProtocolException("sent something between asking for TLS and starting it");
        }
        link = other;
    }

    /** How many bytes can be taken without waiting. */
    int available() {
        return buffer.remaining();
    }

    /**
     * Waits for the first byte of a message.
     *
     * @return false if the client has ended instead
     */
    boolean hasNext() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int n;
        try {
            n = link.read(buffer);
        } finally {
            buffer.flip();
        }
        return n > 0;
    }

    /**
     * Reads a message, or a part of one.
     *
     * @param length in bytes, at most {@link #LARGEST_MESSAGE}
     * @return a buffer whose next bytes it is, valid until more is read; the caller takes exactly these
     * @throws EOFException if the client has ended before
     */
    ByteBuffer take(int length) throws IOException {
        while (buffer.remaining() < length) {
            buffer.compact();
            try {
                if (link.read(buffer) < 0) {
                    throw new EOFException("ended in the middle of a message");
                }
            } finally {
                buffer.flip();
            }
        }
        return buffer;
    }

    /** Passes over bytes that nobody wants. */
    void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            take(1);
            int n = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + n);
            left -= n;
        }
    }
}
