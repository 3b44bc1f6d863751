package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Hard disk footer: what the disk is. It stands at the end of the file, and all but fixed disks have a copy at the start.
 *
 * @param kind of the disk
 * @param dataOffset where the dynamic header is, in bytes from the start of the file; means nothing for a fixed disk
 * @param currentSize of the virtual disk in bytes, a multiple of 512. The geometry, which some programs use instead, is
 *     rounded down
 * @param uniqueId a child names its parent by it
 * @param created when the file was made
 * @param creator the program that made it, four characters such as {@code vsim} (Windows backup) or {@code win} (Hyper-V),
 *     without trailing blanks
 * @param checksumMatches false if the checksum is wrong, and wrong in the same way at both ends of the file
 * @param fileEnd where in the file this footer starts if it stands at the end, else the size of the file
 */
public record VhdFooter(
        Kind kind,
        long dataOffset,
        long currentSize,
        UUID uniqueId,
        Instant created,
        String creator,
        boolean checksumMatches,
        long fileEnd) {
    static final int SIZE = 512;
    /** Old versions of Virtual PC left out the last byte, which is zero. */
    private static final int SHORT_SIZE = 511;

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /** How a file stores its disk. */
    public enum Kind {
        /** All bytes, in their order. */
        FIXED,
        /** Blocks that were written to. */
        DYNAMIC,
        /** Sectors that differ from a parent. */
        DIFFERENCING
    }

    /**
     * Reads the footer: that at the end, or if that is damaged the copy at the start. Where both have a wrong checksum and are
     * otherwise alike, the file was edited rather than damaged, and the footer is taken: see {@link #checksumMatches}.
     *
     * @param file the file
     * @return the footer
     * @throws CorruptImageException if neither is valid; the complaint about the copy is then a suppressed exception
     * @throws UnsupportedImageException if a valid footer is of an unknown version
     * @throws IOException if the file cannot be read
     */
    public static VhdFooter read(ByteSource file) throws IOException {
        try {
            return readAtEnd(file);
        } catch (CorruptImageException endIsBad) {
            try {
                return readCopy(file);
            } catch (CorruptImageException copyIsBad) {
                endIsBad.addSuppressed(copyIsBad);
                return readEdited(file).orElseThrow(() -> endIsBad);
            }
        }
    }

    /**
     * Compares two footers of a file, wherever they stand in it.
     *
     * @param other the footer at the other end
     * @return whether both describe the same disk, stored in the same way
     */
    public boolean saysTheSameAs(VhdFooter other) {
        return kind == other.kind
                && dataOffset == other.dataOffset
                && currentSize == other.currentSize
                && uniqueId.equals(other.uniqueId);
    }

    /** The footer, if it is the same at both ends of the file and makes sense but for its checksum. */
    private static Optional<VhdFooter> readEdited(ByteSource file) throws IOException {
        if (file.size() < 2 * SIZE) {
            return Optional.empty();
        }
        Struct copy = Struct.read(file, 0, SIZE, "VHD footer copy").bigEndian();
        byte[] end = file.bytes(file.size() - SIZE, SIZE);
        boolean sizesAgree = copy.bits64(40) == copy.bits64(48); // the original and the current one
        if (!sizesAgree || !Arrays.equals(copy.bytes(0, SIZE), end)) {
            return Optional.empty();
        }
        try {
            return Optional.of(readCopy(file, false));
        } catch (CorruptImageException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the footer at the end, of 512 or 511 bytes.
     *
     * @param file the file
     * @return the footer
     * @throws CorruptImageException if it is not valid
     * @throws UnsupportedImageException if it is valid, and of an unknown version
     * @throws IOException if the file cannot be read
     */
    public static VhdFooter readAtEnd(ByteSource file) throws IOException {
        long shortAt = file.size() - SHORT_SIZE;
        try {
            long at = file.size() - SIZE;
            return parse(file, Struct.read(file, at, SIZE, "VHD footer"), at, true);
        } catch (CorruptImageException e) {
            Struct s = shortAt < 0 ? null : Struct.read(file, shortAt, SHORT_SIZE, "VHD footer");
            if (s == null || !s.ascii(0, 8).equals("conectix")) {
                throw e;
            }
            byte[] padded = Arrays.copyOf(s.bytes(0, SHORT_SIZE), SIZE);
            return parse(file, Struct.of(file, shortAt, padded, "VHD footer"), shortAt, true);
        }
    }

    /**
     * Reads the copy at the start.
     *
     * @param file the file
     * @return the footer
     * @throws CorruptImageException if it is not valid, or says that the disk is fixed: that has no copy
     * @throws UnsupportedImageException if it is valid, and of an unknown version
     * @throws IOException if the file cannot be read
     */
    public static VhdFooter readCopy(ByteSource file) throws IOException {
        return readCopy(file, true);
    }

    private static VhdFooter readCopy(ByteSource file, boolean strict) throws IOException {
        Struct s = Struct.read(file, 0, SIZE, "VHD footer copy");
        VhdFooter footer = parse(file, s, file.size(), strict);
        if (footer.kind == Kind.FIXED) { // a VHD that lies on a fixed disk, unpartitioned
            throw s.corrupt(60, "disk type", "is fixed, and a fixed disk has no copy");
        }
        return footer;
    }

    private static VhdFooter parse(ByteSource file, Struct littleEndian, long fileEnd, boolean strict)
            throws IOException {
        Struct s = littleEndian.bigEndian();
        s.expectAscii(0, "conectix");
        if (strict) {
            VhdChecksum.expect(s, 64);
        }
        if (s.u32(12) != 0x10000) {
            throw new UnsupportedImageException(
                    file.name(), "version 0x" + Long.toHexString(s.u32(12)) + " of VHD is not supported");
        }
        long currentSize = s.u64(48, "current size");
        s.expect(48, "current size modulo 512", currentSize % 512, 0);
        if (currentSize == 0) {
            throw s.corrupt(48, "current size", "is 0");
        }
        return new VhdFooter(
                kind(s),
                s.bits64(16),
                currentSize,
                new UUID(s.bits64(68), s.bits64(76)),
                EPOCH.plusSeconds(s.u32(24)),
                s.ascii(28, 4).replace('\0', ' ').stripTrailing(),
                VhdChecksum.matches(s, 64),
                fileEnd);
    }

    private static Kind kind(Struct s) throws CorruptImageException {
        long type = s.u32(60);
        if (type < 2 || type > 4) {
            throw s.corrupt(60, "disk type", "is " + type + ", expected 2 (fixed), 3 (dynamic) or 4 (differencing)");
        }
        return Kind.values()[(int) type - 2];
    }
}
