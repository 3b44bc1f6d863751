package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/**
 * File type identifier, 2.2.1: the first bytes of every VHDX file.
 *
 * @param creator the program that made the file, such as {@code Microsoft Windows 10.0.17763.0}; may be empty
 */
public record FileIdentifier(String creator) {
    private static final int CREATOR_CHARS = 256;

    /**
     * Reads the identifier.
     *
     * @param file the file
     * @return the identifier
     * @throws CorruptImageException if this is no VHDX file
     * @throws IOException if the file cannot be read
     */
    public static FileIdentifier read(ByteSource file) throws IOException {
        Struct s = Struct.read(file, 0, 8 + 2 * CREATOR_CHARS, "VHDX file identifier");
        s.expectAscii(0, "vhdxfile");
        String creator = s.utf16(8, CREATOR_CHARS);
        int end = creator.indexOf('\0');
        return new FileIdentifier(end < 0 ? creator : creator.substring(0, end));
    }
}
