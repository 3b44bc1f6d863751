package dev.lifeboat.formats.compress;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The expanded bytes of a resource that is stored in chunks, each compressed on its own: a file that Windows compressed (WOF),
 * a resource of a WIM, a solid one too. A chunk whose stored length is that of its content is stored plainly.
 *
 * <pre>{@code
 * ByteSource stored = wim.slice("resource", header.offset(), header.storedSize());   // table and chunks
 * ByteSource content = ChunkedSource.open("install.wim/1:/a.txt", stored, Codec.LZX, 1 << 15, header.size());
 * }</pre>
 *
 * <p>A solid resource has another table, of lengths: its reader makes the {@link ChunkTable} and calls {@link #of}.
 *
 * <p>Reads may be anywhere, by any number of threads; they are fast where they are sequential and large (64 KiB and more), and
 * fastest into a buffer over an array. A read inside one chunk expands all of it, and keeps it for the next. Nothing is
 * allocated before the first read. Memory: up to twice the chunk size for each thread that is reading, 8 of them at most; where
 * chunks are larger than 2 MiB fewer, down to one, and others wait. Of a chunk that is stored in more than 2 MiB, which only LZMS
 * has, just pieces are held beside what it expands to. So a source with chunks of 64 MiB takes 64 MiB.
 */
public final class ChunkedSource implements ByteSource {
    private final BlockSource blocks;

    private ChunkedSource(BlockSource blocks) {
        this.blocks = blocks;
    }

    /**
     * Opens a resource that begins with a table of offsets: WOF, and WIM where it is not solid.
     *
     * @param name for messages
     * @param stored table and chunks, nothing behind
     * @param codec of the chunks
     * @param chunkSize that a chunk expands to, in bytes: of WOF by the algorithm, of WIM by the header
     * @param size of the whole, expanded, in bytes
     * @return the expanded bytes; a chunk that is damaged gives {@link CorruptImageException} when it is read
     * @throws UnsupportedImageException if the codec has no chunks of this size
     * @throws CorruptImageException if the table does not fit in the stored bytes
     */
    public static ChunkedSource open(String name, ByteSource stored, Codec codec, int chunkSize, long size)
            throws UnsupportedImageException, CorruptImageException {
        requireAllowed(name, codec, chunkSize);
        return of(name, stored, ChunkTable.atStart(stored, chunkSize, size), codec, chunkSize, size);
    }

    /**
     * Opens a resource whose chunks are found in another way.
     *
     * @param name for messages
     * @param stored the chunks, and perhaps more
     * @param table where each lies in it; its answers are checked
     * @param codec of the chunks
     * @param chunkSize that a chunk expands to, in bytes
     * @param size of the whole, expanded, in bytes
     * @return the expanded bytes
     * @throws UnsupportedImageException if the codec has no chunks of this size
     */
    public static ChunkedSource of(
            String name, ByteSource stored, ChunkTable table, Codec codec, int chunkSize, long size)
            throws UnsupportedImageException {
        requireAllowed(name, codec, chunkSize);
        return new ChunkedSource(
                new BlockSource(name, size, chunkSize, () -> new ChunkReader(stored, table, codec, chunkSize, size)));
    }

    private static void requireAllowed(String name, Codec codec, int chunkSize) throws UnsupportedImageException {
        if (!codec.allows(chunkSize)) {
            throw new UnsupportedImageException(
                    name, codec.label() + " with chunks of " + Integer.toUnsignedString(chunkSize) + " bytes");
        }
    }

    @Override
    public String name() {
        return blocks.name();
    }

    @Override
    public long size() {
        return blocks.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        blocks.read(offset, target);
    }

    @Override
    public String toString() {
        return blocks.name();
    }
}
