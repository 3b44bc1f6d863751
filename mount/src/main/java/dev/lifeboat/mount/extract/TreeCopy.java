package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileContent;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.NodeVisitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Copies from one volume, in the order of its walk. That order gives all names of a directory together and then goes
 * deeper, so that a stack of directories is all that has to be remembered.
 */
final class TreeCopy implements NodeVisitor {
    /** Files in a row that the host or the image's storage refuses before the work ends: it is not about the file then. */
    private static final int MOST_FAILURES = 50;

    private static final String WAS_THERE = "was there before, and is left as it is";

    private final Selection selection;
    private final TargetFolder target;
    private final HostNames names;
    private final FileWriter writer;
    private final Counts counts;
    private final ExtractListener listener;
    private final ReadAhead ahead;
    private final HardLinks hardLinks = new HardLinks();
    /** Entered again when another selected path lies in them. */
    private final Map<String, Level> ancestors = new HashMap<>();

    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean internals;
    private int refused;
    private int unreadable;

    /** Puts something in a place where nothing is. */
    private interface Maker {
        void make(Path path) throws IOException;
    }

    /**
     * Where a name of the image belongs.
     *
     * @param path on the host
     * @param existed whether something was there before
     */
    private record Place(Path path, boolean existed) {}

    /** The host does not make a further name for a file; the file is to be copied. */
    private static final class NoHardLinkException extends IOException {}

    TreeCopy(Selection selection, TargetFolder target, FileWriter writer, Counts counts, ExtractListener listener) {
        this.selection = selection;
        this.ahead = new ReadAhead(selection.tree());
        this.target = target;
        this.names = target.names();
        this.writer = writer;
        this.counts = counts;
        this.listener = listener;
    }

    void copy(String subfolder) throws IOException {
        ancestors.put("", root(subfolder));
        for (FileNode start : selection.starts()) {
            levels.push(ancestors.get(""));
            String path = start.path();
            for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
                ancestor(path.substring(0, slash));
            }
            internals = start.internal();
            if (path.length() > 1) {
                node(start);
            }
            if (start.directory()) {
                ahead.walk(start, this);
            }
            while (!levels.isEmpty()) {
                leave(levels.pop());
            }
        }
    }

    private Level root(String subfolder) throws HostWriteException {
        if (subfolder.isEmpty()) {
            return Level.root(target.path(), target.existed());
        }
        Path folder = target.path().resolve(subfolder);
        try {
            Files.createDirectory(folder);
            return Level.root(folder, false);
        } catch (FileAlreadyExistsException e) {
            if (TargetFolder.isFolder(folder)) {
                return Level.root(folder, true);
            }
            throw new HostWriteException(folder + " is there and is not a folder", e);
        } catch (IOException e) {
            throw new HostWriteException(folder + " cannot be made (" + HostErrors.text(e) + ")", e);
        }
    }

    private void ancestor(String path) throws IOException {
        Level level = ancestors.get(path);
        if (level == null) {
            internals = true; // it is not copied, only what was named in it
            node(selection.tree().find(path));
            level = child(levels.element(), path);
            ancestors.put(path, level);
        }
        levels.push(level);
    }

    @Override
    public void node(FileNode node) throws IOException {
        if (node.internal() && !internals) {
            return;
        }
        Level level = levelOf(node.path());
        if (!level.closed()) {
            try {
                switch (node.type()) {
                    case DIRECTORY -> directory(level, node);
                    case FILE -> file(level, node);
                    case LINK -> link(node);
                }
            } catch (ImageException e) {
                problem(Problem.Kind.FAILED, node, e.problem());
            } catch (FileWriter.TooLargeException e) {
                problem(Problem.Kind.FAILED, node, e.getMessage());
            } finally {
                writer.discard(); // there is nothing to discard when all went well
            }
        }
        if (node.type() == FileNode.Type.FILE) {
            counts.meet(node.size());
            listener.progress(node.path(), counts.met);
        }
    }

    @Override
    public void damaged(String path, ImageException problem) {
        listener.problem(new Problem(Problem.Kind.FAILED, path, Optional.empty(), problem.problem()));
    }

    /** Leaves and enters directories until the one that holds a path is entered. */
    private Level levelOf(String path) throws IOException {
        Level level = levels.element();
        while (!level.holds(path)) {
            if (level.covers(path)) {
                if (level.closed()) {
                    return level; // nor is anything deeper copied: there may be thousands of levels
                }
                level = child(
                        level, path.substring(0, path.indexOf('/', level.path().length() + 1)));
                levels.push(level);
            } else {
                leave(levels.pop());
                level = levels.element();
            }
        }
        return level;
    }

    private Level child(Level level, String path) {
        Level.Child child = level.child(path.substring(level.path().length() + 1), names);
        Level entered = Level.enter(path, child);
        if (entered.closed() && child.host() != null) {
            String reason = child.host() + " is not a folder any more; nothing below was copied";
            listener.problem(new Problem(Problem.Kind.FAILED, path, Optional.empty(), reason));
        }
        return entered;
    }

    private void leave(Level level) {
        try {
            level.leave();
        } catch (IOException e) {
            listener.problem(new Problem(
                    Problem.Kind.TIMES, level.path(), Optional.of(shown(level.host())), HostErrors.text(e)));
        }
    }

    private void directory(Level level, FileNode node) throws IOException {
        Optional<FileDetails> details = details(node);
        Optional<Place> place = make(level, node, Files::createDirectory);
        if (place.isEmpty()) {
            level.remember(node.name(), new Level.Child(null, true));
            return;
        }
        Path path = place.get().path();
        boolean existed = place.get().existed();
        if (existed && !TargetFolder.isFolder(path)) {
            level.remember(node.name(), new Level.Child(null, true));
            existing(node, path, "is a file or a link there; nothing below was copied");
            return;
        }
        if (existed || !path.getFileName().toString().equals(names.hostName(node.name()))) {
            level.remember(node.name(), new Level.Child(path, existed));
        }
        if (!existed) {
            counts.directories++;
            details.ifPresent(this::countStreams);
            details.ifPresent(times -> setTimes(node, path, times));
        }
        renamed(node, path);
    }

    /** Absent if it is damaged, which the listener was told; what lies below a directory may be readable all the same. */
    private Optional<FileDetails> details(FileNode node) throws IOException {
        try {
            return Optional.of(selection.tree().details(node));
        } catch (ImageException e) {
            problem(Problem.Kind.FAILED, node, e.problem());
            return Optional.empty();
        } catch (IOException e) {
            unreadable(node, e);
            return Optional.empty();
        }
    }

    private void link(FileNode node) throws IOException {
        counts.links++;
        Optional<FileDetails> details = details(node);
        if (details.isPresent()) {
            problem(Problem.Kind.LINK, node, details.get().linkTarget());
        }
    }

    private void file(Level level, FileNode node) throws IOException {
        if (linked(level, node)) {
            return;
        }
        Optional<FileContent> read = read(node);
        if (read.isEmpty()) {
            return;
        }
        FileDetails details = read.get().details();
        ByteSource main = read.get().main();
        if (main.size() > target.largestFile()) {
            throw new FileWriter.TooLargeException(main.size(), target);
        }
        boolean holes = FileWriter.hasHoles(main);
        Optional<Place> place = make(level, node, path -> writer.create(path, holes));
        if (place.isEmpty()) {
            return;
        }
        Path path = place.get().path();
        if (place.get().existed()) {
            existing(node, path, WAS_THERE);
            return;
        }
        if (fill(node, main)) {
            setTimes(node, path, details);
            writer.complete();
            counts.files++;
            counts.bytes += main.size();
            countStreams(details);
            hardLinks.written(node.file(), path, details.names());
            renamed(node, path);
        }
    }

    private Optional<FileContent> read(FileNode node) throws IOException {
        try {
            return Optional.of(ahead.content(node));
        } catch (ImageException e) {
            throw e;
        } catch (IOException e) {
            unreadable(node, e);
            return Optional.empty();
        }
    }

    private boolean fill(FileNode node, ByteSource main) throws IOException {
        try {
            writer.fill(main, done -> listener.progress(node.path(), counts.metWith(done)));
            unreadable = 0;
            return true;
        } catch (ImageException | HostWriteException | FileWriter.TooLargeException e) {
            throw e;
        } catch (IOException e) {
            unreadable(node, e);
            return false;
        }
    }

    /** One bad sector under the image costs one file; a disk that is gone ends the work. */
    private void unreadable(FileNode node, IOException error) throws IOException {
        if (++unreadable == MOST_FAILURES) {
            throw error;
        }
        problem(Problem.Kind.FAILED, node, "the image cannot be read there: " + HostErrors.text(error));
    }

    private boolean linked(Level level, FileNode node) throws IOException {
        Path first = hardLinks.first(node.file());
        if (first == null) {
            return false;
        }
        Optional<Place> place;
        try {
            place = make(level, node, path -> hardLink(path, first));
        } catch (NoHardLinkException e) {
            hardLinks.forget(node.file());
            return false;
        }
        if (place.isEmpty()) {
            return true;
        }
        hardLinks.linked(node.file());
        if (place.get().existed()) {
            existing(node, place.get().path(), WAS_THERE);
        } else {
            counts.files++;
            counts.hardLinks++;
            renamed(node, place.get().path());
        }
        return true;
    }

    private static void hardLink(Path path, Path first) throws IOException {
        try {
            Files.createLink(path, first);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw new NoHardLinkException();
        }
    }

    /**
     * Makes something under a node's name, or under another that is free.
     *
     * @return where; empty if the host refuses, which the listener was told
     */
    private Optional<Place> make(Level level, FileNode node, Maker maker) throws IOException {
        String name = node.name();
        String hostName = names.hostName(name);
        while (true) {
            Path path = level.host().resolve(hostName);
            if (!names.reaches(path)) {
                notMade(node, "its path is too long for this computer");
                return Optional.empty();
            }
            try {
                maker.make(path);
                refused = 0;
                level.claim(names.key(hostName));
                return Optional.of(new Place(path, false));
            } catch (FileAlreadyExistsException e) {
                if (level.foundBefore(names.key(hostName))) {
                    return Optional.of(new Place(path, true));
                }
                hostName = names.distinct(name, level.nextDistinct());
            } catch (InterruptedIOException | NoHardLinkException e) {
                throw e;
            } catch (IOException e) {
                refused(node, path, e);
                return Optional.empty();
            }
        }
    }

    /** A name that the host does not take costs one file; a full disk ends the work. */
    private void refused(FileNode node, Path path, IOException error) throws IOException {
        if (++refused == MOST_FAILURES || target.freeSpace() == 0) {
            throw new HostWriteException(path + " could not be made (" + HostErrors.text(error) + ")", error);
        }
        notMade(node, "could not be made: " + HostErrors.text(error));
    }

    private void notMade(FileNode node, String reason) {
        problem(Problem.Kind.FAILED, node, reason + (node.directory() ? "; nothing below was copied" : ""));
    }

    private void setTimes(FileNode node, Path path, FileDetails details) {
        try {
            Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(time(details.modified()), time(details.accessed()), time(details.created()));
        } catch (IOException e) {
            listener.problem(
                    new Problem(Problem.Kind.TIMES, node.path(), Optional.of(shown(path)), HostErrors.text(e)));
        }
    }

    private static FileTime time(Optional<Instant> time) {
        return time.map(FileTime::from).orElse(null);
    }

    private void countStreams(FileDetails details) {
        for (FileDetails.Stream stream : details.streams()) {
            counts.streams += stream.name().isEmpty() ? 0 : 1;
        }
    }

    private void renamed(FileNode node, Path path) {
        String name = path.getFileName().toString();
        if (!name.equals(node.name())) {
            String reason = name.equals(names.hostName(node.name()))
                    ? "this computer cannot hold the name"
                    : "to this computer another file has the same name";
            listener.problem(new Problem(Problem.Kind.RENAMED, node.path(), Optional.of(shown(path)), reason));
        }
    }

    private void existing(FileNode node, Path path, String reason) {
        listener.problem(new Problem(Problem.Kind.EXISTING, node.path(), Optional.of(shown(path)), reason));
    }

    private void problem(Problem.Kind kind, FileNode node, String reason) {
        listener.problem(new Problem(kind, node.path(), Optional.empty(), reason));
    }

    private String shown(Path path) {
        return target.path().relativize(path).toString();
    }
}
