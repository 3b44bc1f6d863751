package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Whether every volume that the documents name has its image, and every image is of a volume that they name. */
final class VolumesCheck implements Check<SetContents> {
    static final Rule GOOD = new Rule("set.volumes", Severity.GOOD, "Every volume of the backup has its image.", "");
    static final Rule CRITICAL = new Rule(
            "set.critical-volume-missing",
            Severity.LOST,
            "The image of a volume that Windows cannot do without is missing. A restore of the computer ends with an error.",
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
            "No document of this backup names the volume of this image. It may have been put here later.",
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
        BackupVersion version = set.set().version();
        if (version.problem().isPresent()) {
            return; // not even looked into
        }
        boolean[] good = {true};
        Consumer<Finding> counted = finding -> {
            good[0] = false;
            findings.accept(finding);
        };
        SetDocuments documents = set.documents();
        Set<VolumeName> critical = new LinkedHashSet<>();
        documents.asr().ifPresent(asr -> asr.volumes().stream()
                .filter(AsrMetadata.Volume::critical)
                .forEach(volume -> critical.add(volume.name())));
        Set<VolumeName> asked = asked(set, counted);
        Optional<VolumeName> esp = documents
                .asr()
                .filter(asr -> asr.firmware().filter(f -> f == Firmware.UEFI).isPresent())
                .flatMap(AsrMetadata::systemVolume);
        esp.ifPresent(critical::remove);
        esp.ifPresent(asked::remove);
        for (VolumeName volume : critical) {
            if (SetDocuments.image(version, volume).isEmpty()) {
                counted.accept(CRITICAL.at(SetPaths.version(set), "lacks the image of " + documents.describe(volume)));
            }
        }
        for (VolumeName volume : asked) {
            if (!critical.contains(volume)
                    && SetDocuments.image(version, volume).isEmpty()) {
                counted.accept(MISSING.at(SetPaths.version(set), "lacks the image of " + documents.describe(volume)));
            }
        }
        boolean uefi = documents
                .asr()
                .flatMap(AsrMetadata::firmware)
                .filter(f -> f == Firmware.UEFI)
                .isPresent();
        boolean hasEsp = version.images().stream().anyMatch(SetImage::esp)
                || esp.flatMap(volume -> SetDocuments.image(version, volume)).isPresent();
        if (uefi && !hasEsp) {
            counted.accept(ESP.at(SetPaths.version(set), "lacks Esp.vhdx"));
        }
        if (documents.specs().isPresent()) {
            unexpected(set, asked, critical, counted);
        }
        if (good[0] && documents.specs().isPresent()) {
            findings.accept(GOOD.at(SetPaths.version(set), asked.size() + " volumes named"));
        }
    }

    /** The volumes that the backup was asked to hold. */
    private static Set<VolumeName> asked(SetContents set, Consumer<Finding> findings) {
        Set<VolumeName> asked = new LinkedHashSet<>();
        for (BackupSpecs.Volume volume :
                set.documents().specs().map(BackupSpecs::volumes).orElse(List.of())) {
            Optional<VolumeName> name = volume.volumeName();
            if (name.isPresent() && !asked.add(name.get())) {
                findings.accept(TWICE.at(
                        SetPaths.version(set) + "/BackupSpecs.xml",
                        "names " + name.get().guid() + " twice"));
            }
        }
        return asked;
    }

    private static void unexpected(
            SetContents set, Set<VolumeName> asked, Set<VolumeName> critical, Consumer<Finding> findings) {
        Set<VolumeName> known = new HashSet<>(asked);
        known.addAll(critical);
        set.documents().asr().ifPresent(asr -> asr.volumes().forEach(volume -> known.add(volume.name())));
        for (SetImage image : set.set().version().images()) {
            boolean expected =
                    image.esp() || image.volume().filter(known::contains).isPresent();
            if (!expected) {
                findings.accept(UNEXPECTED.at(SetPaths.inSet(set, image.file()), "is named in no document"));
            }
        }
    }
}
