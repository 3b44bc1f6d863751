package dev.lifeboat.mount.inode;

/**
 * A name that the host knows.
 *
 * @param directory its number in the mount
 * @param name as the host shows it
 */
public record KnownName(long directory, String name) {}
