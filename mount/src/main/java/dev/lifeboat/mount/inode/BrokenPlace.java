package dev.lifeboat.mount.inode;

import java.io.IOException;

/**
 * An image that cannot be opened, shown as a folder that cannot be entered, so that nobody misses it.
 *
 * @param name as the host shows it
 * @param problem why
 */
record BrokenPlace(String name, IOException problem) implements Place {}
