package dev.lifeboat.mount.extract;

import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files whose contents are compressed together, in chunks of many megabytes. The walk only takes note of them; they are copied in
 * the order in which their contents lie, so that each chunk is expanded once.
 */
final class FilesInTurn {
    /** About 20 MB in memory. A volume with more is copied in several rounds, each of which expands what it needs. */
    private static final int MOST = 1 << 16;

    private final FileCopies files;
    private final Levels levels;
    private final List<Noted> noted = new ArrayList<>();

    private record Noted(long order, Level level, FileNode node) {}

    FilesInTurn(FileCopies files, Levels levels) {
        this.files = files;
        this.levels = levels;
    }

    /** Takes note of a file. */
    void add(long order, Level level, FileNode node) throws IOException {
        noted.add(new Noted(order, level, node));
        if (noted.size() == MOST) {
            copy();
        }
    }

    /** Copies all files that were noted. */
    void copy() throws IOException {
        noted.sort(Comparator.comparingLong(Noted::order)); // names of one file stay in the order of the walk
        Set<Level> filled = new LinkedHashSet<>();
        for (Noted file : noted) {
            files.copyInTurn(file.level(), file.node());
            filled.add(file.level());
        }
        files.finish();
        filled.forEach(levels::leave); // for the second time, of those that the walk has left
        noted.clear();
    }
}
