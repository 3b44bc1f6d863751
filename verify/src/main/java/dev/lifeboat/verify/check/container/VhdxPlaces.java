package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhdx.BlockTable;
import dev.lifeboat.formats.vhdx.RegionTable;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import dev.lifeboat.formats.vhdx.VhdxLog;
import dev.lifeboat.formats.vhdx.VhdxMetadata;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.owner.OwnerKind;
import java.io.IOException;

/** What lies where in a VHDX file. */
final class VhdxPlaces {
    /** The identifier, two headers and two region tables, each with 64 KiB of room; [MS-VHDX] 2.2. */
    private static final long HEAD = 5L << 16;

    private VhdxPlaces() {}

    static void find(ImageFile image, DiskPlaces places) throws IOException {
        places.part(OwnerKind.STRUCTURE, "the headers of the VHDX", 0, HEAD);
        VhdxHeader header = VhdxHeader.readCurrent(image.bytes());
        places.part(
                header.isLogLive() ? OwnerKind.STRUCTURE : OwnerKind.FREE,
                header.isLogLive() ? "the log of the VHDX" : "the empty log of the VHDX",
                header.logOffset(),
                header.logLength());
        ByteSource contents = VhdxLog.read(image.bytes(), header).contents();
        RegionTable regions = RegionTable.readEither(contents);
        region(places, "the description of the disk in the VHDX", regions.metadata());
        region(places, "the table of the VHDX that says where its blocks are", regions.blockTable());
        VhdxMetadata metadata = VhdxMetadata.read(contents, regions.metadata());
        blocks(BlockTable.of(contents, header, regions, metadata), metadata, places);
    }

    private static void region(DiskPlaces places, String name, RegionTable.Region region) {
        places.part(OwnerKind.STRUCTURE, name, region.offset(), region.length());
    }

    private static void blocks(BlockTable table, VhdxMetadata metadata, DiskPlaces places) throws IOException {
        int size = metadata.blockSize();
        if (metadata.parentLocator().isPresent()) {
            for (long chunk = 0; chunk < table.chunks(); chunk++) {
                long entry = table.bitmapEntryOf(chunk);
                if (BlockTable.isPresent(entry) && BlockTable.fileOffsetOf(entry) >= 0) {
                    places.part(
                            OwnerKind.STRUCTURE,
                            "the map of the VHDX that says which sectors are its own",
                            BlockTable.fileOffsetOf(entry),
                            BlockTable.BITMAP_SIZE);
                }
            }
        }
        for (long block = 0; block < table.blocks(); block++) {
            long entry = table.entryOf(block);
            long at = BlockTable.fileOffsetOf(entry);
            boolean there = BlockTable.isPresent(entry) && !table.isOnTables(at, size);
            long length = Math.min(size, metadata.virtualDiskSize() - block * size);
            if (there && !places.data(at, block * size, length)) {
                return;
            }
        }
    }
}
