package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One copy of the FAT, section 4: for each cluster the number of the next one of its file. Read a page at a time, so that a
 * FAT of any size takes the same memory. Threads may share it.
 */
public final class FatTable {
    /** A multiple of 3 and of 4: no entry of 12, 16 or 32 bits lies across two pages. */
    private static final int PAGE = 48 << 10;

    private static final int PAGES = 16;

    private record Page(long number, ByteBuffer bytes) {}

    private final ByteSource volume;
    private final BiosParameterBlock layout;
    private final int copy;
    private final AtomicReferenceArray<Page> cache = new AtomicReferenceArray<>(PAGES);

    FatTable(ByteSource volume, BiosParameterBlock layout, int copy) {
        this.volume = volume;
        this.layout = layout;
        this.copy = copy;
    }

    /**
     * Returns which copy this is.
     *
     * @return from 0
     */
    public int copy() {
        return copy;
    }

    /**
     * Returns the entry of a cluster.
     *
     * @param cluster 0 and 1 hold marks of the volume, clusters start at 2
     * @return the number of the next cluster, or a mark; the reserved bits of FAT32 are zero
     * @throws CorruptImageException if there is no such cluster, or the image ends before its entry
     * @throws IOException if the storage cannot be read
     */
    public int entry(long cluster) throws IOException {
        if (cluster < 0 || cluster >= layout.clusterCount() + 2L) {
            throw new CorruptImageException(
                    volume,
                    layout.fatOffset(copy),
                    name(),
                    "has no entry for cluster " + cluster + "; the last is " + (layout.clusterCount() + 1));
        }
        return switch (layout.type()) {
            case FAT12 -> {
                int pair = page(cluster * 3 / 2).getShort((int) (cluster * 3 / 2 % PAGE));
                yield (cluster % 2 == 0 ? pair : pair >> 4) & 0xfff;
            }
            case FAT16 -> page(cluster * 2).getShort((int) (cluster * 2 % PAGE)) & 0xffff;
            case FAT32 -> page(cluster * 4).getInt((int) (cluster * 4 % PAGE)) & FatType.FAT32.mask();
        };
    }

    /**
     * Tells whether an entry says that its cluster is not in use.
     *
     * @param entry what {@link #entry} returned
     * @return whether it is 0
     */
    public boolean isFree(int entry) {
        return entry == 0;
    }

    /**
     * Tells whether an entry says that its cluster must not be used.
     *
     * @param entry what {@link #entry} returned
     * @return whether it is the mark of bad sectors
     */
    public boolean isBad(int entry) {
        return entry == layout.type().badMark();
    }

    /**
     * Tells whether an entry says that its cluster is the last of a file.
     *
     * @param entry what {@link #entry} returned
     * @return whether it is one of the marks of an end
     */
    public boolean isEnd(int entry) {
        return entry > layout.type().badMark();
    }

    /**
     * Tells whether the first entry repeats the medium, as that of an intact FAT does.
     *
     * @return false where the start of this copy was overwritten
     * @throws CorruptImageException if the image ends before it
     * @throws IOException if the storage cannot be read
     */
    public boolean startsAsItShould() throws IOException {
        return (entry(0) & 0xff) == layout.media();
    }

    String name() {
        return "FAT " + (copy + 1);
    }

    private ByteBuffer page(long offset) throws IOException {
        long number = offset / PAGE;
        int slot = (int) (number % PAGES);
        Page page = cache.get(slot);
        if (page == null || page.number != number) {
            page = new Page(number, load(number * PAGE));
            cache.set(slot, page);
        }
        return page.bytes;
    }

    private ByteBuffer load(long offset) throws IOException {
        int length = (int) Math.min(PAGE, layout.fatSize() - offset);
        long at = layout.fatOffset(copy) + offset;
        Bounds.check(volume, at, length, name());
        return ByteBuffer.wrap(volume.bytes(at, length)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
