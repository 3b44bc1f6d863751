package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.util.Optional;

/** Names that a volume may hold and a path may not. */
final class Names {
    private Names() {}

    /**
     * Looks for what stops a name from being shown.
     *
     * @param volume that holds it
     * @param name as it stands there
     * @param path that it would have
     * @return the complaint
     */
    static Optional<ImageException> complaint(ByteSource volume, String name, String path) {
        boolean impossible = name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0;
        if (impossible) {
            return Optional.of(
                    new CorruptImageException(volume, 0, "directory", "holds the impossible name '" + name + "'"));
        }
        return path.length() > NtfsTree.LONGEST_PATH ? Optional.of(NtfsTree.tooLong(volume.name())) : Optional.empty();
    }
}
