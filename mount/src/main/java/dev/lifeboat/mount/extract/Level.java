package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A directory that is being copied into, and what must be remembered of what is in it. */
final class Level {
    /** In the volume; empty for the root, so that a slash and a name can follow. */
    private final String path;
    /** On the host; null if nothing can be put there. */
    private final Path host;
    /** To be set again when nothing is added any more; null if they are to stay as they become. */
    private final BasicFileAttributes times;
    /** Keys of the names that this run has met; null in a folder that it made, since all that is there it made. */
    private final Set<String> claimed;
    /** Directories that are not where their name says. */
    private final Map<String, Child> children = new HashMap<>(0);

    private int distinct = 1;

    /**
     * A directory in this one.
     *
     * @param host where it is, or null if nothing can be put there
     * @param existed whether it was there before
     */
    record Child(Path host, boolean existed) {}

    private Level(String path, Path host, BasicFileAttributes times, boolean existed) {
        this.path = path;
        this.host = host;
        this.times = times;
        this.claimed = existed ? new HashSet<>() : null;
    }

    /** The root of a volume. */
    static Level root(Path host, boolean existed) {
        return new Level("", host, null, existed);
    }

    /** A directory into which, and below which, nothing is copied. */
    static Level closed(String path) {
        return new Level(path, null, null, false);
    }

    /**
     * Enters a directory, if it is one and no link to one.
     *
     * @param path in the volume
     * @param child where
     * @return the level; closed if there is something else, or it cannot be looked at
     */
    static Level enter(String path, Child child) {
        if (child.host() == null) {
            return closed(path);
        }
        try {
            BasicFileAttributes attributes = FileTimes.of(child.host());
            return TargetFolder.isFolder(attributes)
                    ? new Level(path, child.host(), attributes, child.existed())
                    : closed(path);
        } catch (IOException e) {
            return closed(path);
        }
    }

    /** Sets the times that the directory had before it was filled. */
    void leave() throws IOException {
        if (times != null) {
            FileTimes.set(host, times);
        }
    }

    String path() {
        return path;
    }

    Path host() {
        return host;
    }

    boolean closed() {
        return host == null;
    }

    /** Tells whether a path is directly in this directory. */
    boolean holds(String other) {
        return other.length() > path.length() && other.startsWith(path) && other.lastIndexOf('/') == path.length();
    }

    /** Tells whether a path is anywhere below this directory. */
    boolean covers(String other) {
        return other.length() > path.length() && other.startsWith(path) && other.charAt(path.length()) == '/';
    }

    void remember(String name, Child child) {
        children.put(name, child);
    }

    Child child(String name, HostNames names) {
        Child child = children.get(name);
        return child != null ? child : new Child(host == null ? null : host.resolve(names.hostName(name)), false);
    }

    /** Notes that a name of the host was made by this run. */
    void claim(String key) {
        if (claimed != null) {
            claimed.add(key);
        }
    }

    /**
     * Tells whether what has this name was there before this run, and notes the name.
     *
     * @param key of a name that exists
     * @return false if this run made it for another file of the image
     */
    boolean foundBefore(String key) {
        return claimed != null && claimed.add(key);
    }

    /** A number that no name in this directory was made distinct with. */
    int nextDistinct() {
        return ++distinct;
    }
}
