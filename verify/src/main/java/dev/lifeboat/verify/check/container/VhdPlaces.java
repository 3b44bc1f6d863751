package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhd.DynamicHeader;
import dev.lifeboat.formats.vhd.VhdBlockTable;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.owner.OwnerKind;
import java.io.IOException;

/** What lies where in a VHD file. */
final class VhdPlaces {
    private static final int FOOTER = 512;
    private static final int HEADER = 1024;
    private static final int ENTRY = 4;

    private VhdPlaces() {}

    static void find(ImageFile image, DiskPlaces places) throws IOException {
        ByteSource file = image.bytes();
        VhdFooter footer = VhdFooter.read(file);
        places.part(OwnerKind.STRUCTURE, "the footer of the VHD", footer.fileEnd(), file.size() - footer.fileEnd());
        if (footer.kind() == VhdFooter.Kind.FIXED) {
            places.data(0, 0, Math.min(footer.currentSize(), footer.fileEnd()));
            return;
        }
        DynamicHeader header = DynamicHeader.read(file, footer);
        places.part(OwnerKind.STRUCTURE, "the copy of the footer of the VHD", 0, FOOTER);
        places.part(OwnerKind.STRUCTURE, "the header of the VHD", footer.dataOffset(), HEADER);
        places.part(
                OwnerKind.STRUCTURE,
                "the table of the VHD that says where its blocks are",
                header.tableOffset(),
                ENTRY * header.entries());
        blocks(new VhdBlockTable(file, footer, header), footer, header, places);
    }

    private static void blocks(VhdBlockTable table, VhdFooter footer, DynamicHeader header, DiskPlaces places)
            throws IOException {
        int size = header.blockSize();
        String bitmap = "a map of the VHD that says which sectors are its own";
        OwnerKind kind = footer.kind() == VhdFooter.Kind.DIFFERENCING ? OwnerKind.STRUCTURE : OwnerKind.FREE;
        for (long block = 0; block < table.blocks(); block++) {
            long at = table.placeOf(block);
            if (at < 0 || table.isOnTables(at, (long) table.bitmapSize() + size)) {
                continue;
            }
            places.part(kind, bitmap, at, table.bitmapSize());
            long length = Math.min(size, footer.currentSize() - block * size);
            if (!places.data(at + table.bitmapSize(), block * size, length)) {
                return;
            }
        }
    }
}
