package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which volumes of the computer were never part of the backup. */
final class LeftOutCheck implements Check<SetContents> {
    static final Rule SAME_DISK = new Rule(
            "set.left-out-of-system-disk",
            Severity.NOTE,
            "A volume on the disk that Windows lies on is not in this backup. If the restore has to make the partitions anew, it comes"
                    + " back empty.",
            "If its files matter, back it up as well: choose it in 'Create a system image', or name it with -include.");
    static final Rule LEFT_OUT = new Rule(
            "set.left-out",
            Severity.NOTE,
            "A volume of the computer is not in this backup. Windows did not call it critical; its files are not restored.",
            "If its files matter, back it up as well: choose it in 'Create a system image', or name it with -include.");

    @Override
    public String question() {
        return "Which volumes of the computer are not in the backup?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(SAME_DISK, LEFT_OUT);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        SetDocuments documents = set.documents();
        if (documents.asr().isEmpty()) {
            return;
        }
        AsrMetadata asr = documents.asr().get();
        Set<VolumeName> here = new HashSet<>();
        set.set().version().images().stream()
                .map(SetImage::volume)
                .flatMap(Optional::stream)
                .forEach(here::add);
        documents.specs().ifPresent(specs -> specs.volumes()
                .forEach(v -> v.volumeName().ifPresent(here::add)));
        Optional<VolumeName> system = asr.systemVolume();
        Set<Long> systemDisks = new HashSet<>();
        for (AsrMetadata.Volume volume : asr.volumes()) {
            if (volume.critical()) {
                volume.name().mbrPartition().ifPresent(p -> systemDisks.add(p.diskSignature()));
            }
        }
        for (AsrMetadata.Volume volume : asr.volumes()) {
            VolumeName name = volume.name();
            if (volume.critical()
                    || here.contains(name)
                    || system.filter(name::equals).isPresent()) {
                continue;
            }
            // Only the names of volumes on MBR disks tell the disk; where a volume of a GPT disk lay, nobody knows.
            boolean sameDisk = name.mbrPartition()
                    .filter(p -> systemDisks.contains(p.diskSignature()))
                    .isPresent();
            findings.accept((sameDisk ? SAME_DISK : LEFT_OUT)
                    .at(SetPaths.version(set), "does not hold " + documents.describe(name)));
        }
    }
}
