package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.ntfs.LinkTable;
import dev.lifeboat.formats.ntfs.MftCatalog;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.UpCase;
import dev.lifeboat.formats.source.FileTimes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Walks a whole NTFS volume from a catalog of its MFT. */
final class MftWalk {
    private final NtfsVolume volume;
    private final MftCatalog catalog;
    private final UpCase upCase;
    private final NodeVisitor visitor;
    private final BitSet visited = new BitSet();

    /** Its path is put together when it is its turn: a hostile volume has many that wait, of 32,767 characters each. */
    private record Directory(int record, Directory parent, int link) {}

    private record Named(int link, String name) {}

    private MftWalk(NtfsVolume volume, MftCatalog catalog, NodeVisitor visitor) {
        this.volume = volume;
        this.catalog = catalog;
        this.upCase = volume.upCase();
        this.visitor = visitor;
    }

    /**
     * Visits every name that can be reached from the root.
     *
     * @param volume to walk
     * @param visitor receives the names
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    static void walk(NtfsVolume volume, NodeVisitor visitor) throws IOException {
        MftCatalog catalog =
                MftCatalog.scan(volume, (record, problem) -> visitor.damaged("MFT record " + record, problem));
        new MftWalk(volume, catalog, visitor).walk();
    }

    private void walk() throws IOException {
        visited.set(NtfsVolume.ROOT);
        Deque<Directory> pending = new ArrayDeque<>();
        pending.push(new Directory(NtfsVolume.ROOT, null, -1));
        while (!pending.isEmpty()) {
            List<Directory> inside = visit(pending.pop());
            for (int i = inside.size() - 1; i >= 0; i--) {
                pending.push(inside.get(i));
            }
        }
    }

    private List<Directory> visit(Directory directory) throws IOException {
        List<Directory> inside = new ArrayList<>();
        String above = path(directory);
        for (Named named : names(directory)) {
            int record = catalog.links().file(named.link());
            String path = above + "/" + named.name();
            if (path.length() > NtfsTree.LONGEST_PATH) {
                visitor.damaged(path, NtfsTree.tooLong(volume));
                continue;
            }
            visitor.node(node(record, path));
            if (catalog.directory(record) && !catalog.link(record)) {
                if (visited.get(record)) {
                    visitor.damaged(path, TreeWalk.metBefore(path));
                } else {
                    visited.set(record);
                    inside.add(new Directory(record, directory, named.link()));
                }
            }
        }
        return inside;
    }

    private String path(Directory directory) {
        Deque<String> names = new ArrayDeque<>();
        for (Directory at = directory; at.parent() != null; at = at.parent()) {
            names.push(catalog.links().name(at.link()));
        }
        StringBuilder path = new StringBuilder();
        for (String name : names) {
            path.append('/').append(name);
        }
        return path.toString();
    }

    private Named[] names(Directory directory) {
        LinkTable links = catalog.links();
        Named[] named = Arrays.stream(links.in(directory.record()))
                .filter(link -> !links.dosOnly(link) && links.file(link) != NtfsVolume.ROOT && catalog.counts(link))
                .mapToObj(link -> new Named(link, links.name(link)))
                .toArray(Named[]::new);
        Arrays.sort(named, (a, b) -> upCase.compare(a.name(), b.name()));
        return named;
    }

    private FileNode node(int record, String path) {
        FileNode.Type type = catalog.link(record)
                ? FileNode.Type.LINK
                : catalog.directory(record) ? FileNode.Type.DIRECTORY : FileNode.Type.FILE;
        return new FileNode(
                path,
                type,
                catalog.size(record),
                FileTimes.time(catalog.modified(record)),
                catalog.attributes(record),
                (long) record,
                NtfsTree.internal(record, path));
    }
}
