package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Read-only bytes of known size, addressed by offset: an image file, a virtual disk, a partition, a file in NTFS.
 * Every layer reads the one below through this interface and offers it to the one above.
 *
 * <p>Offsets and sizes are in bytes. Reads keep no position, so threads may share a source. A source is a view and owns
 * nothing; a type that opens files is also {@link java.io.Closeable}.
 */
public interface ByteSource {
    /**
     * Returns the name for messages, one part per layer: {@code C.vhdx/partition 3/$MFT}.
     *
     * @return the name
     */
    String name();

    /**
     * Returns the number of readable bytes.
     *
     * @return the size in bytes, 0 or more
     */
    long size();

    /**
     * Fills {@code target} from its position to its limit with the bytes that start at {@code offset}.
     *
     * @param offset in bytes from the start of this source
     * @param target its position is at its limit afterwards
     * @throws CorruptImageException if the bytes asked for reach past {@link #size()}
     * @throws IOException if the storage below cannot be read
     */
    void read(long offset, ByteBuffer target) throws IOException;

    /**
     * Reads some bytes into an array of their own. The caller has checked that the length is one that may be held in memory.
     *
     * @param offset in bytes from the start of this source
     * @param length in bytes
     * @return the bytes
     * @throws CorruptImageException if the bytes asked for reach past {@link #size()}; nothing is allocated then
     * @throws IOException if the storage below cannot be read
     */
    default byte[] bytes(long offset, int length) throws IOException {
        Bounds.check(this, offset, length, "read");
        byte[] bytes = new byte[length];
        read(offset, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /**
     * Returns a window on this source; its offset 0 is {@code offset} here. Nothing is copied.
     *
     * @param part what the window is, for its name; empty to keep this source's name
     * @param offset in bytes from the start of this source
     * @param length in bytes
     * @return the window
     * @throws CorruptImageException if the window does not fit
     */
    default ByteSource slice(String part, long offset, long length) throws CorruptImageException {
        Bounds.check(this, offset, length, part);
        return new Slice(this, part, offset, length);
    }

    /**
     * Returns the same bytes under another name for messages.
     *
     * @param name such as the whole path of a file in an image
     * @return a view; it does not tell what is sparse
     */
    default ByteSource named(String name) {
        return new NamedSource(name, this);
    }

    /**
     * Returns a source over an array, which the caller does not change any more.
     *
     * @param name for messages
     * @param bytes the content
     * @return a source over them
     */
    static ByteSource of(String name, byte[] bytes) {
        return new MemorySource(name, bytes);
    }
}
