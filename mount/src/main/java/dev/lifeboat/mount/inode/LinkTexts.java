package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.extract.LinkTarget;
import dev.lifeboat.mount.extract.Selection;
import dev.lifeboat.mount.extract.UnlinkedException;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;

/**
 * Texts of links for the host. A link of Windows that leads to a place in its own volume becomes a relative one: first up,
 * at most to the root of the volume, then down. All others become a text without a slash: whoever follows it looks for a
 * file of that name beside the link.
 */
final class LinkTexts {
    /** PATH_MAX of Linux without the NUL at the end. */
    private static final int LONGEST = 4095;

    private final FileTree tree;
    private final Set<String> names;
    private final ShownNames shown;
    private volatile Set<String> ownNames;

    /**
     * @param tree of the volume
     * @param names of the volume, as for {@link Selection#called}
     * @param shown how the host shows names
     */
    LinkTexts(FileTree tree, Set<String> names, ShownNames shown) {
        this.tree = tree;
        this.names = names;
        this.shown = shown;
    }

    /**
     * Makes the text of a link.
     *
     * @param text as the image has it
     * @param directory path of the directory that the link is seen in, whatever else it is called
     * @return for the host
     * @throws ImageException if nothing can be said that leads nowhere else
     * @throws IOException if the storage cannot be read
     */
    String text(String text, String directory) throws IOException {
        String made;
        try {
            made = relative(directory, LinkTarget.path(text, directory.equals("/") ? "" : directory, ownNames()));
        } catch (UnlinkedException e) {
            made = harmless(text, directory, e.getMessage());
        }
        if (made.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw refusal(directory, "its text is too long for this computer");
        }
        return made;
    }

    private Set<String> ownNames() throws IOException {
        Set<String> known = ownNames;
        if (known == null) {
            known = Selection.of(tree, List.of("/")).called(names).ownNames();
            ownNames = known;
        }
        return known;
    }

    private static String harmless(String text, String directory, String reason) throws UnsupportedImageException {
        String made = text.replace('/', '\\').replace('\0', '?');
        if (made.isEmpty() || made.equals(".") || made.equals("..")) {
            throw refusal(directory, reason);
        }
        return made;
    }

    private static UnsupportedImageException refusal(String directory, String reason) {
        return new UnsupportedImageException(directory, "holds a link that cannot be shown: " + reason);
    }

    private String relative(String directory, String target) throws IOException {
        List<String> from = parts(directory);
        List<String> to = parts(spelled(target));
        int same = 0;
        while (same < from.size() && same < to.size() && from.get(same).equals(to.get(same))) {
            same++;
        }
        StringBuilder text = new StringBuilder("../".repeat(from.size() - same));
        for (String part : to.subList(same, to.size())) {
            text.append(shown.of(part)).append('/');
        }
        return text.length() == 0 ? "." : text.substring(0, text.length() - 1);
    }

    /** Windows does not care for the case of letters; the host does. */
    private String spelled(String target) throws IOException {
        try {
            return tree.find(target).path();
        } catch (NoSuchFileException | ImageException e) {
            return target; // it leads nowhere, or through another link
        }
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1)).stream()
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
