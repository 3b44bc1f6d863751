package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.function.Consumer;

/** Whether every volume that the documents name has its image, and every image is of a volume that they name. */
final class VolumesCheck implements Check<SetContents> {
    static final Rule GOOD = new Rule("set.volumes", Severity.GOOD, "Every volume of the backup has its image.", "");
    static final Rule CRITICAL = new Rule(
            "set.critical-volume-missing",
            Severity.LOST,
            "The image of a volume that Windows called critical is missing. Microsoft says that a restore of the computer fails if any"
                    + " of these cannot be restored.",
            "Copy the whole folder again from the original. If the image is not there either, make a new backup with -allCritical.");
    static final Rule ESP = new Rule(
            "set.efi-system-missing",
            Severity.LOST,
            "The computer starts by UEFI, but the image of the EFI system partition (Esp.vhdx) is missing; nothing would start the"
                    + " restored Windows.",
            "Copy Esp.vhdx again from the original; else make a new backup with -allCritical.");
    static final Rule MISSING = new Rule(
            "set.volume-missing",
            Severity.DAMAGED,
            "The backup was asked to hold this volume, but its image is missing: its files cannot be restored from here.",
            "Copy the whole folder again from the original.");
    static final Rule UNEXPECTED = new Rule(
            "set.image-unexpected",
            Severity.NOTE,
            "No document of this backup names the volume of this image. It may have been put here later. What Windows makes of it"
                    + " is not known.",
            "If it belongs to another version, move it back there.");
    static final Rule TWICE = new Rule(
            "set.volume-named-twice",
            Severity.NOTE,
            "BackupSpecs.xml names the same volume twice, which Windows does not do: somebody may have changed the document.",
            "");

    @Override
    public String question() {
        return "Does every volume that the documents name have its image?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, CRITICAL, ESP, MISSING, UNEXPECTED, TWICE);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        if (set.set().version().images().isEmpty()) {
            return; // that has been said
        }
        SetDocuments documents = set.documents();
        NamedVolumes named = new NamedVolumes(set);
        String where = SetPaths.version(set);
        boolean[] good = {true};
        Consumer<Finding> counted = finding -> {
            good[0] = false;
            findings.accept(finding);
        };
        for (VolumeName volume : named.lackingCritical()) {
            counted.accept(CRITICAL.at(where, "lacks the image of " + documents.describe(volume)));
        }
        for (VolumeName volume : named.lackingOthers()) {
            counted.accept(MISSING.at(where, "lacks the image of " + documents.describe(volume)));
        }
        if (named.lacksEsp()) {
            counted.accept(ESP.at(where, "lacks Esp.vhdx"));
        }
        for (VolumeName volume : named.twice()) {
            counted.accept(TWICE.at(where + "/BackupSpecs.xml", "names " + documents.describe(volume) + " twice"));
        }
        if (documents.specs().isEmpty()) {
            return; // which images belong here is not known
        }
        for (SetImage image : named.unexpected()) {
            counted.accept(UNEXPECTED.at(SetPaths.inSet(set, image.file()), "is named in no document"));
        }
        if (good[0]) {
            findings.accept(GOOD.at(where, named.asked() + " volumes named"));
        }
    }
}
