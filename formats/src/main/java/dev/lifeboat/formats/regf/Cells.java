package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The cells of a hive ("Cell"), found by their offset from the start of the hive bins. Up to 32 MiB of the hive are kept in
 * memory, in pages: a cell is some ten bytes, and neighbours belong to each other. Threads may share it; two that miss the same
 * page both read it.
 */
final class Cells {
    /** Stands for "none" where an offset is expected. */
    static final long NONE = 0xffff_ffffL;

    private static final int PAGE = 1 << 16;
    private static final int SLOTS = 512;

    private static final class Page {
        private final long start;
        private final byte[] bytes;

        Page(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }
    }

    private final ByteSource hive;
    private final long end;
    private final AtomicReferenceArray<Page> pages = new AtomicReferenceArray<>(SLOTS);

    /**
     * @param hive with its base block, and its logs replayed
     * @param end of its hive bins, in bytes from the start of {@code hive}, at most its size
     */
    Cells(ByteSource hive, long end) {
        this.hive = hive;
        this.end = end;
    }

    /**
     * A cell in use.
     *
     * @param at where its data begins, in bytes from the start of the hive file
     * @param length of its data, in bytes, more than what is used of it
     */
    record Cell(long at, long length) {}

    /**
     * Finds a cell.
     *
     * @param offset as the hive gives it, in bytes from the start of the hive bins
     * @param what it is expected to hold, for messages
     * @return the cell
     * @throws CorruptImageException if the offset leads to none that is in use
     * @throws IOException if the storage cannot be read
     */
    Cell cell(long offset, String what) throws IOException {
        long at = BaseBlock.SIZE + offset;
        if (offset < HiveBin.HEADER || offset % 8 != 0 || at > end - 8) {
            throw new CorruptImageException(
                    hive, at, what, "offset 0x" + Long.toHexString(offset) + " is no cell's place");
        }
        Struct head = struct(at, 4, what);
        int size = (int) head.u32(0);
        if (size >= 0) {
            throw head.corrupt(0, "cell", size == 0 ? "has no size" : "is free, expected one in use");
        }
        long length = -(long) size;
        if (length < 8 || length % 8 != 0 || length > end - at) {
            throw head.corrupt(0, "cell", "of " + length + " bytes does not fit in the hive bins");
        }
        return new Cell(at + 4, length - 4);
    }

    /**
     * Reads the first bytes of a cell.
     *
     * @param cell which
     * @param length how many
     * @param what they are, for messages
     * @return the bytes, checked to lie in the cell
     */
    Struct head(Cell cell, long length, String what) throws IOException {
        if (length > cell.length) {
            throw new CorruptImageException(
                    hive, cell.at, what, "needs " + length + " bytes, but the cell has " + cell.length);
        }
        return struct(cell.at, (int) length, what);
    }

    /**
     * Reads the first bytes of a cell to keep them: a small structure that is kept would keep its page in memory.
     *
     * @param cell which
     * @param length how many
     * @param what they are, for messages
     * @return the bytes, checked to lie in the cell
     */
    Struct copy(Cell cell, int length, String what) throws IOException {
        return Struct.of(hive, cell.at, head(cell, length, what).bytes(0, length), what);
    }

    private Struct struct(long at, int length, String what) throws IOException {
        long start = at / PAGE * PAGE;
        if (at + length > start + PAGE) {
            return Struct.read(hive, at, length, what);
        }
        return Struct.of(hive, at, page(start), (int) (at - start), length, what);
    }

    private byte[] page(long start) throws IOException {
        int slot = (int) (start / PAGE % SLOTS);
        Page page = pages.get(slot);
        if (page == null || page.start != start) {
            page = new Page(start, hive.bytes(start, (int) Math.min(PAGE, end - start)));
            pages.set(slot, page);
        }
        return page.bytes;
    }

    ByteSource source() {
        return hive;
    }

    /** The size of all hive bins together, in bytes: bounds whatever a hive can hold. */
    long size() {
        return end - BaseBlock.SIZE;
    }
}
