package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The links of a volume, created when all else is written, so that nothing is ever written through one. A link is created
 * only if it leads to something that is in the target by then, on a way that has no other link in it; it is relative, so
 * that the folder can be moved.
 */
final class Links {
    /** Characters of all paths together. */
    private static final int MOST_CHARACTERS = 16 << 20;

    private final Selection selection;
    private final Level root;
    private final Places places;
    private final FileWriter writer;
    private final Counts counts;
    private final Told told;
    private final boolean resumes;
    private final List<Pending> pending = new ArrayList<>();
    /** Where things are whose name does not say so; absent if they are nowhere. */
    private final Map<String, Optional<Path>> moved = new HashMap<>();

    private int characters;

    private record Pending(Level level, FileNode node, FileDetails details) {}

    Links(
            Selection selection,
            Level root,
            Places places,
            FileWriter writer,
            Counts counts,
            Told told,
            boolean resumes) {
        this.selection = selection;
        this.root = root;
        this.places = places;
        this.writer = writer;
        this.counts = counts;
        this.told = told;
        this.resumes = resumes;
    }

    /** Notes a link. */
    void add(Level level, FileNode node, FileDetails details) {
        if (take(node.path().length() + details.linkTarget().length())) {
            pending.add(new Pending(level, node, details));
        } else {
            left(node, details, "there are too many links");
        }
    }

    /** Notes where something is. */
    void placed(FileNode node, Path path) {
        if (!path.getFileName().toString().equals(places.names().hostName(node.name()))
                && take(node.path().length() + path.toString().length())) {
            moved.put(node.path(), Optional.of(path));
        }
    }

    /** Notes that something could not be copied, though something else may have its name. */
    void lost(FileNode node) {
        if (take(node.path().length())) {
            moved.put(node.path(), Optional.empty());
        }
    }

    private boolean take(int more) {
        characters = more > MOST_CHARACTERS - characters ? MOST_CHARACTERS : characters + more;
        return characters < MOST_CHARACTERS;
    }

    /**
     * Creates them all.
     *
     * @throws IOException if the work was stopped, or the storage cannot be read
     */
    void make() throws IOException {
        Set<String> ownNames = selection.ownNames();
        for (Pending link : pending) {
            writer.check();
            try {
                make(link, target(link, ownNames));
            } catch (UnlinkedException e) {
                left(link.node(), link.details(), e.getMessage());
            }
        }
    }

    private void left(FileNode node, FileDetails details, String reason) {
        counts.linksLeft++;
        told.problem(Problem.Kind.UNLINKED, node.path(), details.linkTarget() + ": " + reason);
    }

    /** What a link leads to: absolute, on the host, there, and reached through folders alone. */
    private Path target(Pending link, Set<String> ownNames) throws UnlinkedException, IOException {
        if (characters == MOST_CHARACTERS) {
            throw new UnlinkedException("too many files were renamed or not copied to be sure where it leads");
        }
        String path = link.node().path();
        String directory = path.substring(0, path.lastIndexOf('/'));
        Path target = onHost(find(LinkTarget.path(link.details().linkTarget(), directory, ownNames)));
        try {
            // Equal only if neither the last part nor any before it is a link.
            if (target.toRealPath().equals(target) && target.startsWith(root.host())) {
                return target;
            }
        } catch (IOException e) {
            throw new UnlinkedException("what it leads to was not copied");
        }
        throw new UnlinkedException("what it leads to is a link");
    }

    private FileNode find(String path) throws UnlinkedException, IOException {
        FileNode node;
        try {
            node = selection.tree().find(path);
        } catch (NoSuchFileException e) {
            throw new UnlinkedException("it leads to nothing, or through another link");
        } catch (ImageException e) {
            throw new UnlinkedException("where it leads is damaged: " + e.problem());
        }
        if (node.type() == FileNode.Type.LINK) {
            throw new UnlinkedException("it leads to another link");
        }
        return node;
    }

    private Path onHost(FileNode node) throws UnlinkedException {
        Path host = root.host();
        String path = node.path();
        for (int at = 0; at < path.length() && path.length() > 1; ) {
            int end = path.indexOf('/', at + 1);
            end = end < 0 ? path.length() : end;
            Optional<Path> other = moved.get(path.substring(0, end));
            if (other == null) {
                host = host.resolve(places.names().hostName(path.substring(at + 1, end)));
            } else {
                host = other.orElseThrow(() -> new UnlinkedException("what it leads to was not copied"));
            }
            at = end;
        }
        return host;
    }

    private void make(Pending link, Path target) throws UnlinkedException, IOException {
        Path parent = link.level().host();
        BasicFileAttributes times;
        try {
            if (!parent.toRealPath().equals(parent)) {
                throw new UnlinkedException("its folder is not a folder any more");
            }
            times = FileTimes.of(parent);
        } catch (IOException e) {
            throw new UnlinkedException("its folder is not there any more");
        }
        Path relative = parent.relativize(target);
        Path text = relative.toString().isEmpty() ? Path.of(".") : relative;
        Optional<Places.Place> place = places.make(link.level(), link.node(), path -> create(path, text));
        if (place.isEmpty()) {
            counts.linksLeft++;
        } else if (place.get().existed()) {
            existing(link, place.get().path(), text);
        } else {
            counts.links++;
            places.renamed(link.node(), place.get().path());
            setTimes(link, place.get().path(), parent, times);
        }
    }

    private static void create(Path path, Path text) throws IOException {
        try {
            Files.createSymbolicLink(path, text);
        } catch (UnsupportedOperationException e) {
            throw new IOException("there are no links here", e);
        }
    }

    private void existing(Pending link, Path path, Path text) {
        if (resumes && leadsTo(path, text)) {
            counts.already++;
            return;
        }
        counts.linksLeft++;
        told.problem(Problem.Kind.EXISTING, link.node().path(), path, "was there before, and is left as it is");
    }

    private static boolean leadsTo(Path path, Path text) {
        try {
            return Files.isSymbolicLink(path) && Files.readSymbolicLink(path).equals(text);
        } catch (IOException e) {
            return false;
        }
    }

    private void setTimes(Pending link, Path path, Path parent, BasicFileAttributes times) {
        try {
            FileTimes.set(path, link.details());
            FileTimes.set(parent, times);
        } catch (IOException e) {
            told.problem(Problem.Kind.TIMES, link.node().path(), path, HostErrors.text(e));
        }
    }
}
