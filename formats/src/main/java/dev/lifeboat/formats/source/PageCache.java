package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few pages of a source kept in memory, for tables that are read entry by entry and may be larger than memory: a block
 * allocation table of 513 MiB costs 256 KiB here. A page is found by its number alone; two threads that miss the same page
 * both read it, and none waits.
 */
public final class PageCache {
    private static final int PAGE = 1 << 14;
    private static final int SLOTS = 16;

    private record Page(long number, ByteBuffer bytes) {}

    private final ByteSource source;
    private final ByteOrder order;
    private final AtomicReferenceArray<Page> slots = new AtomicReferenceArray<>(SLOTS);

    /**
     * Makes an empty cache.
     *
     * @param source whose bytes do not change
     * @param order of its fields
     */
    public PageCache(ByteSource source, ByteOrder order) {
        this.source = source;
        this.order = order;
    }

    /**
     * Reads a 64-bit field.
     *
     * @param offset in the source, a multiple of 8
     * @return the bits
     * @throws CorruptImageException if the field reaches past the source's end
     * @throws IOException if the storage below cannot be read
     */
    public long bits64(long offset) throws IOException {
        return page(offset, Long.BYTES).getLong((int) (offset % PAGE));
    }

    /**
     * Reads an unsigned 32-bit field.
     *
     * @param offset in the source, a multiple of 4
     * @return 0 to 2^32 - 1
     * @throws CorruptImageException if the field reaches past the source's end
     * @throws IOException if the storage below cannot be read
     */
    public long u32(long offset) throws IOException {
        return page(offset, Integer.BYTES).getInt((int) (offset % PAGE)) & 0xffff_ffffL;
    }

    private ByteBuffer page(long offset, int width) throws IOException {
        if (offset % width != 0) {
            throw new IllegalArgumentException(offset + " is not a multiple of " + width);
        }
        Bounds.check(source, offset, width, "table entry");
        long number = offset / PAGE;
        int slot = (int) (number % SLOTS);
        Page page = slots.get(slot);
        if (page == null || page.number != number) {
            page = load(number);
            slots.set(slot, page);
        }
        return page.bytes;
    }

    private Page load(long number) throws IOException {
        long start = number * PAGE;
        int length = (int) Math.min(PAGE, source.size() - start);
        return new Page(number, ByteBuffer.wrap(source.bytes(start, length)).order(order));
    }
}
