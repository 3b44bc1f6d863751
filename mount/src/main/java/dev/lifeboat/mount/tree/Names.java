package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.util.Optional;

/** Names that a volume may hold and a path may not. */
public final class Names {
    private Names() {}

    /**
     * Tells whether no path can hold a name.
     *
     * @param name as it stands in a directory
     * @return true if it is empty, means a directory, or holds what separates names or ends them
     */
    public static boolean isImpossible(String name) {
        return name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0;
    }

    /**
     * Looks for what stops a name from being shown.
     *
     * @param volume that holds it
     * @param name as it stands there
     * @param path that it would have
     * @return the complaint
     */
    static Optional<ImageException> complaint(ByteSource volume, String name, String path) {
        if (isImpossible(name)) {
            return Optional.of(
                    new CorruptImageException(volume, 0, "directory", "holds the impossible name '" + name + "'"));
        }
        return path.length() > NtfsTree.LONGEST_PATH ? Optional.of(NtfsTree.tooLong(volume.name())) : Optional.empty();
    }
}
