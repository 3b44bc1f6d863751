package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhdx.BlockTable;
import dev.lifeboat.formats.vhdx.RegionTable;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import dev.lifeboat.formats.vhdx.VhdxLog;
import dev.lifeboat.formats.vhdx.VhdxMetadata;
import dev.lifeboat.verify.check.ImageFile;
import java.io.IOException;
import java.util.Optional;

/**
 * What a check builds on: the parts of the file that are read before the one it asks about. If one of them is damaged there
 * is nothing, and the finding is another check's.
 */
record VhdxParts(VhdxHeader header, ByteSource contents, RegionTable regions, VhdxMetadata metadata) {
    static Optional<VhdxHeader> header(ImageFile image) throws IOException {
        try {
            return Optional.of(VhdxHeader.readCurrent(image.bytes()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** The file with its log applied. */
    static Optional<ByteSource> contents(ImageFile image) throws IOException {
        try {
            return Optional.of(VhdxLog.read(image.bytes(), VhdxHeader.readCurrent(image.bytes()))
                    .contents());
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    static Optional<RegionTable> regions(ByteSource contents) throws IOException {
        try {
            return Optional.of(RegionTable.readEither(contents));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    static Optional<VhdxParts> of(ImageFile image) throws IOException {
        try {
            VhdxHeader header = VhdxHeader.readCurrent(image.bytes());
            ByteSource contents = VhdxLog.read(image.bytes(), header).contents();
            RegionTable regions = RegionTable.readEither(contents);
            VhdxMetadata metadata = VhdxMetadata.read(contents, regions.metadata());
            return Optional.of(new VhdxParts(header, contents, regions, metadata));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    BlockTable blocks() throws ImageException {
        return BlockTable.of(contents, header, regions, metadata);
    }
}
