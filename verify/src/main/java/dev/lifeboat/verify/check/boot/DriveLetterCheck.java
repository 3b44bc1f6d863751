package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.windows.VolumeId;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the registry gives the drive letter of Windows to the volume that Windows is on. */
final class DriveLetterCheck implements Check<RestoredComputer> {
    static final Rule GOOD =
            new Rule("windows.drive-letter", Severity.GOOD, "The registry gives the volume of Windows its letter.", "");
    static final Rule OTHER = new Rule(
            "windows.letter-of-other-volume",
            Severity.UNDECIDED,
            "The registry gives the letter of Windows to another volume of this image. Windows starts, but may look for its programs"
                    + " and for people's files on the wrong volume, so that nobody can log on.",
            "Use another version of the backup, or be ready to correct MountedDevices in the registry after a restore.");
    static final Rule UNKNOWN = new Rule(
            "windows.letter-not-in-images",
            Severity.NOTE,
            "The registry gives the letter of Windows to a volume that none of these shows itself to be. A restore gives the partitions"
                    + " the ids that they had; only if it does not, Windows may come up under another letter.",
            "");

    @Override
    public String question() {
        return "Does the volume of Windows get its drive letter?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, OTHER, UNKNOWN);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            Optional<VolumeId> id = windows.mounted().drive(windows.drive());
            if (id.isEmpty()) {
                continue; // Windows gives letters anew then
            }
            String where = windows.volume().name();
            String told = windows.drive() + " is " + id.get();
            Optional<BootVolume> meant = computer.volume(id.get());
            if (computer.means(windows.volume(), id.get())) {
                findings.accept(GOOD.at(where, told));
            } else if (meant.isPresent()) {
                findings.accept(
                        OTHER.at(where, told + ", which is " + meant.get().name()));
            } else {
                findings.accept(UNKNOWN.at(where, told));
            }
        }
    }
}
