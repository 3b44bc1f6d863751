package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The volumes that the documents of a version name.
 *
 * @param critical those without which Windows restores no computer, as the ASR writer marked them
 * @param asked those that the backup was asked to hold, as BackupSpecs.xml names them
 * @param esp the EFI system partition, which is in neither of these: its image is called Esp, not by its GUID
 * @param needsEsp whether the computer starts by UEFI, so that there has to be an image of that partition
 */
public record SetVolumes(Set<VolumeName> critical, Set<VolumeName> asked, Optional<VolumeName> esp, boolean needsEsp) {
    /**
     * Collects them.
     *
     * @param version whose images are looked at
     * @param documents of the version
     * @return empty sets where the documents are missing
     */
    public static SetVolumes of(BackupVersion version, SetDocuments documents) {
        boolean uefi = documents
                .asr()
                .flatMap(AsrMetadata::firmware)
                .filter(f -> f == Firmware.UEFI)
                .isPresent();
        Optional<VolumeName> esp = uefi ? documents.asr().flatMap(AsrMetadata::systemVolume) : Optional.empty();
        Set<VolumeName> critical = new LinkedHashSet<>();
        documents.asr().ifPresent(asr -> asr.volumes().stream()
                .filter(AsrMetadata.Volume::critical)
                .forEach(volume -> critical.add(volume.name())));
        Set<VolumeName> asked = new LinkedHashSet<>();
        documents.specs().ifPresent(specs -> specs.volumes().stream()
                .flatMap(volume -> volume.volumeName().stream())
                .forEach(asked::add));
        esp.or(() -> guessedEsp(version, documents, asked)).ifPresent(volume -> {
            critical.remove(volume);
            asked.remove(volume);
        });
        return new SetVolumes(critical, asked, esp, uefi);
    }

    /** Where no document tells which volume Esp is the image of: the only one that has neither letter nor image. */
    private static Optional<VolumeName> guessedEsp(
            BackupVersion version, SetDocuments documents, Set<VolumeName> asked) {
        if (documents.asr().flatMap(AsrMetadata::firmware).isPresent()
                || version.images().stream().noneMatch(SetImage::esp)) {
            return Optional.empty();
        }
        Set<VolumeName> images = images(version);
        List<VolumeName> candidates = asked.stream()
                .filter(volume -> !images.contains(volume))
                .filter(volume -> documents.letter(volume).isEmpty())
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    private static Set<VolumeName> images(BackupVersion version) {
        return version.images().stream()
                .flatMap(image -> image.volume().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Tells which of them have no image.
     *
     * @param version whose images are looked at
     * @return the critical ones first
     */
    public Set<VolumeName> withoutImage(BackupVersion version) {
        Set<VolumeName> missing = new LinkedHashSet<>(critical);
        missing.addAll(asked);
        missing.removeAll(images(version));
        return missing;
    }

    /**
     * Tells whether the EFI system partition ought to have an image and has none.
     *
     * @param version whose images are looked at
     * @return true if it is missing
     */
    public boolean lacksEsp(BackupVersion version) {
        boolean there = version.images().stream().anyMatch(SetImage::esp)
                || esp.filter(images(version)::contains).isPresent();
        return needsEsp && !there;
    }
}
