package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import dev.lifeboat.formats.vhdx.VhdxLog;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the file was closed in order, and if not, whether its log can be replayed. */
final class VhdxLogCheck implements Check<ImageFile> {
    private static final Rule LOST = new Rule(
            "vhdx.log",
            Severity.LOST,
            "The file was not closed in order, and the log that would put it in order cannot be used. Windows refuses to open"
                    + " it.",
            Remedies.ANOTHER_COPY);
    private static final Rule UNKNOWN = new Rule(
            "vhdx.log-unknown",
            Severity.UNDECIDED,
            "The file was not closed in order, and its log is of a kind that this program does not know. Windows may know it.",
            "Make a new backup, and verify that.");
    private static final Rule DIRTY = new Rule(
            "vhdx.log-dirty",
            Severity.NOTE,
            "The file was not closed in order: the computer or the drive was cut off while it was written, or the backup was"
                    + " interrupted. The changes that were under way are in its log. Windows applies them when it opens the file"
                    + " and may write to it; where it may not, it answers 'access denied'.",
            "Restore from a drive that is not write-protected. Better make a new backup: this one may have been interrupted.");
    private static final Rule GAP = new Rule(
            "vhdx.log-gap",
            Severity.DAMAGED,
            "The file was not closed in order, and of the changes in its log one is missing, so that those behind it are lost"
                    + " too. That can happen in a power cut, and then does no harm; but if the log was damaged later, parts of"
                    + " the disk are missing or old. Windows applies the changes in front of the gap, as is done here.",
            "Use another version of the backup, or make a new one.");
    private static final Rule GOOD = new Rule("vhdx.log-empty", Severity.GOOD, "The file was closed in order.", "");

    @Override
    public String question() {
        return "Was the VHDX closed in order?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(LOST, UNKNOWN, DIRTY, GAP, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<VhdxHeader> header = VhdxParts.header(image);
        if (header.isEmpty()) {
            return;
        }
        if (!header.get().isLogLive()) {
            findings.accept(GOOD.at(image.bytes().name(), "nothing to replay"));
            return;
        }
        try {
            VhdxLog log = VhdxLog.read(image.bytes(), header.get());
            log.gap().ifPresent(e -> findings.accept(Finding.of(GAP, e)));
            findings.accept(DIRTY.at(
                    image.bytes().name() + " at 0x"
                            + Long.toHexString(header.get().logOffset()),
                    "the log has to be replayed; its entries are intact: " + log.entries()));
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(LOST, e));
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNKNOWN, e));
        }
    }
}
