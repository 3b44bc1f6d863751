package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * $REPARSE_POINT: what a filter driver of Windows does instead of opening the file. [MS-FSCC] 2.1.2.
 */
public final class ReparsePoint {
    public static final int MOUNT_POINT = 0xa000_0003;
    public static final int SYMLINK = 0xa000_000c;
    /** CompactOS and the like: the content is compressed in another stream, or in a WIM. */
    public static final int WOF = 0x8000_0017;
    /** Content in the chunk store of Data Deduplication. */
    public static final int DEDUP = 0x8000_0013;

    public static final int APP_EXEC_LINK = 0x8000_001b;
    public static final int AF_UNIX = 0x8000_0023;
    public static final int LX_SYMLINK = 0xa000_001d;
    public static final int LX_FIFO = 0x8000_0024;
    public static final int LX_CHR = 0x8000_0025;
    public static final int LX_BLK = 0x8000_0026;

    /** Behind tag, length and a version of 4 bytes. */
    private static final int LX_TARGET = 12;

    private static final int HEADER = 8;
    private static final int GUID_SIZE = 16;

    private final int tag;
    private final Optional<UUID> owner;
    private final Optional<LinkNames> names;
    private final String target;
    private final Struct data;

    private ReparsePoint(Struct s) throws CorruptImageException {
        tag = (int) s.u32(0);
        boolean foreign = (tag & ReparseTag.MICROSOFT) == 0;
        owner = foreign && s.size() >= HEADER + GUID_SIZE ? Optional.of(s.guid(HEADER)) : Optional.empty();
        int at = Math.min(s.size(), HEADER + (foreign ? GUID_SIZE : 0));
        data = s.part(at, s.size() - at, "data");
        names = tag == SYMLINK || tag == MOUNT_POINT
                ? Optional.of(LinkNames.read(s, tag == SYMLINK))
                : Optional.empty();
        target = tag == LX_SYMLINK
                ? new String(s.bytes(LX_TARGET, s.size() - LX_TARGET), StandardCharsets.UTF_8)
                : names.map(LinkNames::shown).orElse("");
    }

    /**
     * Reads one.
     *
     * @param s the attribute's value: tag, length of the data, two bytes, and the data
     * @return the reparse point
     * @throws CorruptImageException if it is too short
     */
    public static ReparsePoint read(Struct s) throws CorruptImageException {
        return new ReparsePoint(s);
    }

    /**
     * Returns the driver that it belongs to.
     *
     * @return one of the constants or another number, see {@link ReparseTag}
     */
    public int tag() {
        return tag;
    }

    /**
     * Returns whose tag it is.
     *
     * @return a GUID if it is not one of Microsoft's
     */
    public Optional<UUID> owner() {
        return owner;
    }

    /**
     * Returns where it leads.
     *
     * @return target of a symbolic link or mount point as Windows prints it, of a link of WSL as it is stored; empty for other
     *     tags
     */
    public String target() {
        return target;
    }

    /**
     * Returns the names of a symbolic link or mount point.
     *
     * @return empty for other tags
     */
    public Optional<LinkNames> names() {
        return names;
    }

    /**
     * Returns what an app execution alias stands for.
     *
     * @return empty for other tags
     * @throws CorruptImageException if it is damaged
     */
    public Optional<AppExecLink> appExecLink() throws CorruptImageException {
        return tag == APP_EXEC_LINK ? Optional.of(AppExecLink.read(data)) : Optional.empty();
    }

    /**
     * Returns what the driver keeps.
     *
     * @return the bytes behind the header, and behind the GUID of a tag that has one
     */
    public Struct data() {
        return data;
    }

    /**
     * Tells whether the file belongs to a cloud synchronisation such as OneDrive.
     *
     * @return true for any of its tags
     */
    public boolean cloud() {
        return ReparseTag.cloud(tag);
    }

    /**
     * Tells whether this stands for another file, so that following it would leave the place.
     *
     * @return true for symbolic links, those of WSL too, and mount points
     */
    public boolean link() {
        return link(tag);
    }

    /**
     * Tells whether a tag is that of a link.
     *
     * @param tag of a reparse point
     * @return as {@link #link()}
     */
    public static boolean link(int tag) {
        return tag == SYMLINK || tag == MOUNT_POINT || tag == LX_SYMLINK;
    }

    /**
     * Tells whether the file's own data is what a program would read, as far as the tag says.
     *
     * @return false where a driver makes the content from something else, or where the tag is not known
     */
    boolean ownData() {
        return ownData(tag);
    }

    /**
     * Tells whether the data of a file with a reparse point of some tag is what a program would read.
     *
     * @param tag of the reparse point
     * @return false where a driver makes the content from something else, or where the tag is not known
     */
    public static boolean ownData(int tag) {
        return switch (tag) {
            case MOUNT_POINT, SYMLINK, APP_EXEC_LINK, AF_UNIX, LX_SYMLINK, LX_FIFO, LX_CHR, LX_BLK -> true;
            default -> ReparseTag.cloud(tag);
        };
    }
}
