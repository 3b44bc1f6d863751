package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.source.ByteSource;

/**
 * A disk inside an image, the subject of these checks.
 *
 * @param bytes of the whole disk
 * @param sectorSize logical, 512 or 4096 bytes; 512 where nobody knows
 */
public record Disk(ByteSource bytes, int sectorSize) {}
