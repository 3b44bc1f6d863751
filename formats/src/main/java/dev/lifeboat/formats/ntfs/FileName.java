package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/**
 * A $FILE_NAME: one name of a file in one directory. In a directory's index its sizes and times are copies that may lag.
 *
 * @param parent bits of the {@link FileReference} to the directory
 * @param modified last write, a FILETIME
 * @param allocatedSize of the unnamed stream when the copy was made, in bytes
 * @param size of the unnamed stream when the copy was made, in bytes
 * @param fileAttributes FILE_ATTRIBUTE_ bits; 0x10000000 marks a directory
 * @param reparseTag of the file when the copy was made; 0 if it had no reparse point
 * @param namespace see the constants
 * @param name 1 to 255 UTF-16 units, any but NUL and '/'; surrogates may stand alone
 */
public record FileName(
        long parent,
        long modified,
        long allocatedSize,
        long size,
        int fileAttributes,
        int reparseTag,
        int namespace,
        String name) {
    /** Any case and any characters; made by other subsystems. */
    public static final int POSIX = 0;
    /** A long name that has a short one beside it. */
    public static final int WIN32 = 1;
    /** The short (8.3) one. */
    public static final int DOS = 2;
    /** Long and short are the same. */
    public static final int WIN32_AND_DOS = 3;

    /** Of a name, in UTF-16. */
    static final int MOST_BYTES = 2 * 255;

    private static final int HEADER = 66;

    /**
     * Reads one.
     *
     * @param s the value of the attribute, or the key of an index entry
     * @return the name
     * @throws CorruptImageException if it does not fit
     */
    public static FileName read(Struct s) throws CorruptImageException {
        int length = length(s);
        int namespace = namespace(s);
        String name = s.utf16(HEADER, length);
        if (name.indexOf('\0') >= 0 || name.indexOf('/') >= 0) {
            throw impossible(s);
        }
        int attributes = (int) s.u32(56);
        boolean reparse = (attributes & StandardInformation.REPARSE_POINT) != 0;
        int tag = reparse ? (int) s.u32(60) : 0; // else the size of extended attributes
        return new FileName(s.bits64(0), s.bits64(16), s.bits64(40), s.bits64(48), attributes, tag, namespace, name);
    }

    /**
     * Reads only the name, as it lies there: for a scan of millions.
     *
     * @param s the value of the attribute
     * @param text receives two bytes a character, at most {@link #MOST_BYTES}
     * @return the number of characters
     * @throws CorruptImageException if it does not fit
     */
    static int text(Struct s, byte[] text) throws CorruptImageException {
        int length = length(s);
        s.copy(HEADER, 2 * length, text, 0);
        for (int i = 0; i < 2 * length; i += 2) {
            if (text[i + 1] == 0 && (text[i] == 0 || text[i] == '/')) {
                throw impossible(s);
            }
        }
        return length;
    }

    static long parent(Struct s) throws CorruptImageException {
        return s.bits64(0);
    }

    static int namespace(Struct s) throws CorruptImageException {
        int namespace = s.u8(65);
        if (namespace > WIN32_AND_DOS) {
            throw s.corrupt(65, "namespace", "is " + namespace + ", expected 0 to 3");
        }
        return namespace;
    }

    private static int length(Struct s) throws CorruptImageException {
        int length = s.size() > HEADER ? s.u8(64) : 0;
        if (length == 0 || HEADER + 2 * length > s.size()) {
            throw s.corrupt(64, "name", "of " + length + " characters in " + s.size() + " bytes");
        }
        return length;
    }

    private static CorruptImageException impossible(Struct s) {
        return s.corrupt(HEADER, "name", "holds a character that no name can hold");
    }

    /**
     * Tells whether this is only the short form of another name of the file.
     *
     * @return true for the DOS namespace
     */
    public boolean dosOnly() {
        return namespace == DOS;
    }
}
