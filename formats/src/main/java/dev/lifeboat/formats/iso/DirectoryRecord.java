package dev.lifeboat.formats.iso;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A directory record, 9.1: one name, and one piece of what it names.
 *
 * @param name without version number; empty for the directory itself and its parent
 * @param block where its extent begins, in blocks of the volume
 * @param attributeBlocks how many blocks of extended attributes stand before the data
 * @param length of the data in bytes
 * @param recorded when it was written; absent where nobody noted it or no calendar has the date
 * @param flags as they stand there
 * @param interleaved whether its data alternates with other data
 * @param volume on which disc of a set it lies
 */
record DirectoryRecord(
        String name,
        long block,
        int attributeBlocks,
        long length,
        Optional<Instant> recorded,
        int flags,
        boolean interleaved,
        int volume) {
    private static final int HIDDEN = 0x01;
    private static final int DIRECTORY = 0x02;
    private static final int ASSOCIATED = 0x04;
    private static final int MORE_FOLLOWS = 0x80;
    private static final int NAME_AT = 33;

    /** Reads a record; the structure is as long as the record says. */
    static DirectoryRecord read(Struct s, boolean joliet) throws CorruptImageException {
        int nameLength = s.u8(32);
        if (nameLength == 0 || NAME_AT + nameLength > s.size()) {
            throw s.corrupt(32, "length of the name", "is " + nameLength + ", expected 1 to " + (s.size() - NAME_AT));
        }
        return new DirectoryRecord(
                name(s, nameLength, joliet),
                VolumeDescriptor.bothEndian(s, 2, "location"),
                s.u8(1),
                VolumeDescriptor.bothEndian(s, 10, "data length"),
                time(s),
                s.u8(25),
                s.u8(26) != 0 || s.u8(27) != 0,
                s.u16(28));
    }

    /** A byte of 0 or 1 stands for the directory itself and its parent, 7.6.2, in Joliet too. */
    private static String name(Struct s, int length, boolean joliet) throws CorruptImageException {
        if (length == 1 && s.u8(NAME_AT) <= 1) {
            return "";
        }
        if (joliet && length % 2 != 0) {
            throw s.corrupt(32, "length of the name", "is " + length + ", expected whole characters of two bytes");
        }
        String name = joliet ? s.bigEndian().utf16(NAME_AT, length / 2) : s.ascii(NAME_AT, length);
        return withoutVersion(name);
    }

    /** {@code README.TXT;1} is README.TXT, and {@code README.;1} is README, as Windows shows them. */
    private static String withoutVersion(String name) {
        int semicolon = name.lastIndexOf(';');
        boolean versioned = semicolon > 0 && name.chars().skip(semicolon + 1).allMatch(c -> c >= '0' && c <= '9');
        String plain = versioned ? name.substring(0, semicolon) : name;
        return versioned && plain.length() > 1 && plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** Seven bytes, 9.1.5; the last is the zone in quarters of an hour. */
    private static Optional<Instant> time(Struct s) throws CorruptImageException {
        int zone = s.s8(24);
        try {
            LocalDateTime local = LocalDateTime.of(1900 + s.u8(18), s.u8(19), s.u8(20), s.u8(21), s.u8(22), s.u8(23));
            return Optional.of(local.toInstant(ZoneOffset.ofTotalSeconds(zone * 15 * 60)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean hidden() {
        return (flags & HIDDEN) != 0;
    }

    boolean directory() {
        return (flags & DIRECTORY) != 0;
    }

    /** Belongs to another file of the same name: a resource fork. */
    boolean associated() {
        return (flags & ASSOCIATED) != 0;
    }

    /** Whether the next record goes on with the same file. */
    boolean moreFollows() {
        return (flags & MORE_FOLLOWS) != 0;
    }
}
