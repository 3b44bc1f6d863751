package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.image.Volume;
import java.util.Optional;

/**
 * A volume of a set, with the number that people call it by.
 *
 * @param number from 1, in the order of image files by name and then of partitions by offset, or of images in a WIM
 * @param image that holds it
 * @param volume itself
 */
public record NumberedVolume(int number, Image image, Volume volume) {
    /**
     * Returns the volume as one of a disk.
     *
     * @return empty for an image of a WIM
     */
    public Optional<DiskVolume> onDisk() {
        return volume instanceof DiskVolume disk ? Optional.of(disk) : Optional.empty();
    }
}
