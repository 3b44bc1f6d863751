package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.RegionTable;
import dev.lifeboat.formats.vhdx.VhdxHeader;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether both region tables are intact and alike, and whether they leave the log alone. */
final class VhdxRegionCheck implements Check<ImageFile> {
    private static final Rule LOST = new Rule(
            "vhdx.region-table",
            Severity.LOST,
            "Neither of the two region tables, which say where everything is in the file, can be used. Windows refuses to open"
                    + " it.",
            Remedies.ANOTHER_COPY);
    private static final Rule COPY = new Rule(
            "vhdx.region-table-copy",
            Severity.NOTE,
            "One of the two region tables of the file is damaged. Windows uses the other one, so a restore is not affected, but"
                    + " other programs may refuse the file.",
            Remedies.COPY_NOW);
    private static final Rule DIFFERENT = new Rule(
            "vhdx.region-table-different",
            Severity.DAMAGED,
            "The two region tables are intact but say different things, and which one Windows goes by is not known. The first"
                    + " one was used here.",
            Remedies.ANOTHER_COPY);
    private static final Rule OVERLAP = new Rule(
            "vhdx.region-overlap",
            Severity.LOST,
            "The file's log lies where one of its tables is. Windows refuses to open it, or destroys the table by writing the"
                    + " log.",
            Remedies.ANOTHER_COPY);
    private static final Rule UNKNOWN = new Rule(
            "vhdx.region-unknown",
            Severity.UNDECIDED,
            "The file has a part that must be understood before it is read, and this program does not know it. Windows may.",
            "Make a new backup, and verify that.");
    private static final Rule GOOD =
            new Rule("vhdx.region-tables", Severity.GOOD, "Both region tables of the file are intact.", "");

    @Override
    public String question() {
        return "Are both region tables of the VHDX intact?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(LOST, COPY, DIFFERENT, OVERLAP, UNKNOWN, GOOD);
    }

    @Override
    public void run(ImageFile image, Consumer<Finding> findings) throws IOException {
        Optional<ByteSource> contents = VhdxParts.contents(image);
        if (contents.isEmpty()) {
            return;
        }
        try {
            RegionTable used = RegionTable.readEither(contents.get());
            boolean alone = logIsAlone(image, used, findings);
            if (copiesAreGood(contents.get(), used, findings) && alone) {
                findings.accept(GOOD.at(image.bytes().name(), "two region tables"));
            }
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(LOST, e));
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNKNOWN, e));
        }
    }

    private static boolean copiesAreGood(ByteSource contents, RegionTable used, Consumer<Finding> findings)
            throws IOException {
        boolean good = true;
        for (long at : List.of(RegionTable.FIRST_AT, RegionTable.SECOND_AT)) {
            try {
                RegionTable copy = RegionTable.read(contents, at);
                if (!copy.equals(used)) {
                    findings.accept(DIFFERENT.at(
                            contents.name() + " at 0x" + Long.toHexString(at),
                            "VHDX region table: is " + copy + ", the other is " + used));
                    good = false;
                }
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(COPY, e));
                good = false;
            }
        }
        return good;
    }

    private static boolean logIsAlone(ImageFile image, RegionTable used, Consumer<Finding> findings)
            throws IOException {
        Optional<VhdxHeader> header = VhdxParts.header(image);
        if (header.isEmpty()) {
            return false;
        }
        long at = header.get().logOffset();
        long length = header.get().logLength();
        if (used.blockTable().overlaps(at, length) || used.metadata().overlaps(at, length)) {
            findings.accept(OVERLAP.at(
                    image.bytes().name() + " at 0x" + Long.toHexString(at),
                    "VHDX log: its " + length + " bytes overlap a region"));
            return false;
        }
        return true;
    }
}
