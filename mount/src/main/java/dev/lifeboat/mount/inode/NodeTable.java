package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of all volumes but those of NTFS that the host knows, by number. When there are many, the host is asked to forget the oldest; if it keeps them, further
 * ones are refused.
 */
final class NodeTable {
    /** The root has a number of its own and is not kept. */
    static final long ROOT = 1;

    private final int most;
    private final Map<Long, Entry> byNumber = new LinkedHashMap<>();
    private final Map<Key, Entry> byKey = new HashMap<>();
    private long last = ROOT;

    private static final class Entry {
        private final Key key;
        private final FileNode node;
        private final KnownName name;
        private final long number;
        private long times;

        Entry(Key key, FileNode node, KnownName name, long number) {
            this.key = key;
            this.node = node;
            this.name = name;
            this.number = number;
        }
    }

    /**
     * What tells one file from another.
     *
     * @param volume that holds it
     * @param file the tree's own key
     * @param path of a link, since its text depends on where it is seen; else empty
     */
    private record Key(long volume, Object file, String path) {}

    /**
     * @param most how many files it holds before the host is asked to forget; four times as many are refused
     */
    NodeTable(int most) {
        this.most = most;
    }

    /**
     * Gives a file its number, the same as long as the host knows it.
     *
     * @param volume that holds it
     * @param directory that it was found in, as the host knows it
     * @param node the file
     * @param shown its name as the host shows it
     * @return the number
     * @throws UnsupportedImageException if it is a directory that is known under another path, or there are too many files
     */
    synchronized long find(long volume, long directory, FileNode node, String shown) throws UnsupportedImageException {
        Key key = new Key(volume, node.file(), node.type() == FileNode.Type.LINK ? node.path() : "");
        Entry entry = byKey.get(key);
        if (entry == null) {
            if (byNumber.size() >= 4L * most) {
                throw new UnsupportedImageException(
                        node.path(), "is one file too many: programs keep " + byNumber.size() + " in use");
            }
            entry = new Entry(key, node, new KnownName(directory, shown), ++last);
            byKey.put(key, entry);
            byNumber.put(entry.number, entry);
        } else if (node.directory() && !entry.node.path().equals(node.path())) {
            throw new UnsupportedImageException(
                    node.path(), "is the same directory as " + entry.node.path() + "; it is not entered twice");
        }
        entry.times++;
        return entry.number;
    }

    synchronized FileNode node(long number) throws IOException {
        Entry entry = byNumber.get(number);
        if (entry == null) {
            throw new IOException("no file has the number " + number);
        }
        return entry.node;
    }

    synchronized void forget(long number, long times) {
        Entry entry = byNumber.get(number);
        if (entry != null) {
            entry.times -= times;
            if (entry.times <= 0) {
                byNumber.remove(number);
                byKey.remove(entry.key);
            }
        }
    }

    synchronized boolean crowded() {
        return byNumber.size() >= most;
    }

    /** Those that were found first, a quarter of what may be there. Not directories, which programs may be in. */
    synchronized List<KnownName> oldest() {
        List<KnownName> names = new ArrayList<>();
        for (Entry entry : byNumber.values()) {
            if (names.size() >= most / 4) {
                break;
            }
            if (!entry.node.directory()) {
                names.add(entry.name);
            }
        }
        return names;
    }
}
