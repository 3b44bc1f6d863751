package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.bcd.BcdDevice;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.Partition;
import java.util.Optional;

/** What the volumes of a set are called, and which of them a boot entry means. */
final class VolumeNames {
    private final ImageSet set;

    VolumeNames(ImageSet set) {
        this.set = set;
    }

    /**
     * Names a volume.
     *
     * @param volume of the set
     * @return such as {@code C: (volume 3)} or {@code volume 1 (SYSTEM)}
     */
    String name(NumberedVolume volume) {
        Optional<String> letter = set.letter(volume);
        if (letter.isPresent()) {
            return letter.get() + ": (volume " + volume.number() + ")";
        }
        String label = VolumeLabels.of(volume.volume());
        return "volume " + volume.number() + (label.isEmpty() ? "" : " (" + label + ")");
    }

    /**
     * Names the volume that a boot entry means.
     *
     * @param device of the entry
     * @return empty if it is no partition, or none or several of this set
     */
    Optional<String> of(BcdDevice device) {
        NumberedVolume found = null;
        for (NumberedVolume volume : set.volumes()) {
            if (volume.onDisk()
                    .flatMap(DiskVolume::partition)
                    .filter(p -> means(device, volume, p))
                    .isPresent()) {
                if (found != null) {
                    return Optional.empty();
                }
                found = volume;
            }
        }
        return Optional.ofNullable(found).map(this::name);
    }

    private static boolean means(BcdDevice device, NumberedVolume volume, Partition partition) {
        Optional<VolumeName> name = fileName(volume);
        if (device instanceof BcdDevice.GptPartition gpt) {
            return partition.guid().equals(Optional.of(gpt.partition()))
                    || name.filter(n -> n.guid().equals(gpt.partition())).isPresent();
        } else if (device instanceof BcdDevice.MbrPartition mbr) {
            boolean inTable = partition.offset() == mbr.offset()
                    && volume.image() instanceof DiskImage image
                    && image.table().mbrSignature().orElse(-1) == mbr.diskSignature();
            return inTable
                    || name.flatMap(VolumeName::mbrPartition)
                            .filter(p -> p.offset() == mbr.offset() && p.diskSignature() == mbr.diskSignature())
                            .isPresent();
        }
        return false;
    }

    /** Windows names an image after its volume, and a volume after its partition. */
    private static Optional<VolumeName> fileName(NumberedVolume volume) {
        return volume.image().volumes().size() == 1
                ? SetImage.of(volume.image().path()).flatMap(SetImage::volume)
                : Optional.empty();
    }
}
