package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileContent;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A tree that holds what a test says, also what no file system would. */
final class FakeTree implements FileTree {
    static final Instant CREATED = Instant.parse("2001-02-03T04:05:06Z");
    static final Instant MODIFIED = Instant.parse("2011-12-13T14:15:16.123456700Z");
    static final Instant ACCESSED = Instant.parse("2021-01-02T03:04:05Z");

    private final List<FileNode> nodes = new ArrayList<>();
    private final Map<Object, ByteSource> contents = new HashMap<>();
    private final Map<Object, IOException> failures = new HashMap<>();
    private final Map<Object, Integer> names = new HashMap<>();
    private final Map<Object, String> targets = new HashMap<>();
    private final Map<Object, Map<String, ByteSource>> streams = new HashMap<>();
    private final Map<Object, SecurityDescriptor> security = new HashMap<>();
    private final Map<Object, Long> turns = new HashMap<>();
    private long lastKey;
    private RuntimeException breakDown;

    FakeTree directory(String path) {
        add(path, FileNode.Type.DIRECTORY, 0, ++lastKey, false);
        return this;
    }

    FakeTree file(String path, String content) {
        return file(path, ByteSource.of(path, content.getBytes(StandardCharsets.UTF_8)));
    }

    FakeTree file(String path, ByteSource content) {
        add(path, FileNode.Type.FILE, content.size(), ++lastKey, false);
        contents.put(lastKey, content);
        names.put(lastKey, 1);
        return this;
    }

    /** A further name of the file that was added last. */
    FakeTree name(String path) {
        add(path, FileNode.Type.FILE, contents.get(lastKey).size(), lastKey, false);
        names.merge(lastKey, 1, Integer::sum);
        return this;
    }

    /** A stream of the file or directory that was added last. */
    FakeTree stream(String name, ByteSource content) {
        streams.computeIfAbsent(lastKey, key -> new LinkedHashMap<>()).put(name, content);
        return this;
    }

    FakeTree stream(String name, String content) {
        return stream(name, ByteSource.of(name, content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of the file or directory that was added last. */
    FakeTree security(SecurityDescriptor descriptor) {
        security.put(lastKey, descriptor);
        return this;
    }

    /** Of the file or directory that was added last. */
    FakeTree attributes(int bits) {
        FileNode last = nodes.remove(nodes.size() - 1);
        nodes.add(new FileNode(
                last.path(), last.type(), last.size(), last.modified(), bits, last.file(), last.internal()));
        return this;
    }

    /** Says where the content of the file that was added last lies among those that are to be read in turn. */
    FakeTree turn(long turn) {
        turns.put(lastKey, turn);
        return this;
    }

    FakeTree link(String path, String target) {
        add(path, FileNode.Type.LINK, 0, ++lastKey, false);
        targets.put(lastKey, target);
        return this;
    }

    FakeTree internal(String path, String content) {
        add(path, FileNode.Type.FILE, content.length(), ++lastKey, true);
        contents.put(lastKey, ByteSource.of(path, content.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** A file that cannot even be opened. */
    FakeTree failing(String path, IOException failure) {
        add(path, FileNode.Type.FILE, 7, ++lastKey, false);
        failures.put(lastKey, failure);
        return this;
    }

    /** Its walk does not come to an end. */
    FakeTree breakingDown(RuntimeException failure) {
        breakDown = failure;
        return this;
    }

    private void add(String path, FileNode.Type type, long size, Object key, boolean internal) {
        nodes.add(new FileNode(path, type, size, Optional.of(MODIFIED), 0, key, internal));
    }

    @Override
    public FileNode root() {
        return new FileNode("/", FileNode.Type.DIRECTORY, 0, Optional.of(MODIFIED), 0, 0L, false);
    }

    @Override
    public FileNode find(String path) throws IOException {
        for (FileNode node : nodes) { // as in a file system, a way through a link is none
            if (!node.directory()
                    && path.toLowerCase(Locale.ROOT).startsWith(node.path().toLowerCase(Locale.ROOT) + "/")) {
                throw new NoSuchFileException(path);
            }
        }
        return path.equals("/")
                ? root()
                : nodes.stream()
                        .filter(node -> node.path().equalsIgnoreCase(path))
                        .findFirst()
                        .orElseThrow(() -> new NoSuchFileException(path));
    }

    @Override
    public void children(FileNode directory, NodeVisitor visitor) throws IOException {
        for (FileNode node : nodes) {
            if (in(directory, node)) {
                visitor.node(node);
            }
        }
    }

    private static boolean in(FileNode directory, FileNode node) {
        String parent = node.path().substring(0, Math.max(1, node.path().lastIndexOf('/')));
        return parent.equals(directory.path());
    }

    @Override
    public void walk(FileNode directory, NodeVisitor visitor) throws IOException {
        children(directory, visitor);
        for (FileNode node : nodes) {
            if (node.directory() && in(directory, node)) {
                walk(node, visitor);
            }
        }
        if (breakDown != null) {
            throw breakDown;
        }
    }

    @Override
    public FileDetails details(FileNode node) throws IOException {
        if (failures.containsKey(node.file())) {
            throw failures.get(node.file());
        }
        ByteSource content = contents.get(node.file());
        return new FileDetails(
                Optional.of(CREATED),
                Optional.of(MODIFIED),
                Optional.of(ACCESSED),
                targets.getOrDefault(node.file(), ""),
                names.getOrDefault(node.file(), 1),
                streams(node, content));
    }

    private List<FileDetails.Stream> streams(FileNode node, ByteSource content) {
        List<FileDetails.Stream> all = new ArrayList<>();
        if (content != null) {
            all.add(new FileDetails.Stream("", content.size()));
        }
        streams.getOrDefault(node.file(), Map.of())
                .forEach((name, bytes) -> all.add(new FileDetails.Stream(name, bytes.size())));
        return all;
    }

    @Override
    public Optional<SecurityDescriptor> security(FileNode node) {
        return Optional.ofNullable(security.get(node.file()));
    }

    @Override
    public boolean ordered() {
        return !turns.isEmpty();
    }

    @Override
    public OptionalLong order(FileNode node, String stream) {
        Long turn = stream.isEmpty() ? turns.get(node.file()) : null;
        return turn == null ? OptionalLong.empty() : OptionalLong.of(turn);
    }

    @Override
    public ByteSource open(FileNode node, String stream) {
        return stream.isEmpty()
                ? contents.get(node.file())
                : streams.get(node.file()).get(stream);
    }

    @Override
    public FileContent content(FileNode node) throws IOException {
        return new FileContent(details(node), open(node, ""));
    }

    /** Throws what is told. */
    static final class Failing implements ByteSource {
        private final long size;
        private final long from;
        private final IOException failure;

        Failing(long size, long from, IOException failure) {
            this.size = size;
            this.from = from;
            this.failure = failure;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            if (offset + target.remaining() > from) {
                throw failure;
            }
            target.position(target.limit());
        }
    }

    static ImageException damaged() {
        return new CorruptImageException(ByteSource.of("volume", new byte[0]), 0x1000, "record 7", "is torn");
    }
}
