package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;

/**
 * The parts of one VHD file.
 *
 * @param header null for a fixed disk
 * @param blocks null for a fixed disk
 */
record VhdFile(ByteSource bytes, VhdFooter footer, DynamicHeader header, VhdBlockTable blocks) {
    static VhdFile read(ByteSource file) throws IOException {
        VhdFooter footer = VhdFooter.read(file);
        if (footer.kind() == VhdFooter.Kind.FIXED) {
            if (footer.currentSize() > footer.fileEnd()) { // else the footer would be read as the disk's last sector
                throw new CorruptImageException(
                        file,
                        0,
                        "VHD fixed disk",
                        footer.currentSize() + " bytes do not fit in front of the footer at 0x"
                                + Long.toHexString(footer.fileEnd()));
            }
            return new VhdFile(file, footer, null, null);
        }
        DynamicHeader header = DynamicHeader.read(file, footer);
        return new VhdFile(file, footer, header, new VhdBlockTable(file, footer, header));
    }

    boolean isDifferencing() {
        return footer.kind() == VhdFooter.Kind.DIFFERENCING;
    }
}
