package dev.lifeboat.it.damage;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the readers say an image holds: its volumes, and of every file the name, type, size, link target and each stream's
 * hash; once as a walk of the volume finds it, and once as its directories list it. Times and attributes are left out: they
 * are kept once, and any is possible.
 */
final class Answers {
    /** A damaged size may be any; of what no sound image here has, the two ends must do. */
    private static final long LARGEST_HASHED = 64 << 20;

    private static final int END = 1 << 16;

    private final Map<String, String> facts = new TreeMap<>();
    private final Map<String, ImageException> refusals = new LinkedHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(END);

    private Answers() {}

    /**
     * Reads everything.
     *
     * @throws ImageException if the image cannot be opened at all
     */
    static Answers read(BackupLocation location) throws IOException {
        Answers answers = new Answers();
        try (ImageSet set = ImageSet.open(location)) {
            for (NumberedVolume volume : set.volumes()) {
                answers.read(volume);
            }
        }
        return answers;
    }

    /** What was refused here and not there. */
    List<ImageException> refusalsBeyond(Answers sound) {
        List<ImageException> more = new ArrayList<>();
        refusals.forEach((message, refusal) -> {
            if (!sound.refusals.containsKey(message)) {
                more.add(refusal);
            }
        });
        return more;
    }

    /** What these answers say that is not so. What is missing counts only where nothing was refused. */
    List<String> differencesFrom(Answers sound) {
        List<String> differences = new ArrayList<>();
        facts.forEach((fact, value) -> {
            String expected = sound.facts.get(fact);
            if (!value.equals(expected)) {
                differences.add(fact + " is " + value + ", expected " + expected);
            }
        });
        if (refusalsBeyond(sound).isEmpty()) {
            for (String fact : sound.facts.keySet()) {
                if (!facts.containsKey(fact)) {
                    differences.add(fact + " is missing");
                }
            }
        }
        return differences;
    }

    private void refused(ImageException problem) {
        refusals.put(String.valueOf(problem.getMessage()), problem);
    }

    private void read(NumberedVolume volume) throws IOException {
        String name = "volume " + volume.number();
        facts.put(name, volume.volume().kind() + " of " + volume.volume().size() + " bytes");
        if (!FileTrees.supports(volume.volume())) {
            return;
        }
        FileTree tree;
        try {
            tree = FileTrees.open(volume.volume());
            facts.put(name + " label", VolumeLabels.of(volume.volume()));
            Reading walk = new Reading(tree, name + " walk ");
            tree.walk(tree.root(), walk);
            Reading directories = new Reading(tree, name + " ");
            directories.descend();
        } catch (ImageException e) {
            refused(e);
        }
    }

    /** One way through a volume. */
    private final class Reading implements NodeVisitor {
        private final FileTree tree;
        private final String prefix;
        private final Deque<FileNode> pending = new ArrayDeque<>();
        private final Set<Object> entered = new HashSet<>();

        Reading(FileTree tree, String prefix) {
            this.tree = tree;
            this.prefix = prefix;
        }

        void descend() throws IOException {
            pending.push(tree.root());
            while (!pending.isEmpty()) {
                FileNode directory = pending.pop();
                if (entered.add(directory.file())) {
                    tree.children(directory, this);
                }
            }
        }

        @Override
        public void node(FileNode node) throws IOException {
            if (node.internal()) {
                return; // the file system's own, which nobody restores by name
            }
            if (node.directory()) {
                pending.push(node);
            }
            try {
                FileDetails details = tree.details(node);
                facts.put(prefix + node.path(), node.type() + " of " + node.size() + " bytes " + details.linkTarget());
                for (FileDetails.Stream stream : details.streams()) {
                    stream(node, stream);
                }
            } catch (ImageException e) {
                refused(e);
            }
        }

        private void stream(FileNode node, FileDetails.Stream stream) throws IOException {
            String name = prefix + node.path() + ":" + stream.name();
            try {
                ByteSource source = tree.open(node, stream.name());
                facts.put(name, source.size() + " bytes, " + hash(source));
            } catch (ImageException e) {
                refused(e);
            }
        }

        @Override
        public void damaged(String path, ImageException problem) {
            refused(problem);
        }
    }

    private String hash(ByteSource source) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long size = source.size();
        for (long at = 0; at < size; at += END) {
            if (size > LARGEST_HASHED && at > 0) {
                at = size - END;
            }
            buffer.clear().limit((int) Math.min(END, size - at));
            source.read(at, buffer);
            digest.update(buffer.flip());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
