package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/** The parts of one VHDX file, read in their order, each through those before it. */
record VhdxFile(String creator, VhdxHeader header, VhdxLog log, VhdxMetadata metadata, BlockTable blocks) {
    static final long MIB = 1 << 20;
    private static final int CREATOR_CHARS = 256;

    static VhdxFile read(ByteSource file) throws IOException {
        String creator = readCreator(file);
        VhdxHeader header = VhdxHeader.readCurrent(file);
        VhdxLog log = VhdxLog.read(file, header);
        RegionTable regions = RegionTable.readEither(log.contents());
        VhdxMetadata metadata = VhdxMetadata.read(log.contents(), regions.metadata());
        BlockTable blocks = BlockTable.of(log.contents(), header, regions, metadata);
        return new VhdxFile(creator, header, log, metadata, blocks);
    }

    /** File type identifier, 2.2.1. */
    private static String readCreator(ByteSource file) throws IOException {
        Struct s = Struct.read(file, 0, 8 + 2 * CREATOR_CHARS, "VHDX file identifier");
        s.expectAscii(0, "vhdxfile");
        String creator = s.utf16(8, CREATOR_CHARS);
        int end = creator.indexOf('\0');
        return end < 0 ? creator : creator.substring(0, end);
    }

    String name() {
        return log.contents().name();
    }
}
