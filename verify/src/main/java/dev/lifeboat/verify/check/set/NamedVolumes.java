package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The volumes that the documents of a set name, against the images that are there. */
final class NamedVolumes {
    private final Set<VolumeName> critical = new LinkedHashSet<>();
    private final Set<VolumeName> asked = new LinkedHashSet<>();
    private final Set<VolumeName> twice = new LinkedHashSet<>();
    private final Set<VolumeName> all = new HashSet<>();
    private final Set<VolumeName> images = new HashSet<>();
    private final boolean lacksEsp;

    NamedVolumes(SetContents set) {
        SetDocuments documents = set.documents();
        List<SetImage> files = set.set().version().images();
        files.forEach(image -> image.volume().ifPresent(images::add));
        for (BackupSpecs.Volume volume :
                documents.specs().map(BackupSpecs::volumes).orElse(List.of())) {
            volume.volumeName().filter(name -> !asked.add(name)).ifPresent(twice::add);
        }
        documents.asr().ifPresent(asr -> asr.volumes().forEach(volume -> {
            all.add(volume.name());
            if (volume.critical()) {
                critical.add(volume.name());
            }
        }));
        all.addAll(asked);
        boolean uefi = documents
                .asr()
                .flatMap(AsrMetadata::firmware)
                .filter(f -> f == Firmware.UEFI)
                .isPresent();
        // The image of the EFI system partition is called Esp, whatever the name of the volume.
        Optional<VolumeName> esp = documents.asr().filter(asr -> uefi).flatMap(AsrMetadata::systemVolume);
        esp.or(() -> guessedEsp(set)).ifPresent(volume -> {
            critical.remove(volume);
            asked.remove(volume);
        });
        lacksEsp = uefi
                && files.stream().noneMatch(SetImage::esp)
                && esp.filter(images::contains).isEmpty();
    }

    /** Where no document tells which volume Esp is the image of: the only one that has neither letter nor image. */
    private Optional<VolumeName> guessedEsp(SetContents set) {
        List<VolumeName> candidates = asked.stream()
                .filter(volume -> !images.contains(volume))
                .filter(volume -> set.documents().letter(volume).isEmpty())
                .toList();
        boolean known = set.documents().asr().flatMap(AsrMetadata::firmware).isPresent();
        return !known
                        && candidates.size() == 1
                        && set.set().version().images().stream().anyMatch(SetImage::esp)
                ? Optional.of(candidates.get(0))
                : Optional.empty();
    }

    /** Those that the backup was asked to hold, but for the EFI system partition. */
    int asked() {
        return asked.size();
    }

    /** Those that BackupSpecs.xml names more than once. */
    Set<VolumeName> twice() {
        return twice;
    }

    boolean lacksEsp() {
        return lacksEsp;
    }

    /** Critical ones without an image. */
    List<VolumeName> lackingCritical() {
        return critical.stream().filter(volume -> !images.contains(volume)).toList();
    }

    /** Others without an image that the backup was asked to hold. */
    List<VolumeName> lackingOthers() {
        return asked.stream()
                .filter(volume -> !images.contains(volume) && !critical.contains(volume))
                .toList();
    }

    /** Images of volumes that no document names. */
    static List<SetImage> unexpected(SetContents set, NamedVolumes named) {
        List<SetImage> unexpected = new ArrayList<>();
        for (SetImage image : set.set().version().images()) {
            if (!image.esp() && image.volume().filter(named.all::contains).isEmpty()) {
                unexpected.add(image);
            }
        }
        return unexpected;
    }

    /** Whether every volume that could hold Windows or its boot files is here and could be looked into. */
    static boolean allSeen(SetContents set) {
        NamedVolumes named = new NamedVolumes(set);
        return set.unread().isEmpty()
                && !named.lacksEsp
                && named.lackingCritical().isEmpty();
    }
}
