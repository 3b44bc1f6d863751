package dev.lifeboat.formats.image;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Files that people take for images, by their first bytes, and what to say of each. Read as a raw disk they are noise. */
enum ForeignFormat {
    QCOW2("QFI\u00fb", "is a QCOW image; convert it with 'qemu-img convert -O vhdx' first"),
    VMDK("KDMV", "is a VMDK image; convert it with 'qemu-img convert -O vhdx' first"),
    VDI("<<< ", "is a VirtualBox image; convert it with 'qemu-img convert -O vhdx' first"),
    HIVE("regf", "is a registry hive, not an image; 'lifeboat info' shows it"),
    GZIP("\u001f\u008b\b", "is compressed with gzip; unpack it first"),
    ZIP("PK\u0003\u0004", "is a zip archive; unpack it first"),
    SEVEN_ZIP("7z\u00bc\u00af'\u001c", "is a 7z archive; unpack it first"),
    XML("<\0?\0x\0m\0", "is an XML document, not an image");

    private final String magic;
    private final String message;

    ForeignFormat(String magic, String message) {
        this.magic = magic;
        this.message = message;
    }

    /**
     * Refuses a file that is one of these.
     *
     * @param file a file that is no container which is read here
     * @throws UnsupportedImageException says what it is and what to do
     * @throws CorruptImageException if it is empty
     * @throws IOException if the storage cannot be read
     */
    static void refuse(ByteSource file) throws IOException {
        byte[] head = file.bytes(0, (int) Math.min(8, file.size()));
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (ForeignFormat format : values()) {
            if (text.startsWith(format.magic)) {
                throw new UnsupportedImageException(file.name(), format.message);
            }
        }
        if (file.size() == 0) {
            throw new CorruptImageException(file, 0, "", "the file is empty");
        }
    }
}
