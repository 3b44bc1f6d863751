package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.RegionTable;
import dev.lifeboat.formats.vhdx.VhdxMetadata;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the file's description of its disk is there and makes sense. */
final class VhdxMetadataCheck implements Check<ImageFile> {
    private static final Rule LOST = new Rule(
            "vhdx.metadata",
            Severity.LOST,
            "The file's description of its disk - the size, the size of blocks and sectors - is damaged, or the file was never"
                    + " finished. Windows refuses to open it.",
            Remedies.ANOTHER_COPY);
    private static final Rule UNKNOWN = new Rule(
            "vhdx.metadata-unknown",
            Severity.UNDECIDED,
            "The file's description of its disk has an item that must be understood before the disk is read, and this program"
                    + " does not know it. Windows may.",
            "Make a new backup, and verify that.");
    private static final Rule GOOD = new Rule(
            "vhdx.metadata-good", Severity.GOOD, "The file's description of its disk is there and makes sense.", "");

    @Override
    public String question() {
        return "Does the VHDX describe its disk?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(LOST, UNKNOWN, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<ByteSource> contents = VhdxParts.contents(image);
        Optional<RegionTable> regions = contents.isEmpty() ? Optional.empty() : VhdxParts.regions(contents.get());
        if (regions.isEmpty()) {
            return;
        }
        try {
            VhdxMetadata metadata =
                    VhdxMetadata.read(contents.get(), regions.get().metadata());
            findings.accept(GOOD.at(
                    image.bytes().name(),
                    "a disk of " + metadata.virtualDiskSize() + " bytes in sectors of "
                            + metadata.logicalSectorSize()));
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(LOST, e));
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNKNOWN, e));
        }
    }
}
