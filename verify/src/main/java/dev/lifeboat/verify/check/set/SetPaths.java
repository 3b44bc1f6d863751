package dev.lifeboat.verify.check.set;

import java.nio.file.Path;

/** How findings name the places of a set: from the computer's folder on. */
final class SetPaths {
    private SetPaths() {}

    static String computer(SetContents set) {
        return set.set().computer().name();
    }

    static String version(SetContents set) {
        return computer(set) + "/" + set.set().version().name();
    }

    static String inSet(SetContents set, Path file) {
        Path top = set.set().computer().folder().toAbsolutePath().normalize();
        Path full = file.toAbsolutePath().normalize();
        return full.startsWith(top) && !full.equals(top)
                ? computer(set) + "/" + top.relativize(full).toString().replace('\\', '/')
                : full.toString();
    }
}
