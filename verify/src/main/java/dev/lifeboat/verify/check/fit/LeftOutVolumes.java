package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The volumes that the computer had and the backup has not. Most often that is the disk that the backup lies on. They matter only where
 * they may have lain on the disks that are to be restored.
 *
 * @param volumes by the ASR document
 * @param restored signatures of the MBR disks on which volumes of the backup lay
 */
record LeftOutVolumes(List<AsrMetadata.Volume> volumes, Set<Long> restored) {
    /**
     * Looks for them.
     *
     * @param set whose images are here
     * @param documents of it
     * @return none if the documents do not tell
     */
    static LeftOutVolumes of(BackupSet set, SetDocuments documents) {
        Set<VolumeName> here = new HashSet<>();
        set.version().images().forEach(image -> image.volume().ifPresent(here::add));
        if (set.version().images().stream().anyMatch(SetImage::esp)) {
            documents.asr().flatMap(AsrMetadata::systemVolume).ifPresent(here::add);
        }
        return of(here, documents.asr().map(AsrMetadata::volumes).orElse(List.of()));
    }

    /** Likewise, of the volumes that have an image, and all that the computer had. */
    static LeftOutVolumes of(Set<VolumeName> here, List<AsrMetadata.Volume> all) {
        Set<Long> restored = here.stream()
                .flatMap(name -> name.mbrPartition().stream())
                .map(VolumeName.MbrPartition::diskSignature)
                .collect(Collectors.toSet());
        return new LeftOutVolumes(
                all.stream().filter(volume -> !here.contains(volume.name())).toList(), restored);
    }

    /** Whether all of them certainly lay on other disks than those of the backup's volumes: their names tell an MBR disk of none. */
    boolean elsewhere() {
        return volumes.stream().allMatch(volume -> volume.name()
                .mbrPartition()
                .filter(place -> !restored.contains(place.diskSignature()))
                .isPresent());
    }

    /**
     * Whether all volumes of the backup lay on one disk, because there was no other: without those that have no volumes at all, and
     * those of which nothing is in the backup.
     */
    boolean allOnOne(SetDocuments documents) {
        return allOnOne(documents.asr().map(AsrMetadata::disks).orElse(List.of()));
    }

    boolean allOnOne(List<AsrMetadata.Disk> disks) {
        Set<Long> others = volumes.stream()
                .flatMap(volume -> volume.name().mbrPartition().stream())
                .map(VolumeName.MbrPartition::diskSignature)
                .filter(signature -> !restored.contains(signature))
                .collect(Collectors.toSet());
        return disks.stream()
                        .filter(disk -> !disk.raw())
                        .filter(disk -> disk.signature().isEmpty()
                                || !others.contains(disk.signature().getAsLong()))
                        .count()
                == 1;
    }

    /** Those whose place is known. */
    List<OriginalVolume> volumes(SetDocuments documents) {
        return volumes.stream()
                .flatMap(volume -> volume.name().mbrPartition().stream()
                        .map(place -> OriginalVolume.leftOut(
                                letter(documents, volume), place, Necessity.of(volume.critical()))))
                .toList();
    }

    private static Optional<String> letter(SetDocuments documents, AsrMetadata.Volume volume) {
        return documents.letter(volume.name()).map(letter -> letter + ":");
    }
}
