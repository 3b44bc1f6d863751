package dev.lifeboat.mount.inode;

import java.io.IOException;

/** Part of what a directory holds, always in the same order: images do not change. */
public interface Listing {
    /**
     * Returns where in the directory this part begins.
     *
     * @return the place of the first entry, from 0
     */
    long first();

    /**
     * Returns how many entries this part has.
     *
     * @return 0 only if the directory ends before {@link #first}
     */
    int size();

    /**
     * Returns a name as the host shows it.
     *
     * @param i from 0
     * @return in UTF-8, 1 to 255 bytes, without slash and NUL
     */
    byte[] name(int i);

    /**
     * Returns what a name stands for, as far as the directory itself says.
     *
     * @param i from 0
     * @return its kind
     */
    Inode.Kind kind(int i);

    /**
     * Looks at the file behind a name.
     *
     * @param i from 0
     * @return what is known of it
     * @throws IOException if it is damaged, or the storage cannot be read
     */
    Inode inode(int i) throws IOException;

    /**
     * Returns how much memory this takes.
     *
     * @return in bytes, about
     */
    int weight();
}
