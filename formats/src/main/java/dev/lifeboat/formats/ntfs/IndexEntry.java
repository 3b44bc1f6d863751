package dev.lifeboat.formats.ntfs;

/**
 * A file in a directory.
 *
 * @param reference bits of the {@link FileReference} to the file; its record may meanwhile hold another file
 * @param name the name, with copies of sizes and times that may lag
 */
public record IndexEntry(long reference, FileName name) {}
