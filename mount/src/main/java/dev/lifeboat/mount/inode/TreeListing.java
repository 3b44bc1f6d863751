package dev.lifeboat.mount.inode;

import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Part of a directory of any volume. */
final class TreeListing implements Listing {
    private static final int BYTES_AN_ENTRY = 300;

    private final long first;
    private final int most;
    private final Opener opener;
    private final List<Entry> entries = new ArrayList<>();
    private int weight;

    private record Entry(FileNode node, String name, Inode.Kind kind) {}

    /** Looks at a file. */
    interface Opener {
        Inode open(FileNode node) throws IOException;
    }

    TreeListing(long first, int most, Opener opener) {
        this.first = first;
        this.most = most;
        this.opener = opener;
    }

    void add(FileNode node, String shown, Inode.Kind kind) throws NtfsListing.FullException {
        if (!entries.isEmpty() && weight > most) {
            throw new NtfsListing.FullException();
        }
        entries.add(new Entry(node, shown, kind));
        weight += BYTES_AN_ENTRY + 2 * node.path().length();
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public byte[] name(int i) {
        return entries.get(i).name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Inode.Kind kind(int i) {
        return entries.get(i).kind();
    }

    @Override
    public Inode inode(int i) throws IOException {
        return opener.open(entries.get(i).node());
    }

    @Override
    public int weight() {
        return weight;
    }
}
