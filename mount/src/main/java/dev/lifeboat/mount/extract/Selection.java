package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be copied from one volume. The file system's own files are left out, unless one is named.
 *
 * @param tree of the volume
 * @param starts files, and directories with all that lies below; none lies in another
 * @param names by which the volume was called where it was in use, for links: {@code C:}, {@code Volume{GUID}}; none if
 *     nobody knows
 */
public record Selection(FileTree tree, List<FileNode> starts, Set<String> names) {
    /**
     * How much there is to copy.
     *
     * @param files number of names
     * @param bytes sum of their sizes, holes included; at most {@link Long#MAX_VALUE}, which only a hostile image reaches
     * @param least bytes that the copy takes up for certain: each file once, without what turns out to be unreadable
     */
    public record Size(long files, long bytes, long least) {
        /**
         * Adds another.
         *
         * @param other to add
         * @return the sum
         */
        public Size plus(Size other) {
            return new Size(files + other.files, sum(bytes, other.bytes), sum(least, other.least));
        }

        private static long sum(long a, long b) {
            return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
        }
    }

    /**
     * Finds what is named.
     *
     * @param tree of the volume
     * @param paths in it; a path in another of them adds nothing
     * @return the selection
     * @throws NoSuchFileException if one does not exist
     * @throws ImageException if a directory on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public static Selection of(FileTree tree, List<String> paths) throws IOException {
        List<FileNode> starts = new ArrayList<>();
        for (String path : paths) {
            FileNode node = tree.find(path);
            if (starts.stream().noneMatch(start -> covers(start, node))) {
                starts.removeIf(start -> covers(node, start));
                starts.add(node);
            }
        }
        return new Selection(tree, List.copyOf(starts), Set.of());
    }

    /**
     * Returns the same, with the volume's names.
     *
     * @param called by others, as {@link #names}
     * @return a selection
     */
    public Selection called(Set<String> called) {
        return new Selection(tree, starts, Set.copyOf(called));
    }

    /**
     * Returns by what absolute links call the volume.
     *
     * @return the names in capital letters; where nobody knows its letter, that by which Windows' own links in the volume call it
     * @throws IOException if the storage cannot be read
     */
    public Set<String> ownNames() throws IOException {
        Set<String> own = new HashSet<>();
        names.forEach(name -> own.add(name.toUpperCase(Locale.ROOT)));
        if (own.stream().noneMatch(name -> name.endsWith(":"))) {
            own.addAll(OwnDrive.of(tree));
        }
        return own;
    }

    private static boolean covers(FileNode outer, FileNode inner) {
        String below = outer.path().equals("/") ? "/" : outer.path() + "/";
        return inner.path().equals(outer.path()) || inner.path().startsWith(below);
    }

    /**
     * Counts what there is. What cannot be read is not counted, and not complained about.
     *
     * @param holes whether the host can have files with holes, which then take up nothing
     * @return the size
     * @throws IOException if the storage cannot be read
     */
    public Size size(boolean holes) throws IOException {
        SizeCounter counter = new SizeCounter(tree, holes);
        for (FileNode start : starts) {
            counter.begin(start);
            if (start.directory()) {
                tree.walk(start, counter);
            } else {
                counter.node(start);
            }
        }
        return counter.size();
    }
}
