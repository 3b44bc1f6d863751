package dev.lifeboat.mount.extract;

import dev.lifeboat.mount.tree.FileNode.Attribute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.util.Optional;

/**
 * Read-only, hidden, system and archive: on Windows themselves, on Linux the extended attribute {@code user.DOSATTRIB}, which
 * Samba and Wine read. Java does both through one view.
 */
final class DosAttributes {
    private DosAttributes() {}

    /** Whether they are kept where nobody says anything about them: where people see them. */
    static boolean usual() {
        return HostNames.onWindows();
    }

    /**
     * Sets them.
     *
     * @param path of a file or folder, no link
     * @param bits as Windows has them; the others are passed over
     * @return why it could not be done; empty if it was
     */
    static Optional<String> set(Path path, int bits) {
        DosFileAttributeView view =
                Files.getFileAttributeView(path, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return Optional.of("this computer has none");
        }
        try {
            DosFileAttributes now = view.readAttributes();
            if (has(bits, Attribute.HIDDEN) != now.isHidden()) {
                view.setHidden(!now.isHidden());
            }
            if (has(bits, Attribute.SYSTEM) != now.isSystem()) {
                view.setSystem(!now.isSystem());
            }
            if (has(bits, Attribute.ARCHIVE) != now.isArchive()) {
                view.setArchive(!now.isArchive());
            }
            if (has(bits, Attribute.READ_ONLY) != now.isReadOnly()) {
                view.setReadOnly(!now.isReadOnly());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(HostErrors.text(e));
        }
    }

    private static boolean has(int bits, Attribute attribute) {
        return (bits & attribute.bit()) != 0;
    }
}
