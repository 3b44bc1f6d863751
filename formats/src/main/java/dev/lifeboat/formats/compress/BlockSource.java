package dev.lifeboat.formats.compress;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bytes that can be had only in blocks of one size, such as compressed ones. Whole blocks are made in the caller's own array;
 * of others, the last one that each reader made is kept. Any number of threads may read: readers and the blocks they keep are
 * lent to one thread at a time, and where blocks are large, threads wait for each other rather than for memory.
 */
public final class BlockSource implements ByteSource {
    /** What the blocks in memory may take up together, in bytes; one may be larger. */
    private static final int MEMORY = 16 << 20;

    private static final int MOST_READERS = 8;

    private final String name;
    private final long size;
    private final int blockSize;
    private final Supplier<BlockReader> readers;
    private final Semaphore free;
    private final Deque<Desk> idle = new ArrayDeque<>();

    /**
     * Makes a source; nothing is read or allocated before the first read.
     *
     * @param name for messages
     * @param size in bytes
     * @param blockSize in bytes, more than 0
     * @param readers makes a reader, a few times at most
     */
    public BlockSource(String name, long size, int blockSize, Supplier<BlockReader> readers) {
        this.name = name;
        this.size = size;
        this.blockSize = blockSize;
        this.readers = readers;
        this.free = new Semaphore(Math.max(1, Math.min(MOST_READERS, MEMORY / blockSize)));
    }

    /** A reader and the block that it made last. */
    private static final class Desk {
        private static final byte[] NONE = {};

        private final BlockReader reader;
        private byte[] bytes = NONE;
        private long block = -1;
        private long damagedBlock = -1;
        private CorruptImageException damage;

        Desk(BlockReader reader) {
            this.reader = reader;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        if (!target.hasRemaining()) {
            return;
        }
        free.acquireUninterruptibly();
        try {
            Desk desk = take(offset / blockSize);
            try {
                read(desk, offset, target);
            } finally {
                give(desk);
            }
        } finally {
            free.release();
        }
    }

    /** The desk where the first block lies already, if there is one: that of the same thread's last read, most likely. */
    private Desk take(long block) {
        synchronized (idle) {
            for (Iterator<Desk> desks = idle.iterator(); desks.hasNext(); ) {
                Desk desk = desks.next();
                if (desk.block == block) {
                    desks.remove();
                    return desk;
                }
            }
            if (!idle.isEmpty()) {
                return idle.removeLast(); // used longest ago
            }
        }
        return new Desk(readers.get());
    }

    private void give(Desk desk) {
        synchronized (idle) {
            idle.addFirst(desk);
        }
    }

    private void read(Desk desk, long offset, ByteBuffer target) throws IOException {
        long last = (offset + target.remaining() - 1) / blockSize;
        int skip = (int) (offset % blockSize);
        for (long block = offset / blockSize; block <= last; block++) {
            int length = (int) Math.min(blockSize, size - block * blockSize);
            int n = Math.min(target.remaining(), length - skip);
            if (block != desk.block && n == length && target.hasArray()) {
                desk.reader.read(block, last, target.array(), target.arrayOffset() + target.position(), n);
                target.position(target.position() + n);
            } else {
                keep(desk, block, last, length);
                target.put(desk.bytes, skip, n);
            }
            skip = 0;
        }
    }

    private void keep(Desk desk, long block, long last, int length) throws IOException {
        if (block == desk.block) {
            return;
        }
        if (block == desk.damagedBlock) {
            throw desk.damage; // thousands of small files may lie in one large block
        }
        if (desk.bytes.length < length) {
            desk.bytes = new byte[length];
        }
        desk.block = -1; // until it is whole
        try {
            desk.reader.read(block, last, desk.bytes, 0, length);
        } catch (CorruptImageException e) {
            desk.damagedBlock = block;
            desk.damage = e;
            throw e;
        }
        desk.block = block;
    }

    @Override
    public String toString() {
        return name;
    }
}
