package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The header of a hive or of one of its logs ("Base block").
 *
 * @param primarySequence counted up before Windows writes to the file, 0 to 2^32 - 1
 * @param secondarySequence counted up after it has; differs from the other while the file is unfinished
 * @param lastWritten as the writer noted; absent where it did not
 * @param minor version of the format, 1.3 to 1.6
 * @param type of file
 * @param rootCell offset of the root key's cell, in bytes from the start of the hive bins
 * @param binsSize of all hive bins, in bytes, a multiple of 4096
 * @param sectorSize of the disk as its writer knew it, 512 or 4096 bytes; a log is laid out by it
 * @param fileName the end of the path that the hive was loaded from, up to 31 characters; often empty
 * @param checksumRight whether the checksum is that of the bytes; of a block where it is not, nothing else is certain
 */
public record BaseBlock(
        long primarySequence,
        long secondarySequence,
        Optional<Instant> lastWritten,
        int minor,
        FileType type,
        long rootCell,
        long binsSize,
        int sectorSize,
        String fileName,
        boolean checksumRight) {
    /** Where the hive bins of a hive begin, and the size of the block there. */
    static final int SIZE = 4096;
    /** A log keeps only this much of the block. */
    private static final int STORED = 512;

    private static final int CHECKSUM_AT = 508;
    private static final int NAME_AT = 48;
    private static final int NAME_CHARS = 32;
    private static final int OLDEST_MINOR = 3;
    private static final int NEWEST_MINOR = 6;
    /** Windows loads no hive of more than 2 GiB. */
    private static final long MOST = 1L << 31;

    /** What a file with such a block is. */
    public enum FileType {
        HIVE,
        /** A transaction log as Windows wrote it up to 8. */
        OLD_LOG,
        /** A transaction log as Windows writes it since 8.1. */
        NEW_LOG
    }

    /**
     * Reads the block.
     *
     * @param file a hive or a log
     * @return the block, its checksum right or not
     * @throws CorruptImageException if the file is none of these, or a field is impossible
     * @throws UnsupportedImageException if the version is not supported
     * @throws IOException if the storage cannot be read
     */
    public static BaseBlock read(ByteSource file) throws IOException {
        Struct s = Struct.read(file, 0, STORED, "registry base block");
        s.expectAscii(0, "regf");
        boolean checksumRight = checksum(s) == s.u32(CHECKSUM_AT);
        s.expect(20, "major version", s.u32(20), 1);
        long minor = s.u32(24);
        if (minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
            throw new UnsupportedImageException(file.name(), "registry hive version 1." + minor + " is not supported");
        }
        long size = s.u32(40);
        if (size % HiveBin.GRAIN != 0 || size > MOST || size == 0) {
            throw s.corrupt(40, "size of hive bins", "is " + size + ", expected a multiple of 4096 up to 2 GiB");
        }
        return new BaseBlock(
                s.u32(4),
                s.u32(8),
                FileTimes.time(s.bits64(12)),
                (int) minor,
                type(s),
                s.u32(36),
                size,
                s.u32(44) == 8 ? 4096 : 512,
                name(s),
                checksumRight);
    }

    private static FileType type(Struct s) throws CorruptImageException {
        long type = s.u32(28);
        if (type == 0) {
            return FileType.HIVE;
        } else if (type == 1 || type == 2) {
            return FileType.OLD_LOG; // 2 was seen in logs of Windows 2000 and XP
        } else if (type == 6) {
            return FileType.NEW_LOG;
        }
        throw s.corrupt(28, "file type", "is " + type + ", expected 0, 1, 2 or 6");
    }

    private static String name(Struct s) throws CorruptImageException {
        String name = s.utf16(NAME_AT, NAME_CHARS);
        int end = name.indexOf('\0');
        return end < 0 ? name : name.substring(0, end);
    }

    /** XOR of all 32-bit words before it; 0 and 2^32 - 1 are never stored. */
    private static long checksum(Struct s) throws CorruptImageException {
        long sum = 0;
        for (int at = 0; at < CHECKSUM_AT; at += 4) {
            sum ^= s.u32(at);
        }
        return sum == 0 ? 1 : sum == 0xffff_ffffL ? 0xffff_fffeL : sum;
    }

    /** What to say of a block whose checksum is wrong. */
    static CorruptImageException wrongChecksum(ByteSource file) throws IOException {
        Struct s = Struct.read(file, 0, STORED, "registry base block");
        return s.corrupt(
                CHECKSUM_AT,
                "checksum",
                "is 0x" + Long.toHexString(s.u32(CHECKSUM_AT)) + ", computed 0x" + Long.toHexString(checksum(s)));
    }

    /**
     * Tells whether Windows had begun to write to the file and not ended, so that the bytes in it may be of two times.
     *
     * @return true if only the logs tell what the hive holds
     */
    public boolean dirty() {
        return !checksumRight || primarySequence != secondarySequence;
    }

    /** As it is once a log was replayed. */
    BaseBlock recovered(long sequence, long newBinsSize) {
        return new BaseBlock(
                sequence,
                sequence,
                lastWritten,
                minor,
                FileType.HIVE,
                rootCell,
                newBinsSize,
                sectorSize,
                fileName,
                true);
    }

    /** Where the hive bins end in the file. */
    long end() {
        return SIZE + binsSize;
    }
}
