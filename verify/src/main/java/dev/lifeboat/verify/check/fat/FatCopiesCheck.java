package dev.lifeboat.verify.check.fat;

import dev.lifeboat.formats.fat.FatTable;
import dev.lifeboat.formats.fat.FatType;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The copies of the FAT, and the note in it that the volume was in use. */
final class FatCopiesCheck implements Check<FatVolume> {
    static final Rule GOOD = new Rule(
            "fat.copies", Severity.GOOD, "The table that says where files lie is there, and all its copies agree.", "");
    static final Rule DIFFER = new Rule(
            "fat.copies-differ",
            Severity.NOTE,
            "The volume keeps the table that says where files lie twice, and the two differ. Windows uses the first; if that"
                    + " one is at fault, other findings name the files.",
            "Make a new backup, and check the volume on the PC with chkdsk before.");
    static final Rule UNREADABLE = new Rule(
            "fat.table-unreadable",
            Severity.LOST,
            "The table that says where files lie cannot be read from the image.",
            "If the image was copied, copy it again from the original; else use another version of the backup.");
    static final Rule START = new Rule(
            "fat.table-start",
            Severity.DAMAGED,
            "The table that says where files lie does not begin as every such table does: its start was overwritten. Files"
                    + " may be missing without a trace.",
            "Use another version of the backup.");
    static final Rule IN_USE = new Rule(
            "fat.in-use",
            Severity.NOTE,
            "The volume was in use when it was copied, so that Windows may check it at the first start.",
            "");

    @Override
    public String question() {
        return "Do the copies of the FAT agree?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, DIFFER, UNREADABLE, START, IN_USE);
    }

    @Override
    public void run(FatVolume volume, Consumer<Finding> findings) throws IOException {
        try {
            FatTable first = volume.tables().get(volume.layout().activeFat().orElse(0));
            boolean same = startsWell(volume, first, findings);
            if (volume.layout().activeFat().isEmpty()) {
                for (FatTable other : volume.tables()) {
                    same &= compare(volume, first, other, findings);
                }
            }
            if (wasInUse(volume, first)) {
                findings.accept(IN_USE.at(
                        where(volume, first), "the second entry says that the volume was not closed properly"));
            }
            if (same) {
                findings.accept(GOOD.at(
                        volume.bytes().name(),
                        volume.layout().type() + ", " + volume.layout().clusterCount() + " clusters"));
            }
        } catch (ImageException complaint) {
            findings.accept(Finding.of(UNREADABLE, complaint));
        }
    }

    private static boolean startsWell(FatVolume volume, FatTable table, Consumer<Finding> findings) throws IOException {
        if (!table.startsAsItShould()) {
            findings.accept(START.at(
                    where(volume, table),
                    String.format(
                            "the first entry is 0x%x, expected it to end in the kind of medium, 0x%02x",
                            table.entry(0), volume.layout().media())));
            return false;
        }
        return true;
    }

    private static boolean compare(FatVolume volume, FatTable first, FatTable other, Consumer<Finding> findings)
            throws IOException {
        long differences = 0;
        long firstDifference = 0;
        for (long cluster = 2; cluster < volume.layout().clusterCount() + 2L; cluster++) {
            if (first.entry(cluster) != other.entry(cluster) && differences++ == 0) {
                firstDifference = cluster;
            }
        }
        if (differences > 0) {
            findings.accept(DIFFER.at(
                    where(volume, other),
                    differences + " entries differ from those of the first copy; cluster " + firstDifference + " has "
                            + other.entry(firstDifference) + ", expected " + first.entry(firstDifference)));
        }
        return differences == 0;
    }

    /** One bit of the second entry is cleared while a volume is in use. FAT12 has no room for it. */
    private static boolean wasInUse(FatVolume volume, FatTable table) throws IOException {
        FatType type = volume.layout().type();
        int closed = type == FatType.FAT32 ? 1 << 27 : 1 << 15;
        return type != FatType.FAT12 && (table.entry(1) & closed) == 0;
    }

    private static String where(FatVolume volume, FatTable table) {
        return volume.bytes().name() + " at 0x"
                + Long.toHexString(volume.layout().fatOffset(table.copy()));
    }
}
