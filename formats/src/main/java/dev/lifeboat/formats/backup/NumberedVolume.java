package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;

/**
 * A volume of a set, with the number that people call it by.
 *
 * @param number from 1, in the order of image files by name and then of partitions by offset
 * @param image that holds it
 * @param volume itself
 */
public record NumberedVolume(int number, DiskImage image, DiskVolume volume) {}
