package dev.lifeboat.mount.extract;

import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/** Where names of the image belong on the host: under their own name, or under another that is free. */
final class Places {
    private final HostNames names;
    private final Told told;

    /** Puts something in a place where nothing is. */
    interface Maker {
        /**
         * Makes it.
         *
         * @param path where
         * @throws FileAlreadyExistsException if anything is there
         * @throws IOException as the host does
         */
        void make(Path path) throws IOException;
    }

    /**
     * Where a name of the image belongs.
     *
     * @param path on the host
     * @param existed whether something was there before
     */
    record Place(Path path, boolean existed) {}

    /** The host does not make a further name for a file; the file is to be copied. */
    static final class NoHardLinkException extends IOException {}

    Places(HostNames names, Told told) {
        this.names = names;
        this.told = told;
    }

    HostNames names() {
        return names;
    }

    /**
     * Makes something under a node's name, or under another that is free.
     *
     * @return where; empty if the host refuses, which was told
     */
    Optional<Place> make(Level level, FileNode node, Maker maker) throws IOException {
        return make(level, node, names, node.name(), maker);
    }

    /** Makes a file for a stream, beside the one that it belongs to. */
    Optional<Place> makeBeside(Level level, FileNode node, String stream, Maker maker) throws IOException {
        String name = node.name() + ":" + stream;
        return make(level, node, new StreamNames(names, node.name().length()), name, maker);
    }

    private Optional<Place> make(Level level, FileNode node, HostNames rules, String name, Maker maker)
            throws IOException {
        String hostName = rules.hostName(name);
        while (true) {
            Path path = level.host().resolve(hostName);
            if (!names.reaches(path)) {
                told.notMade(node, "its path is too long for this computer");
                return Optional.empty();
            }
            try {
                maker.make(path);
                told.made();
                level.claim(names.key(hostName));
                return Optional.of(new Place(path, false));
            } catch (FileAlreadyExistsException e) {
                if (level.foundBefore(names.key(hostName))) {
                    return Optional.of(new Place(path, true));
                }
                hostName = rules.distinct(name, level.nextDistinct());
            } catch (InterruptedIOException | NoHardLinkException e) {
                throw e;
            } catch (IOException e) {
                told.refused(node, path, e);
                return Optional.empty();
            }
        }
    }

    /** Tells where a node went if that is not where its name says. */
    void renamed(FileNode node, Path path) {
        String name = path.getFileName().toString();
        if (!name.equals(node.name())) {
            String reason = name.equals(names.hostName(node.name()))
                    ? "this computer cannot hold the name"
                    : "to this computer another file has the same name";
            told.problem(Problem.Kind.RENAMED, node.path(), path, reason);
        }
    }
}
