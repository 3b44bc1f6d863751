package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * A section: a part of the file, and where it comes to lie in memory.
 *
 * @param name up to eight characters
 * @param virtualAddress where it begins in memory, from the start of the image
 * @param virtualSize its size in memory, in bytes
 * @param offset where it begins in the file; means nothing if the size is 0
 * @param size in the file, in bytes
 * @param characteristics the IMAGE_SCN_ bits
 */
public record Section(
        String name, long virtualAddress, long virtualSize, long offset, long size, long characteristics) {
    static final int HEADER = 40;

    static Section read(Struct s) throws CorruptImageException {
        String name = s.ascii(0, 8);
        int end = name.indexOf('\0');
        return new Section(
                end < 0 ? name : name.substring(0, end), s.u32(12), s.u32(8), s.u32(20), s.u32(16), s.u32(36));
    }

    boolean holds(long address) {
        return address >= virtualAddress && address - virtualAddress < Math.max(virtualSize, size);
    }
}
