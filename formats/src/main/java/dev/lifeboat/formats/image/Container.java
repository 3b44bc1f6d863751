package dev.lifeboat.formats.image;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What an image file is, told by its own bytes, never by its name. */
public enum Container {
    VHDX("VHDX"),
    VHD("VHD"),
    /** An archive of files, not a disk. */
    WIM("WIM"),
    /** The bytes of the disk, or of one volume, as they are. */
    RAW("raw");

    private static final int VHD_FOOTER = 512;

    private final String label;

    Container(String label) {
        this.label = label;
    }

    /**
     * Returns the name that people use.
     *
     * @return such as {@code VHDX}
     */
    public String label() {
        return label;
    }

    /**
     * Recognises a file.
     *
     * @param file the image file
     * @return what it is; {@link #RAW} if it is none of the others
     * @throws IOException if the storage cannot be read
     */
    public static Container of(ByteSource file) throws IOException {
        if (startsWith(file, 0, "vhdxfile") || isHeadlessVhdx(file)) {
            return VHDX;
        }
        if (startsWith(file, 0, "MSWIM\0\0\0") || startsWith(file, 0, "WLPWM\0\0\0")) {
            return WIM;
        }
        // A footer stands at the end; dynamic disks repeat it at the start. Old Virtual PC wrote 511 bytes of it.
        if (startsWith(file, 0, "conectix")
                || startsWith(file, file.size() - VHD_FOOTER, "conectix")
                || startsWith(file, file.size() - VHD_FOOTER + 1, "conectix")) {
            return VHD;
        }
        return RAW;
    }

    /** Its identifier is destroyed, but its headers and region tables are where only a VHDX has them. */
    private static boolean isHeadlessVhdx(ByteSource file) throws IOException {
        return (startsWith(file, 0x10000, "head") || startsWith(file, 0x20000, "head"))
                && (startsWith(file, 0x30000, "regi") || startsWith(file, 0x40000, "regi"));
    }

    private static boolean startsWith(ByteSource file, long at, String text) throws IOException {
        if (at < 0 || at > file.size() - text.length()) {
            return false;
        }
        return new String(file.bytes(at, text.length()), StandardCharsets.ISO_8859_1).equals(text);
    }
}
