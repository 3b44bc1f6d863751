package dev.lifeboat.formats.iso;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.Optional;

/**
 * A primary volume descriptor (8.4), or the supplementary one (8.5) that Joliet makes of it: one tree of names over the same
 * files.
 *
 * @param joliet whether names are UCS-2
 * @param label the volume's name; empty if it has none
 * @param blockSize 512, 1024 or 2048 bytes: what places on the disc are counted in
 * @param blocks the size of the volume in blocks
 * @param discs of how many discs the set is; 1 for nearly all
 * @param sequence which of them this is
 * @param root its root directory
 */
record VolumeDescriptor(
        boolean joliet, String label, int blockSize, long blocks, int discs, int sequence, DirectoryRecord root) {
    static final int SECTOR = 2048;
    static final int PRIMARY = 1;
    static final int SUPPLEMENTARY = 2;
    private static final int ROOT_SIZE = 34;

    /** Reads a primary descriptor; nothing else may stand here. */
    static VolumeDescriptor primary(Struct s) throws CorruptImageException {
        s.expect(6, "version", s.u8(6), 1);
        return read(s, false);
    }

    /** Reads a supplementary descriptor if its escape sequences (Joliet, 2.1) say that names are UCS-2; others are not for us. */
    static Optional<VolumeDescriptor> joliet(Struct s) throws CorruptImageException {
        String escapes = s.ascii(88, 32);
        boolean ucs2 = escapes.startsWith("%/@") || escapes.startsWith("%/C") || escapes.startsWith("%/E");
        return s.u8(6) == 1 && ucs2 ? Optional.of(read(s, true)) : Optional.empty();
    }

    private static VolumeDescriptor read(Struct s, boolean joliet) throws CorruptImageException {
        int blockSize = s.u16(128);
        if (blockSize != 512 && blockSize != 1024 && blockSize != SECTOR) {
            throw s.corrupt(128, "logical block size", "is " + blockSize + ", expected 512, 1024 or 2048");
        }
        return new VolumeDescriptor(
                joliet,
                label(s, joliet),
                blockSize,
                bothEndian(s, 80, "volume space size"),
                s.u16(120),
                s.u16(124),
                DirectoryRecord.read(s.part(156, ROOT_SIZE, "root directory"), joliet));
    }

    private static String label(Struct s, boolean joliet) throws CorruptImageException {
        String label = joliet ? s.bigEndian().utf16(40, 16) : s.ascii(40, 32);
        int end = label.indexOf('\0');
        return (end < 0 ? label : label.substring(0, end)).strip();
    }

    /** A number that is stored twice, 7.3.3. Some writers leave the second form empty; readers of the time took the first. */
    static long bothEndian(Struct s, int at, String field) throws CorruptImageException {
        long little = s.u32(at);
        long big = s.bigEndian().u32(at + 4);
        if (big != 0 && big != little) {
            throw s.corrupt(at, field, "is " + little + " little-endian and " + big + " big-endian, expected the same");
        }
        return little;
    }
}
