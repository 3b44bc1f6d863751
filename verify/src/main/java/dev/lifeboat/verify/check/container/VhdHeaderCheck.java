package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhd.DynamicHeader;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the header of a dynamic or differencing disk is intact. */
final class VhdHeaderCheck implements Check<ImageFile> {
    private static final Rule LOST = new Rule(
            "vhd.header",
            Severity.LOST,
            "The header that says where the disk's blocks are in the file is damaged. Windows refuses to open it.",
            Remedies.ANOTHER_COPY);
    private static final Rule CHECKSUM = new Rule(
            "vhd.header-checksum",
            Severity.LOST,
            "The header that says where the disk's blocks are in the file has a wrong checksum. Its values make sense, so files"
                    + " can be copied out of this image, but Windows refuses to open it.",
            "Copy your files out with 'lifeboat extract', look at them, and make a new backup.");
    private static final Rule UNKNOWN = new Rule(
            "vhd.header-unknown",
            Severity.UNDECIDED,
            "The header that says where the disk's blocks are is of a version that this program does not know. Windows may.",
            "Make a new backup, and verify that.");
    private static final Rule GOOD = new Rule("vhd.header-good", Severity.GOOD, "The file's header is intact.", "");

    @Override
    public String question() {
        return "Is the header of the VHD intact?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(LOST, CHECKSUM, UNKNOWN, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<VhdFooter> footer = VhdParts.footer(image);
        if (footer.isEmpty() || footer.get().kind() == VhdFooter.Kind.FIXED) {
            return;
        }
        try {
            DynamicHeader header = DynamicHeader.read(image.bytes(), footer.get());
            findings.accept(
                    header.checksumMatches()
                            ? GOOD.at(image.bytes().name(), "blocks of " + header.blockSize() + " bytes")
                            : CHECKSUM.at(
                                    image.bytes().name() + " at 0x"
                                            + Long.toHexString(footer.get().dataOffset()),
                                    "VHD dynamic header: checksum is wrong"));
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(LOST, e));
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNKNOWN, e));
        }
    }
}
