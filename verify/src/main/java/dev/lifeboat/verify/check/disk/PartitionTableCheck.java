package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.partition.Flaw;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The partition table and its backup: whether every volume can be found. */
final class PartitionTableCheck implements Check<Disk> {
    private static final String OTHER_VERSION =
            "Use another version of the backup for the restore; files can often still be copied out of this one.";

    static final Rule GOOD = new Rule(
            "disk.table", Severity.GOOD, "The list of volumes on this disk is intact, so a restore finds them.", "");
    static final Rule UNREADABLE = new Rule(
            "disk.table-unreadable",
            Severity.LOST,
            "The list of volumes on this disk is destroyed, so Windows cannot find what it should restore.",
            OTHER_VERSION);
    static final Rule NO_TABLE = new Rule(
            "disk.no-table",
            Severity.NOTE,
            "The image has no list of volumes. That is normal for an image of a single volume, but not for one that Windows"
                    + " made.",
            "");
    static final Rule NO_PROTECTIVE_MBR = new Rule(
            "disk.protective-mbr",
            Severity.LOST,
            "The first sector of the disk, which tells Windows that a list of volumes follows, is destroyed. Windows takes"
                    + " such a disk for an empty one.",
            OTHER_VERSION);
    static final Rule HYBRID_MBR = new Rule(
            "disk.hybrid-mbr",
            Severity.NOTE,
            "The disk lists its volumes in two ways, an old and a new one. Lifeboat follows the new one (GPT).",
            "");
    static final Rule PRIMARY_GPT = new Rule(
            "disk.gpt-primary",
            Severity.DAMAGED,
            "The list of volumes is damaged, but its backup at the end of the disk is intact. The volumes are found by the"
                    + " backup; whether every restore program looks there is not certain.",
            "Make a new backup soon, and keep this one until it is verified.");
    static final Rule BACKUP_GPT = new Rule(
            "disk.gpt-backup",
            Severity.NOTE,
            "The list of volumes is intact; only its spare copy at the end of the disk is not. A restore does not need the"
                    + " copy.",
            "");
    static final Rule ENTRY = new Rule(
            "disk.entry",
            Severity.DAMAGED,
            "One line of the list of volumes makes no sense. If it stood for a volume, that volume cannot be found.",
            OTHER_VERSION);
    static final Rule EXTENDED_CHAIN = new Rule(
            "disk.extended-chain",
            Severity.DAMAGED,
            "The list of the volumes in the extended partition breaks off or contradicts itself. Volumes behind that place cannot"
                    + " be found, or one has another size than it had.",
            OTHER_VERSION);
    static final Rule BEYOND_END = new Rule(
            "disk.beyond-end",
            Severity.LOST,
            "A volume reaches beyond the end of the image: a part of it is missing.",
            "If the image was copied, copy it again from the original; the copy may have been cut short.");
    static final Rule OVERLAP = new Rule(
            "disk.overlap",
            Severity.DAMAGED,
            "Two volumes claim the same part of the disk. One of them is wrong, and its files may be damaged.",
            OTHER_VERSION);

    @Override
    public String question() {
        return "Can the partition table and its backup be read, and does every partition fit?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(
                GOOD,
                UNREADABLE,
                NO_TABLE,
                NO_PROTECTIVE_MBR,
                HYBRID_MBR,
                PRIMARY_GPT,
                BACKUP_GPT,
                ENTRY,
                EXTENDED_CHAIN,
                BEYOND_END,
                OVERLAP);
    }

    @Override
    public void run(Disk disk, Consumer<Finding> findings) throws IOException {
        PartitionTable table;
        try {
            table = PartitionTable.read(disk.bytes(), disk.sectorSize());
        } catch (ImageException complaint) {
            findings.accept(Finding.of(UNREADABLE, complaint));
            return;
        }
        for (Flaw flaw : table.flaws()) {
            findings.accept(Finding.of(ruleFor(flaw.kind()), flaw.problem()));
        }
        String where = disk.bytes().name();
        if (table.scheme() == PartitionScheme.NONE) {
            if (Volumes.isDisc(VolumeSummary.read(disk.bytes()).kind())) {
                return; // has none, or has one only to start from a stick too
            }
            findings.accept(NO_TABLE.at(where, "no partition table was found"));
        } else if (table.flaws().isEmpty()) {
            findings.accept(GOOD.at(
                    where,
                    table.scheme() + ", " + table.partitions().size() + " partitions, sectors of " + table.sectorSize()
                            + " bytes"));
        }
    }

    private static Rule ruleFor(Flaw.Kind kind) {
        return switch (kind) {
            case NO_PROTECTIVE_MBR -> NO_PROTECTIVE_MBR;
            case HYBRID_MBR -> HYBRID_MBR;
            case PRIMARY_GPT -> PRIMARY_GPT;
            case BACKUP_GPT -> BACKUP_GPT;
            case ENTRY -> ENTRY;
            case EXTENDED_CHAIN -> EXTENDED_CHAIN;
            case BEYOND_END -> BEYOND_END;
            case OVERLAP -> OVERLAP;
        };
    }
}
