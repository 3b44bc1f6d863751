package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether the boot manager and its store are there, for the firmware that the computer has. What is in the store is not looked at. */
final class BootFilesCheck implements Check<SetContents> {
    static final Rule GOOD = new Rule("boot.files", Severity.GOOD, "The boot manager and its store are there.", "");
    static final Rule MISSING = new Rule(
            "boot.files-missing",
            Severity.LOST,
            "The boot manager or its store (BCD) is missing on every volume of the backup: the restored computer would not start by"
                    + " itself.",
            "Make a new backup with -allCritical. After a restore, 'bcdboot C:\\Windows' in the recovery environment can make them"
                    + " anew.");
    static final Rule OTHER = new Rule(
            "boot.files-of-other-firmware",
            Severity.LOST,
            "The boot files are there, but for another kind of firmware (UEFI or BIOS) than the computer had when the backup was made.",
            "Make a new backup with -allCritical. After a restore, 'bcdboot C:\\Windows' in the recovery environment can make them"
                    + " anew.");

    @Override
    public String question() {
        return "Are the boot manager and its store there?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, MISSING, OTHER);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        if (set.volumes().stream().noneMatch(VolumeContents::windows)) {
            return; // that there is no Windows has been said
        }
        boolean allSeen = NamedVolumes.allSeen(set); // else other checks have told what could not be seen
        Set<BootFiles> found = EnumSet.noneOf(BootFiles.class);
        set.volumes().forEach(volume -> found.addAll(volume.starts()));
        Optional<BootFiles> wanted = set.documents()
                .asr()
                .flatMap(AsrMetadata::firmware)
                .map(f -> f == Firmware.UEFI ? BootFiles.UEFI : BootFiles.BIOS);
        boolean right = wanted.map(found::contains).orElse(!found.isEmpty());
        if (right) {
            String kinds = found.stream().map(BootFiles::label).collect(Collectors.joining(" and "));
            findings.accept(GOOD.at(SetPaths.version(set), "for " + kinds));
        } else if (found.isEmpty() && allSeen) {
            String files = wanted.map(w -> String.join(" and ", w.paths())).orElse("boot manager and BCD");
            findings.accept(MISSING.at(SetPaths.version(set), "no volume holds " + files));
        } else if (allSeen) {
            findings.accept(OTHER.at(
                    SetPaths.version(set),
                    "holds boot files for " + found.iterator().next().label() + ", expected "
                            + wanted.get().label()));
        }
    }
}
