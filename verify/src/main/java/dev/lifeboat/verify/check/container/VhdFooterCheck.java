package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether the footer at the end of the file and its copy at the start are intact. */
final class VhdFooterCheck implements Check<ImageFile> {
    private static final Rule LOST = new Rule(
            "vhd.footer",
            Severity.LOST,
            "Neither the last bytes of the file nor their copy at its start say what the disk is. Windows refuses to open it.",
            Remedies.ANOTHER_COPY);
    private static final Rule UNKNOWN = new Rule(
            "vhd.footer-unknown",
            Severity.UNDECIDED,
            "The file is of a version of VHD that this program does not know. Windows may know it.",
            "Make a new backup, and verify that.");
    private static final Rule EDITED = new Rule(
            "vhd.footer-checksum",
            Severity.LOST,
            "What the disk is stands at both ends of the file with the same wrong checksum, so a program changed it and did not"
                    + " finish the job. Files can be copied out of this image, but Windows refuses to open it.",
            "Copy your files out with 'lifeboat extract', and make a new backup.");
    private static final Rule END = new Rule(
            "vhd.footer-end",
            Severity.DAMAGED,
            "The last bytes of the file, which say what the disk is, are damaged or missing: the file may have been cut off. The"
                    + " copy at the start of the file was used; not every Windows does so.",
            Remedies.ANOTHER_COPY);
    private static final Rule COPY = new Rule(
            "vhd.footer-copy",
            Severity.NOTE,
            "The copy of the footer at the start of the file is damaged. Windows uses the footer at the end, so a restore is not"
                    + " affected.",
            Remedies.COPY_NOW);
    private static final Rule DIFFERENT = new Rule(
            "vhd.footers-different",
            Severity.DAMAGED,
            "The last bytes of the file and their copy at its start are intact but say different things of the disk, and which"
                    + " one Windows goes by is not known. The last bytes were used here.",
            Remedies.ANOTHER_COPY);
    private static final Rule GOOD =
            new Rule("vhd.footers", Severity.GOOD, "The file's footer and its copy are intact.", "");

    @Override
    public String question() {
        return "Are the footer of the VHD and its copy intact?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(LOST, UNKNOWN, EDITED, END, COPY, DIFFERENT, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        VhdFooter footer;
        try {
            footer = VhdFooter.read(image.bytes());
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNKNOWN, e));
            return;
        } catch (ImageException e) {
            findings.accept(Finding.of(LOST, e));
            return;
        }
        boolean good = true;
        try {
            VhdFooter.readAtEnd(image.bytes());
        } catch (ImageException e) {
            findings.accept(Finding.of(footer.checksumMatches() ? END : EDITED, e));
            good = false;
        }
        if (good && footer.kind() != VhdFooter.Kind.FIXED) {
            try {
                VhdFooter copy = VhdFooter.readCopy(image.bytes());
                if (!copy.saysTheSameAs(footer)) {
                    findings.accept(DIFFERENT.at(
                            image.bytes().name() + " at 0x0",
                            "VHD footer copy: is " + copy + ", the other is " + footer));
                    good = false;
                }
            } catch (ImageException e) {
                findings.accept(Finding.of(COPY, e));
                good = false;
            }
        }
        if (good) {
            findings.accept(GOOD.at(image.bytes().name(), "a disk of " + footer.currentSize() + " bytes"));
        }
    }
}
