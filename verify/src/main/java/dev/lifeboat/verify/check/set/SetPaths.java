package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.BackupSet;
import java.nio.file.Path;

/** How findings name the places of a set: from the computer's folder on. */
public final class SetPaths {
    private SetPaths() {}

    static String computer(SetContents set) {
        return set.set().computer().name();
    }

    static String version(SetContents set) {
        return version(set.set());
    }

    /**
     * Names the folder of a version.
     *
     * @param set that it is of
     * @return computer and version
     */
    public static String version(BackupSet set) {
        return set.computer().name() + "/" + set.version().name();
    }

    static String inSet(SetContents set, Path file) {
        return inSet(set.set(), file);
    }

    /**
     * Names a file of a set.
     *
     * @param set where it lies
     * @param file of it
     * @return its path from the computer's folder on; the whole path of a file elsewhere
     */
    public static String inSet(BackupSet set, Path file) {
        Path top = set.computer().folder().toAbsolutePath().normalize();
        Path full = file.toAbsolutePath().normalize();
        return full.startsWith(top) && !full.equals(top)
                ? set.computer().name() + "/" + top.relativize(full).toString().replace('\\', '/')
                : full.toString();
    }
}
