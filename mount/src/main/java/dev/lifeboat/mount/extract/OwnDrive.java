package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The drive letter that a volume of Windows has in its own eyes: setup makes links for old programs that lead to folders of
 * the same volume.
 */
final class OwnDrive {
    private static final Map<String, String> LINKS =
            Map.of("/Documents and Settings", ":\\Users", "/Users/All Users", ":\\ProgramData");

    private OwnDrive() {}

    /**
     * Looks for such links.
     *
     * @param tree of a volume
     * @return the letter with its colon, or nothing if there are none, or if they do not agree
     * @throws IOException if the storage cannot be read
     */
    static Set<String> of(FileTree tree) throws IOException {
        String found = "";
        for (Map.Entry<String, String> link : LINKS.entrySet()) {
            String target = target(tree, link.getKey());
            if (target.length() > 1 && target.substring(1).equalsIgnoreCase(link.getValue())) {
                String drive = target.substring(0, 2).toUpperCase(Locale.ROOT);
                if (!found.isEmpty() && !found.equals(drive)) {
                    return Set.of();
                }
                found = drive;
            }
        }
        return found.isEmpty() ? Set.of() : Set.of(found);
    }

    private static String target(FileTree tree, String path) throws IOException {
        try {
            FileNode node = tree.find(path);
            return node.type() == FileNode.Type.LINK ? tree.details(node).linkTarget() : "";
        } catch (NoSuchFileException | ImageException e) {
            return "";
        }
    }
}
