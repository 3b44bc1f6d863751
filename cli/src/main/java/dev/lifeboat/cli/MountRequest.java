package dev.lifeboat.cli;

import dev.lifeboat.mount.inode.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/**
 * What is to be mounted.
 *
 * @param source the image or backup, for the system's list of mounts
 * @param where the folder, or on Windows a drive letter
 * @param images what the command line says of them
 * @param volume the only one that is shown
 * @param raw whether volumes and disks are shown as files
 * @param overlay whether the system may write into a temporary file; Windows only
 * @param elevate whether to run with the rights of an administrator without asking first; Windows only
 * @param allowOther whether other users may enter
 * @param background whether to return when the mount answers
 * @param content finds what to show; not asked before the folder was checked
 * @param line receives messages
 */
record MountRequest(
        Path source,
        Path where,
        ImageArguments images,
        Optional<String> volume,
        boolean raw,
        boolean overlay,
        boolean elevate,
        boolean allowOther,
        boolean background,
        Content content,
        CommandLine line) {
    /** Finds what to show. */
    interface Content {
        /**
         * Finds it.
         *
         * @return the root of the mount
         * @throws IOException if there is nothing, or it cannot be read
         */
        Place root() throws IOException;
    }
}
