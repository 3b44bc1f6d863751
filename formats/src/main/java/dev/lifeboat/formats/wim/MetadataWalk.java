package dev.lifeboat.formats.wim;

import java.io.IOException;
import java.util.Arrays;

/** Visits every name of an image, with its path, without recursion: a hostile tree may be half a million levels deep. */
final class MetadataWalk {
    /** What Windows can use; of longer paths the rest is left out. */
    private static final int LONGEST_PATH = 32_767;

    private final WimMetadata metadata;
    private final WimMetadata.PathVisitor visitor;
    private final StringBuilder path = new StringBuilder();
    private long[] next = new long[64];
    private int[] lengths = new int[64];
    private int depth;

    MetadataWalk(WimMetadata metadata, WimMetadata.PathVisitor visitor) {
        this.metadata = metadata;
        this.visitor = visitor;
    }

    void walk() throws IOException {
        Dentry root = metadata.root();
        visitor.dentry(root, "/");
        enter(root);
        while (depth > 0) {
            long at = next[depth - 1];
            path.setLength(lengths[depth - 1]);
            if (metadata.endsAt(at)) {
                depth--;
                continue;
            }
            Dentry dentry = metadata.dentry(at);
            next[depth - 1] = dentry.next();
            path.append('/').append(dentry.name());
            path.setLength(Math.min(path.length(), LONGEST_PATH));
            visitor.dentry(dentry, path);
            enter(dentry);
        }
    }

    private void enter(Dentry directory) {
        if (!directory.directory() || directory.children() == 0) {
            return;
        }
        if (depth == next.length) {
            next = Arrays.copyOf(next, 2 * depth);
            lengths = Arrays.copyOf(lengths, 2 * depth);
        }
        next[depth] = directory.children();
        lengths[depth] = path.length();
        depth++;
    }
}
