package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.nio.charset.StandardCharsets;

/**
 * $REPARSE_POINT: what a filter driver of Windows does instead of opening the file. [MS-FSCC] 2.1.2.
 *
 * @param tag who owns it, see the constants
 * @param target of a symbolic link or mount point as Windows prints it, of a link of WSL as it is stored; empty for other tags
 */
public record ReparsePoint(int tag, String target) {
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

    private static final int CLOUD = 0x9000_001a;
    private static final int CLOUD_MASK = 0xffff_0fff;

    /**
     * Reads one.
     *
     * @param s the attribute's value: tag, length of the data, two bytes, and the data
     * @return tag and target
     * @throws CorruptImageException if it is too short
     */
    public static ReparsePoint read(Struct s) throws CorruptImageException {
        int tag = (int) s.u32(0);
        return new ReparsePoint(
                tag,
                switch (tag) {
                    case SYMLINK, MOUNT_POINT -> target(s, tag);
                    case LX_SYMLINK -> new String(s.bytes(LX_TARGET, s.size() - LX_TARGET), StandardCharsets.UTF_8);
                    default -> "";
                });
    }

    /** The print name; the substitute name, without its {@code \??\}, where there is none. */
    private static String target(Struct s, int tag) throws CorruptImageException {
        int names = tag == SYMLINK ? 20 : 16;
        String print = s.utf16(names + s.u16(12), s.u16(14) / 2);
        if (!print.isEmpty()) {
            return print;
        }
        String substitute = s.utf16(names + s.u16(8), s.u16(10) / 2);
        return substitute.startsWith("\\??\\") ? substitute.substring(4) : substitute;
    }

    /**
     * Tells whether the file belongs to a cloud synchronisation such as OneDrive.
     *
     * @return true for any of its tags
     */
    public boolean cloud() {
        return (tag & CLOUD_MASK) == CLOUD;
    }

    /**
     * Tells whether this stands for another file, so that following it would leave the place.
     *
     * @return true for symbolic links, those of WSL too, and mount points
     */
    public boolean link() {
        return tag == SYMLINK || tag == MOUNT_POINT || tag == LX_SYMLINK;
    }

    /**
     * Tells whether the file's own data is what a program would read, as far as the tag says.
     *
     * @return false where a driver makes the content from something else, or where the tag is not known
     */
    public boolean ownData() {
        return switch (tag) {
            case MOUNT_POINT, SYMLINK, APP_EXEC_LINK, AF_UNIX, LX_SYMLINK, LX_FIFO, LX_CHR, LX_BLK -> true;
            default -> cloud();
        };
    }
}
