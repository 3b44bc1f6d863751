package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * Where a symbolic link or mount point leads, [MS-FSCC] 2.1.2.4 and 2.1.2.5.
 *
 * @param substitute what Windows opens: a path of its kernel such as {@code \??\C:\Users} or
 *     <code>\??\Volume{...}\</code>, or a relative path
 * @param print what Windows shows; may be empty
 * @param relative whether the path begins at the directory of the link
 */
public record LinkNames(String substitute, String print, boolean relative) {
    private static final String KERNEL = "\\??\\";
    private static final int RELATIVE = 1;

    /** The first field behind the header of a reparse point. */
    private static final int FIELDS = 8;

    /**
     * Reads them.
     *
     * @param s the value of $REPARSE_POINT
     * @param symlink whether it is a symbolic link, which has flags
     * @return the names
     * @throws CorruptImageException if they do not fit
     */
    static LinkNames read(Struct s, boolean symlink) throws CorruptImageException {
        int names = symlink ? FIELDS + 12 : FIELDS + 8;
        String substitute = s.utf16(names + s.u16(FIELDS), s.u16(FIELDS + 2) / 2);
        String print = s.utf16(names + s.u16(FIELDS + 4), s.u16(FIELDS + 6) / 2);
        return new LinkNames(substitute, print, symlink && (s.u32(FIELDS + 8) & RELATIVE) != 0);
    }

    /**
     * Returns what people see.
     *
     * @return the print name; where there is none the substitute name without its {@code \??\}
     */
    String shown() {
        if (!print.isEmpty()) {
            return print;
        }
        return substitute.startsWith(KERNEL) ? substitute.substring(KERNEL.length()) : substitute;
    }
}
