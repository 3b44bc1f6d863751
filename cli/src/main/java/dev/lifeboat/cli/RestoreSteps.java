package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import java.util.Optional;

/** How Windows restores this backup, for the day on which it has to: as Microsoft documents it. */
final class RestoreSteps {
    private RestoreSteps() {}

    static void write(Html html, Report report, ImageSet set) {
        Optional<BackupSet> backup = report.location().set();
        if (backup.isEmpty()) {
            return; // one image by itself is nothing that Windows' recovery takes
        }
        html.raw("<h2>How to restore</h2>\n");
        if (report.verdict() == Verdict.NOT_RESTORABLE && report.isOnlyTarget()) {
            html.element(
                    "p", "By what was found this would fail on the computer that was named; on another it may not.");
        } else if (report.verdict() == Verdict.NOT_RESTORABLE) {
            html.element(
                    "p",
                    "By what was found this would fail. Copy your files out first: lifeboat extract \""
                            + backup.get().version().folder() + "\" --to FOLDER");
        }
        html.raw("<ol>\n");
        html.element(
                "li",
                "Connect the drive that holds WindowsImageBackup. The folder has to lie at the top of the drive or of a shared folder,"
                        + " and to have just this name.");
        html.element(
                "li",
                "Start the computer from a recovery drive or from Windows' installation media. There: Next, Repair your computer.");
        html.element(
                "li",
                "Choose Troubleshoot, (Advanced options, See more recovery options,) System Image Recovery, then your Windows.");
        html.element("li", choose(backup.get()));
        html.element(
                "li",
                "The new disk has to be at least as large as the old one: here at least " + least(set)
                        + ", the sum of what was backed up; the old disk may have been larger.");
        html.element(
                "li",
                "\"Format and repartition disks\" deletes everything on the disks that are not excluded. Exclude the one that holds the"
                        + " backup (Exclude disks), and disconnect all others that are not needed.");
        html.raw("</ol>\n");
        backup.get().version().identifier().ifPresent(id -> html.element(
                        "p", "Or at the command prompt of the recovery drive:")
                .element(
                        "pre",
                        "wbadmin get versions -backupTarget:E: -machine:"
                                + backup.get().computer().name()
                                + "\nwbadmin start sysrecovery -version:" + id + " -backupTarget:E: -machine:"
                                + backup.get().computer().name() + " -restoreAllVolumes -recreateDisks")
                .element(
                        "p",
                        "E: stands for the drive of the backup, which may have another letter there. Take the version as the first"
                                + " command prints it. -recreateDisks deletes what is on the disks."));
    }

    private static String choose(BackupSet backup) {
        return "Choose this backup: " + backup.computer().name()
                + backup.version()
                        .time()
                        .map(time -> ", " + Age.local(time) + " by the clock of the computer that made this page")
                        .orElse("")
                + ". On the network: Advanced, Search for a system image on the network.";
    }

    private static String least(ImageSet set) {
        long sum = 0;
        for (Image image : set.images()) {
            sum += image instanceof DiskImage disk ? disk.disk().size() : 0;
        }
        return Text.size(sum);
    }
}
