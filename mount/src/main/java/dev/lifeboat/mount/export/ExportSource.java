package dev.lifeboat.mount.export;

import dev.lifeboat.formats.source.ByteSource;

/**
 * What is exported.
 *
 * @param bytes of the volume or disk
 * @param sectorSize 512 or 4096 bytes
 * @param identity text that is the same for the same bytes and another for others, as far as that can be told without reading
 *     them: which files, their sizes and times
 */
public record ExportSource(ByteSource bytes, int sectorSize, String identity) {}
