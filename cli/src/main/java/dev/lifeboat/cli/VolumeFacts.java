package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a listing tells of a volume.
 *
 * @param label or empty
 * @param used bytes in use; absent where the file system was not asked
 * @param partition what the partition is meant for, or empty
 * @param problem why its files cannot be read, if they cannot although they should
 */
record VolumeFacts(String label, OptionalLong used, String partition, Optional<String> problem) {
    static VolumeFacts of(DiskVolume volume) throws IOException {
        String partition = volume.partition().map(p -> p.type().label()).orElse("");
        OptionalLong used = OptionalLong.empty();
        Optional<String> problem = volume.problem().map(ImageException::problem);
        try {
            if (volume.kind() == VolumeKind.NTFS && volume.source().isPresent()) {
                used = OptionalLong.of(NtfsVolume.read(volume.source().get()).usedBytes());
            } else if (FileTrees.supports(volume)) {
                FileTrees.open(volume);
            }
        } catch (ImageException e) {
            problem = Optional.of(e.problem());
        }
        return new VolumeFacts(VolumeLabels.of(volume), used, partition, problem);
    }
}
