package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The files of a volume by number. May be used by several threads. */
interface Inodes {
    /** Numbers have so many bits; what is above them tells the volume. */
    int BITS = 48;

    /** Takes note of part of a directory that cannot be read; the rest is listed. */
    interface Damage {
        void damaged(String path, ImageException problem);
    }

    /**
     * Returns the root directory.
     *
     * @return its number
     */
    long root();

    /**
     * Looks at a file.
     *
     * @param number of a file that was found before
     * @return what is known of it
     * @throws ImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    Inode inode(long number) throws IOException;

    /**
     * Finds a name in a directory, spelled exactly so. The caller tells by {@link #forget} when it needs the number no more.
     *
     * @param directory its number
     * @param name as the host shows it
     * @return the file
     * @throws NoSuchFileException if there is none
     * @throws ImageException if the directory or the file is damaged
     * @throws IOException if the storage cannot be read
     */
    Inode find(long directory, String name) throws IOException;

    /**
     * Lists part of a directory.
     *
     * @param directory its number
     * @param from place of the first entry to list
     * @param most bytes of memory that the part may take, about
     * @param damage is told what cannot be listed
     * @return from there on as many entries as fit, at least one if there is any
     * @throws IOException if the storage cannot be read
     */
    Listing list(long directory, long from, int most, Damage damage) throws IOException;

    /**
     * Opens a stream of a file.
     *
     * @param number of the file
     * @param stream empty for the main one
     * @return its bytes
     * @throws NoSuchFileException if there is no such stream
     * @throws ImageException if it cannot be decoded
     * @throws IOException if the storage cannot be read
     */
    ByteSource open(long number, String stream) throws IOException;

    /**
     * Returns the streams of a file or directory.
     *
     * @param number of it
     * @return the main one too, if it has one
     * @throws IOException as {@link #inode}
     */
    List<FileDetails.Stream> streams(long number) throws IOException;

    /**
     * Returns the text of a link as the host has to see it: relative, and never out of the volume; or, for a target that is
     * not in the volume, a text without a slash, which leads nowhere.
     *
     * @param number of the link
     * @return 1 to 4095 bytes in UTF-8
     * @throws ImageException if there is no such text
     * @throws IOException if the storage cannot be read
     */
    String link(long number) throws IOException;

    /**
     * Returns how to call a file in a message.
     *
     * @param number of it
     * @return its path from the root of the volume, as far as it is known
     */
    String path(long number);

    /**
     * Takes note that a number is not needed any more.
     *
     * @param number that was found
     * @param times how often it was found
     */
    default void forget(long number, long times) {}
}
