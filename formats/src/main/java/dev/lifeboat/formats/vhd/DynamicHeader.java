package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Dynamic disk header, of dynamic and differencing disks.
 *
 * @param tableOffset where the block allocation table is, in bytes from the start of the file
 * @param entries number of them in the table, one for each block
 * @param blockSize bytes of data in a block, a power of two from 512 bytes to 1 GiB; its bitmap is not counted
 * @param parentId unique id of the parent; means nothing where there is no parent
 * @param parentPaths where the parent was when the child was made, as Windows paths and in the order in which they are tried
 * @param checksumMatches false if the header's checksum is wrong. All fields that are used were checked one by one, and
 *     agree with each other and the file
 */
public record DynamicHeader(
        long tableOffset,
        long entries,
        int blockSize,
        UUID parentId,
        List<String> parentPaths,
        boolean checksumMatches) {
    static final int SIZE = 1024;
    private static final int LARGEST_BLOCK = 1 << 30;
    private static final int LONGEST_PATH = 1 << 16;
    private static final int LOCATORS = 8;
    private static final int LOCATOR = 24;
    private static final int PARENT_NAME_CHARS = 256;

    /**
     * Reads the header.
     *
     * @param file the file
     * @param footer of the file
     * @return the header
     * @throws CorruptImageException if it contradicts the format, the footer or the file. A wrong checksum alone is no reason:
     *     there are files whose header was edited and reads well, see {@link #checksumMatches}
     * @throws UnsupportedImageException if it is of an unknown version
     * @throws IOException if the file cannot be read
     */
    public static DynamicHeader read(ByteSource file, VhdFooter footer) throws IOException {
        Struct s = Struct.read(file, footer.dataOffset(), SIZE, "VHD dynamic header")
                .bigEndian();
        s.expectAscii(0, "cxsparse");
        if (s.u32(24) != 0x10000) {
            throw new UnsupportedImageException(
                    file.name(),
                    "version 0x" + Long.toHexString(s.u32(24)) + " of the VHD dynamic header is not supported");
        }
        long blockSize = s.u32(32);
        if (blockSize < 512 || blockSize > LARGEST_BLOCK || Long.bitCount(blockSize) != 1) {
            throw s.corrupt(32, "block size", "is " + blockSize + ", expected a power of two from 512 to 2^30");
        }
        long tableOffset = s.u64(16, "table offset");
        s.expect(16, "table offset modulo 512", tableOffset % 512, 0);
        long entries = s.u32(28);
        if (entries * blockSize < footer.currentSize()) {
            throw s.corrupt(
                    28,
                    "table entries",
                    "are " + entries + ", too few for a disk of " + footer.currentSize() + " bytes in blocks of "
                            + blockSize);
        }
        boolean checksumMatches = VhdChecksum.matches(s, 36);
        boolean trusted = checksumMatches && footer.checksumMatches();
        if (!trusted && (entries - 1) * blockSize >= footer.currentSize()) {
            throw s.corrupt(
                    28,
                    "table entries",
                    "are " + entries + ", too many for a disk of " + footer.currentSize() + " bytes in blocks of "
                            + blockSize + ", and a checksum is wrong");
        }
        Bounds.check(file, tableOffset, 4 * entries, "VHD block allocation table");
        return new DynamicHeader(
                tableOffset,
                entries,
                (int) blockSize,
                new UUID(s.bits64(40), s.bits64(48)),
                footer.kind() == VhdFooter.Kind.DIFFERENCING ? parentPaths(file, s) : List.of(),
                checksumMatches);
    }

    /** The relative path, the absolute one, then the parent's name alone. */
    private static List<String> parentPaths(ByteSource file, Struct s) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String code : List.of("W2ru", "W2ku")) {
            for (int i = 0; i < LOCATORS; i++) {
                Struct locator = s.part(576 + (long) i * LOCATOR, LOCATOR, "parent locator " + i);
                if (locator.ascii(0, 4).equals(code)) {
                    paths.add(path(file, locator));
                }
            }
        }
        String name = s.utf16(64, PARENT_NAME_CHARS);
        int end = name.indexOf('\0');
        paths.add(end < 0 ? name : name.substring(0, end));
        paths.removeIf(String::isEmpty);
        return paths.stream().distinct().toList();
    }

    /** UTF-16, little-endian for once. */
    private static String path(ByteSource file, Struct locator) throws IOException {
        long length = locator.u32(8);
        long offset = locator.u64(16, "data offset");
        if (length > LONGEST_PATH || offset > file.size() - length) {
            throw locator.corrupt(16, "data", "of " + length + " bytes cannot be at 0x" + Long.toHexString(offset));
        }
        String path = new String(file.bytes(offset, (int) length), StandardCharsets.UTF_16LE);
        int end = path.indexOf('\0');
        return end < 0 ? path : path.substring(0, end);
    }
}
