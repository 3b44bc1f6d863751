package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.UUID;

/**
 * VHDX header, 2.2.2: says where the log is and which of its entries are live. A file has two copies, so that one survives
 * while the other is written.
 *
 * @param sequenceNumber of two valid headers, the one with the greater number is current; unsigned
 * @param fileWriteGuid changes whenever the file is opened for writing
 * @param dataWriteGuid changes with the disk's content; a child names its parent by it
 * @param logGuid all zero when the log is empty and nothing has to be replayed
 * @param logVersion of the log's format, 0 is known; means nothing when the log is empty
 * @param logOffset in bytes from the start of the file; in a live log a multiple of 1 MiB
 * @param logLength in bytes, less than 4 GiB; in a live log a multiple of 1 MiB
 */
public record VhdxHeader(
        long sequenceNumber,
        UUID fileWriteGuid,
        UUID dataWriteGuid,
        UUID logGuid,
        int logVersion,
        long logOffset,
        long logLength) {
    /** Where the first copy starts in the file. */
    public static final long FIRST_AT = 0x10000;
    /** Where the second copy starts in the file. */
    public static final long SECOND_AT = 0x20000;

    static final int SIZE = 4096;
    private static final UUID NIL = new UUID(0, 0);

    /**
     * Reads one copy.
     *
     * @param file the file
     * @param at {@link #FIRST_AT} or {@link #SECOND_AT}
     * @return the header
     * @throws CorruptImageException if the copy is not valid, as after a write that was cut short
     * @throws UnsupportedImageException if the copy is valid, and of an unknown version
     * @throws IOException if the file cannot be read
     */
    public static VhdxHeader read(ByteSource file, long at) throws IOException {
        Struct s = Struct.read(file, at, SIZE, "VHDX header");
        s.expectAscii(0, "head");
        s.expectCrc32c(4);
        int version = s.u16(66);
        if (version != 1) {
            throw new UnsupportedImageException(file.name(), "version " + version + " of VHDX is not supported");
        }
        return new VhdxHeader(
                s.bits64(8), s.guid(16), s.guid(32), s.guid(48), s.u16(64), s.u64(72, "log offset"), s.u32(68));
    }

    /**
     * Reads the current header: the valid copy, or of two valid copies the one with the greater sequence number.
     *
     * @param file the file
     * @return the header
     * @throws CorruptImageException if neither copy is valid, or it cannot be told which is current; the complaint about the
     *     other copy is then a suppressed exception
     * @throws UnsupportedImageException if a valid copy is of an unknown version; the other may be older, and is no substitute
     * @throws IOException if the file cannot be read
     */
    public static VhdxHeader readCurrent(ByteSource file) throws IOException {
        VhdxHeader second;
        try {
            second = read(file, SECOND_AT);
        } catch (CorruptImageException secondIsBad) {
            return readFirst(file, secondIsBad);
        }
        VhdxHeader first;
        try {
            first = read(file, FIRST_AT);
        } catch (CorruptImageException firstIsBad) {
            return second;
        }
        int order = Long.compareUnsigned(first.sequenceNumber, second.sequenceNumber);
        // Disk2vhd writes two identical headers; either will do.
        if (order == 0 && !first.equals(second)) {
            throw new CorruptImageException(
                    file,
                    SECOND_AT,
                    "VHDX header",
                    "sequence number is " + Long.toUnsignedString(second.sequenceNumber)
                            + " in both headers, and they differ: it cannot be told which is current");
        }
        return order < 0 ? second : first;
    }

    private static VhdxHeader readFirst(ByteSource file, CorruptImageException secondIsBad) throws IOException {
        try {
            return read(file, FIRST_AT);
        } catch (CorruptImageException firstIsBad) {
            firstIsBad.addSuppressed(secondIsBad);
            throw firstIsBad;
        }
    }

    /**
     * Returns whether the log holds changes that belong to the disk and are not yet in their places.
     *
     * @return false when the log is empty, or holds only what was applied long ago
     */
    public boolean isLogLive() {
        return !logGuid.equals(NIL);
    }
}
