package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory entry: one name of a file, with all that is known of the file. 102 bytes, then the names; behind it, at the next
 * multiple of 8, its extra streams.
 *
 * @param offset in the metadata, in bytes
 * @param next where the next entry of the directory is
 * @param attributes FILE_ATTRIBUTE_ bits
 * @param securityId number of its security descriptor; -1 for none
 * @param children where the entries of this directory are; 0 for none
 * @param created FILETIME
 * @param accessed FILETIME
 * @param modified FILETIME
 * @param reparseTag of a reparse point; 0 for others
 * @param linkGroup the same in all names of one file, and 0 if it has one name only; 0 for reparse points
 * @param streams in the order in which they are stored
 * @param shortName may be empty
 * @param name empty for the root only
 */
public record Dentry(
        long offset,
        long next,
        int attributes,
        int securityId,
        long children,
        long created,
        long accessed,
        long modified,
        int reparseTag,
        long linkGroup,
        List<WimStream> streams,
        String shortName,
        String name) {
    static final int FIXED = 102;
    static final int STREAM = 38;

    private static final int DIRECTORY = 0x10;
    private static final int REPARSE = 0x400;
    private static final int ENCRYPTED = 0x4000;

    /** Where the parts of an entry are that have no fixed place. */
    record Shape(int length, int streamsAt, int end) {}

    /**
     * Measures an entry.
     *
     * @param s begins with the entry
     * @return its shape
     * @throws CorruptImageException if it does not fit
     */
    static Shape shape(Struct s) throws CorruptImageException {
        long length = s.u64(0, "length");
        if (length < FIXED || length > s.size()) {
            throw s.corrupt(0, "length", "is " + length + ", expected " + FIXED + " to " + s.size());
        }
        int nameBytes = s.u16(100);
        int shortBytes = s.u16(98);
        long names = FIXED + terminated(nameBytes) + terminated(shortBytes);
        // The last name may lack its terminator.
        if (names - (nameBytes + shortBytes == 0 ? 0 : 2) > length) {
            throw s.corrupt(98, "names", "of " + nameBytes + " and " + shortBytes + " bytes do not fit in " + length);
        }
        if (nameBytes % 2 != 0 || shortBytes % 2 != 0) {
            throw s.corrupt(98, "names", "of " + nameBytes + " and " + shortBytes + " bytes hold half a character");
        }
        long streamsAt = aligned(length);
        long end = streamsAt;
        for (int i = s.u16(96); i > 0; i--) {
            long size = s.u64(end, "stream length");
            if (size < STREAM || size > s.size() - end || s.u16(end + 36) > size - STREAM) {
                throw s.corrupt(
                        end,
                        "extra stream",
                        "of " + size + " bytes with a name of " + s.u16(end + 36) + " is impossible");
            }
            end = aligned(end + size);
        }
        if (end > s.size()) {
            end = s.size(); // nothing is missing but what fills up the last 8 bytes
        }
        return new Shape((int) length, (int) Math.min(streamsAt, s.size()), (int) end);
    }

    private static long terminated(int bytes) {
        return bytes == 0 ? 0 : bytes + 2;
    }

    private static long aligned(long at) {
        return at + 7 & ~7L;
    }

    static boolean directory(Struct s) throws CorruptImageException {
        return (s.u32(8) & DIRECTORY) != 0;
    }

    /** As {@link #linkGroup}. */
    static long linkGroup(Struct s) throws CorruptImageException {
        return (s.u32(8) & (REPARSE | DIRECTORY)) != 0 ? 0 : s.bits64(88);
    }

    static long children(Struct s) throws CorruptImageException {
        return s.u64(16, "offset of subdirectory");
    }

    /**
     * Reads an entry.
     *
     * @param s begins with the entry
     * @param offset of the entry in the metadata
     * @return the entry
     * @throws CorruptImageException if it does not fit
     */
    static Dentry read(Struct s, long offset) throws CorruptImageException {
        Shape shape = shape(s);
        int attributes = (int) s.u32(8);
        int nameBytes = s.u16(100);
        return new Dentry(
                offset,
                offset + shape.end,
                attributes,
                (int) s.u32(12),
                children(s),
                s.bits64(40),
                s.bits64(48),
                s.bits64(56),
                (attributes & REPARSE) != 0 ? (int) s.u32(88) : 0,
                linkGroup(s),
                streams(s, shape, attributes),
                s.utf16(FIXED + terminated(nameBytes), s.u16(98) / 2),
                s.utf16(FIXED, nameBytes / 2));
    }

    /**
     * Without extra streams, the entry's own SHA-1 is that of the only stream. With them, the first unnamed one of a reparse
     * point is its data, the next the data of the file, and the entry's own SHA-1 counts unless it is zero.
     */
    private static List<WimStream> streams(Struct s, Shape shape, int attributes) throws CorruptImageException {
        Sha1 own = Sha1.read(s, 64);
        int extra = s.u16(96);
        Unnamed unnamed = new Unnamed(attributes);
        List<WimStream> streams = new ArrayList<>(1);
        if (extra == 0 || !own.isZero()) {
            unnamed.add(own, streams);
        }
        long at = shape.streamsAt;
        for (int i = 0; i < extra; i++) {
            Sha1 sha1 = Sha1.read(s, at + 16);
            int nameBytes = s.u16(at + 36);
            if (nameBytes == 0) {
                unnamed.add(sha1, streams);
            } else {
                streams.add(new WimStream(WimStream.Kind.DATA, s.utf16(at + STREAM, nameBytes / 2), sha1));
            }
            at = aligned(at + s.u64(at, "stream length"));
        }
        if ((attributes & REPARSE) == 0) {
            unnamed.add(Sha1.ZERO, streams); // a file without any data has an empty main stream
        }
        return streams;
    }

    /** Tells which of the unnamed streams is what. */
    private static final class Unnamed {
        private boolean reparse;
        private boolean data;
        private final boolean encrypted;

        Unnamed(int attributes) {
            reparse = (attributes & REPARSE) != 0;
            encrypted = (attributes & ENCRYPTED) != 0 && (attributes & DIRECTORY) == 0;
            data = (attributes & DIRECTORY) == 0;
        }

        /** A directory has no data; an empty stream stands there for nothing. */
        void add(Sha1 sha1, List<WimStream> streams) {
            if (reparse) {
                reparse = false;
                streams.add(new WimStream(WimStream.Kind.REPARSE_POINT, "", sha1));
            } else if (data) {
                data = false;
                streams.add(0, new WimStream(encrypted ? WimStream.Kind.ENCRYPTED : WimStream.Kind.DATA, "", sha1));
            }
        }
    }

    public boolean directory() {
        return (attributes & DIRECTORY) != 0;
    }

    /**
     * Tells whether a driver of Windows does something instead of opening the file.
     *
     * @return as its attribute says
     */
    public boolean reparsePoint() {
        return (attributes & REPARSE) != 0;
    }
}
