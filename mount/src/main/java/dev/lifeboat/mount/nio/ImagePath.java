package dev.lifeboat.mount.nio;

import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A path in an {@link ImageFileSystem}. What is relative is relative to the root. */
final class ImagePath implements Path {
    private final ImageFileSystem fileSystem;
    private final boolean absolute;
    /** As in all file systems, the empty path has one name, which is empty; the root has none. */
    private final List<String> names;

    private volatile FileNode node;
    private volatile String key;

    private ImagePath(ImageFileSystem fileSystem, boolean absolute, List<String> names) {
        this.fileSystem = fileSystem;
        this.absolute = absolute;
        this.names = absolute || !names.isEmpty() ? names : List.of("");
    }

    /** Takes text apart: {@code a/b}, {@code /a/b}, or what {@link #toString} gave. */
    static ImagePath parse(ImageFileSystem fileSystem, String text) {
        String prefix = fileSystem.prefix();
        String inside = text.startsWith(prefix + "/") ? text.substring(prefix.length()) : text;
        if (inside.indexOf('\0') >= 0) {
            throw new InvalidPathException(text, "a name cannot hold the character NUL", inside.indexOf('\0'));
        }
        List<String> names = new ArrayList<>();
        for (String name : inside.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new ImagePath(fileSystem, inside.startsWith("/"), List.copyOf(names));
    }

    static ImagePath of(Path path) {
        if (Objects.requireNonNull(path) instanceof ImagePath image) {
            return image;
        }
        throw new ProviderMismatchException();
    }

    private ImagePath with(boolean isAbsolute, List<String> otherNames) {
        return new ImagePath(fileSystem, isAbsolute, List.copyOf(otherNames));
    }

    /** A path in this directory, which need not be looked up again. */
    ImagePath child(FileNode child) {
        ImagePath path = isEmpty() ? with(false, List.of(child.name())) : with(absolute, joined(List.of(child.name())));
        path.node = child;
        return path;
    }

    FileNode node() {
        return node;
    }

    void remember(FileNode found) {
        node = found;
    }

    /** The path from the root of the volume, as a tree wants it. */
    String inside() {
        return normalize().toAbsolutePath().text();
    }

    /** The path without the name of the image. */
    String text() {
        return (absolute ? "/" : "") + String.join("/", names);
    }

    private String key() {
        String known = key;
        if (known == null) {
            known = (absolute ? "/" : "")
                    + String.join("/", names.stream().map(fileSystem::fold).toList());
            key = known;
        }
        return known;
    }

    private boolean isEmpty() {
        return !absolute && names.size() == 1 && names.get(0).isEmpty();
    }

    private List<String> ownNames() {
        return isEmpty() ? List.of() : names;
    }

    private List<String> joined(List<String> more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(more);
        return all;
    }

    @Override
    public ImageFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public ImagePath getRoot() {
        return absolute ? with(true, List.of()) : null;
    }

    @Override
    public ImagePath getFileName() {
        return names.isEmpty() ? null : with(false, names.subList(names.size() - 1, names.size()));
    }

    @Override
    public ImagePath getParent() {
        if (names.isEmpty() || (!absolute && names.size() == 1)) {
            return null;
        }
        return with(absolute, names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public ImagePath getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public ImagePath subpath(int begin, int end) {
        if (begin < 0 || end > names.size() || begin >= end) {
            throw new IllegalArgumentException(begin + " to " + end + " of " + names.size() + " names");
        }
        return with(false, names.subList(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof ImagePath path
                && path.fileSystem == fileSystem
                && path.absolute == absolute
                && path.names.size() <= names.size()
                && path.equals(with(absolute, names.subList(0, path.names.size())));
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof ImagePath path)
                || path.fileSystem != fileSystem
                || path.names.size() > names.size()
                || path.absolute) {
            return equals(other);
        }
        return path.equals(with(false, names.subList(names.size() - path.names.size(), names.size())));
    }

    @Override
    public ImagePath normalize() {
        List<String> kept = new ArrayList<>();
        for (String name : names) {
            boolean up = name.equals("..");
            boolean atTop = kept.isEmpty() || kept.get(kept.size() - 1).equals("..");
            if (up && !atTop) {
                kept.remove(kept.size() - 1);
            } else if (!name.equals(".") && !name.isEmpty() && !(up && absolute)) {
                kept.add(name);
            }
        }
        return kept.equals(names) ? this : with(absolute, kept);
    }

    @Override
    public ImagePath resolve(Path other) {
        ImagePath path = of(other);
        if (path.absolute || isEmpty()) {
            return path;
        }
        return path.isEmpty() ? this : with(absolute, joined(path.names));
    }

    @Override
    public ImagePath relativize(Path other) {
        ImagePath path = of(other);
        if (path.absolute != absolute || path.fileSystem != fileSystem) {
            throw new IllegalArgumentException("no relative path leads from " + this + " to " + other);
        }
        if (isEmpty()) {
            return path;
        }
        List<String> from = normalize().ownNames();
        List<String> to = path.normalize().ownNames();
        int same = 0;
        while (same < from.size()
                && same < to.size()
                && fileSystem.fold(from.get(same)).equals(fileSystem.fold(to.get(same)))) {
            same++;
        }
        if (from.subList(same, from.size()).contains("..")) {
            throw new IllegalArgumentException("no relative path leads from " + this + " to " + other);
        }
        List<String> steps = new ArrayList<>(Collections.nCopies(from.size() - same, ".."));
        steps.addAll(to.subList(same, to.size()));
        return with(false, steps);
    }

    @Override
    public URI toUri() {
        String path = toAbsolutePath().toString().replace('\\', '/').replaceFirst("^/*", "/");
        try {
            return new URI(ImageFileSystemProvider.SCHEME, null, path, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // a path that begins with one slash can always be quoted
        }
    }

    @Override
    public ImagePath toAbsolutePath() {
        return absolute ? this : with(true, ownNames());
    }

    /** The path in the spelling of the volume, with long names instead of short ones. */
    @Override
    public ImagePath toRealPath(LinkOption... options) throws IOException {
        boolean follow = !List.of(options).contains(LinkOption.NOFOLLOW_LINKS);
        FileNode found = follow ? fileSystem.target(this) : fileSystem.node(this);
        ImagePath real = parse(fileSystem, fileSystem.prefix() + found.path());
        real.node = found;
        return real;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("an image does not change");
    }

    @Override
    public int compareTo(Path other) {
        return key().compareTo(((ImagePath) other).key());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImagePath path
                && path.fileSystem == fileSystem
                && path.key().equals(key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return absolute ? fileSystem.prefix() + text() : text();
    }
}
