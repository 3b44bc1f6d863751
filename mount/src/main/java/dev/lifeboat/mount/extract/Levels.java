package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The directories that are being copied into. The order of a walk gives all names of a directory together and then goes
 * deeper, so that a stack is all that has to be remembered.
 */
final class Levels {
    private final HostNames names;
    private final Told told;
    private final Level root;
    /** Entered again when another selected path lies in them. */
    private final Map<String, Level> ancestors = new HashMap<>();

    private final Deque<Level> levels = new ArrayDeque<>();

    Levels(TargetFolder target, String subfolder, Told told) throws HostWriteException {
        this.names = target.names();
        this.told = told;
        this.root = root(target, subfolder);
    }

    private static Level root(TargetFolder target, String subfolder) throws HostWriteException {
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

    /** Where the root of the volume is on the host. */
    Level root() {
        return root;
    }

    /** Goes to the root, from nowhere. */
    void begin() {
        levels.push(root);
    }

    /** Enters a directory that was named, or that leads to one, or returns false if it was never entered. */
    boolean enterAgain(String path) {
        Level level = ancestors.get(path);
        if (level == null) {
            return false;
        }
        levels.push(level);
        return true;
    }

    /** Enters a directory for good. */
    void enterAncestor(String path) {
        Level level = child(levels.element(), path);
        ancestors.put(path, level);
        levels.push(level);
    }

    /** Leaves all directories. */
    void end() {
        while (!levels.isEmpty()) {
            leave(levels.pop());
        }
    }

    /** Leaves and enters directories until the one that holds a path is entered. */
    Level of(String path) {
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
            told.problem(
                    Problem.Kind.FAILED, path, child.host() + " is not a folder any more; nothing below was copied");
        }
        return entered;
    }

    /** Gives a directory its times again. */
    void leave(Level level) {
        try {
            level.leave();
        } catch (IOException e) {
            told.problem(Problem.Kind.TIMES, level.path(), level.host(), HostErrors.text(e));
        }
    }
}
