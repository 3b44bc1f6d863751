package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;

/** The parts of one VHDX file, read in their order, each through those before it. */
record VhdxFile(FileIdentifier identifier, VhdxHeader header, VhdxLog log, VhdxMetadata metadata, BlockTable blocks) {
    static final long MIB = 1 << 20;

    static VhdxFile read(ByteSource file) throws IOException {
        FileIdentifier identifier = FileIdentifier.read(file);
        VhdxHeader header = VhdxHeader.readCurrent(file);
        VhdxLog log = VhdxLog.read(file, header);
        RegionTable regions = RegionTable.readEither(log.contents());
        VhdxMetadata metadata = VhdxMetadata.read(log.contents(), regions.metadata());
        BlockTable blocks = BlockTable.of(log.contents(), header, regions, metadata);
        return new VhdxFile(identifier, header, log, metadata, blocks);
    }

    String name() {
        return log.contents().name();
    }
}
