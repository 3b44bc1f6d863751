package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.LogFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.UpCase;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Asks whether Windows would mount the volume: its boot sector, $Volume, $UpCase and $Bitmap. */
final class VolumeStateCheck implements Check<NtfsVolume> {
    private static final Rule BOOT_FROM_BACKUP = new Rule(
            "ntfs.boot-sector-lost",
            Severity.LOST,
            "Windows finds an NTFS volume by its first sector, which is damaged. The copy at the end of the volume is good, so"
                    + " files can be copied out of this image, but a restored disk would not start.",
            "Copy your files out with 'lifeboat extract', and make a new image.");
    private static final Rule DIRTY = new Rule(
            "ntfs.dirty",
            Severity.NOTE,
            "Windows had marked this volume for a check of its file system when the image was made; it will run that check"
                    + " after the restore.",
            "Run 'chkdsk /scan' on the computer and make the image again when it finds nothing.");
    private static final Rule LOG = new Rule(
            "ntfs.log-damaged",
            Severity.UNDECIDED,
            "The volume's log ($LogFile), by which Windows finishes or takes back the changes that were under way, cannot be read."
                    + " Windows may refuse the volume, or mount it and lose such changes.",
            "Be ready to run 'chkdsk /f' on the volume from the recovery environment after a restore, or use another version of the"
                    + " backup.");
    private static final Rule SYSTEM_FILE = new Rule(
            "ntfs.volume-files",
            Severity.LOST,
            "A file that NTFS needs to open the volume cannot be read. Windows would not mount the restored volume.",
            "Copy your files out with 'lifeboat extract', and make a new image.");
    private static final Rule UP_CASE_ODD = new Rule(
            "ntfs.upcase-odd",
            Severity.DAMAGED,
            "The table that says which letters are capitals of which is inconsistent. Windows may not find some files by name.",
            "Run 'chkdsk' on the volume after a restore, or make a new image.");
    private static final Rule GOOD =
            new Rule("ntfs.volume", Severity.GOOD, "The volume's boot sector and system files can be read.", "");

    @Override
    public String question() {
        return "Would Windows mount this NTFS volume?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(BOOT_FROM_BACKUP, DIRTY, LOG, SYSTEM_FILE, UP_CASE_ODD, GOOD);
    }

    @Override
    public void run(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        boolean[] good = {true};
        Consumer<Finding> bad = finding -> {
            good[0] = false;
            findings.accept(finding);
        };
        if (volume.bootSectorProblem().isPresent()) {
            good[0] = false;
            // Where the sector does not even say that it is NTFS, the check of the disk has reported it.
            if (!VolumeSummary.read(volume.source()).fromBackup()) {
                findings.accept(
                        Finding.of(BOOT_FROM_BACKUP, volume.bootSectorProblem().get()));
            }
        }
        String name = volume.source().name();
        attempt(bad, () -> {
            if (volume.dirty()) {
                findings.accept(DIRTY.at(name + "/$Volume", "the dirty flag is set"));
            }
        });
        String[] log = {""};
        attempt(bad, () -> log[0] = log(volume, bad));
        attempt(bad, volume::label);
        attempt(bad, volume::clusterBitmap);
        attempt(bad, () -> {
            volume.file(NtfsVolume.UP_CASE).open("", name + "/$UpCase").bytes(0, 2 * 65536);
            upCase(volume, bad);
        });
        attempt(bad, () -> volume.index(volume.file(NtfsVolume.ROOT)));
        if (good[0]) {
            findings.accept(GOOD.at(
                    name,
                    "clusters of " + volume.bootSector().clusterSize() + " bytes, "
                            + volume.mft().count() + " MFT records, " + log[0]));
        }
    }

    /** Of a running computer the log is always in use, and Windows sees to it at each start. */
    private static String log(NtfsVolume volume, Consumer<Finding> findings) throws IOException {
        LogFile log = volume.logFile();
        return switch (log.state()) {
            case CLEAN -> "closed in order";
            case EMPTY -> "with an empty log";
            case IN_USE -> "with changes in its log that Windows sees to as it mounts the volume";
            case DAMAGED -> {
                findings.accept(LOG.at(
                        volume.source().name() + "/$LogFile",
                        log.problems().get(0).problem()));
                yield "";
            }
        };
    }

    /** The capital of a capital is itself, and the Latin letters are where every Windows has them. */
    private static void upCase(NtfsVolume volume, Consumer<Finding> findings) {
        UpCase table = volume.upCase();
        for (int c = 0; c < 65536; c++) {
            char upper = table.toUpper((char) c);
            boolean latin = c >= 'a' && c <= 'z';
            if (table.toUpper(upper) != upper || (c < 0x80 && upper != (latin ? c - 32 : c))) {
                findings.accept(UP_CASE_ODD.at(
                        volume.source().name() + "/$UpCase at 0x" + Integer.toHexString(2 * c),
                        String.format("the capital of U+%04X is U+%04X, which is not a capital", c, (int) upper)));
                return;
            }
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void attempt(Consumer<Finding> findings, Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (ImageException e) {
            findings.accept(Finding.of(SYSTEM_FILE, e));
        }
    }
}
