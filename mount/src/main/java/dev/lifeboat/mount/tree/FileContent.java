package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;

/**
 * All that a copy needs of a file, for one look at it.
 *
 * @param details times, names and streams
 * @param main the bytes of the main stream
 */
public record FileContent(FileDetails details, ByteSource main) {}
