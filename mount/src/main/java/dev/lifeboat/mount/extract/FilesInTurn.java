package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
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

    /** Larger contents that several files have are read anew for each. */
    private static final int SHARED = 4 << 20;

    private final FileCopies files;
    private final Levels levels;
    private final List<Noted> noted = new ArrayList<>();

    private long sharedOrder;
    private ByteSource shared;

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
        for (int i = 0; i < noted.size(); i++) {
            Noted file = noted.get(i);
            boolean more = i + 1 < noted.size() && noted.get(i + 1).order() == file.order();
            files.copyInTurn(file.level(), file.node(), main -> read(file, main, more));
            filled.add(file.level());
        }
        shared = null;
        files.finish();
        filled.forEach(levels::leave); // for the second time, of those that the walk has left
        noted.clear();
    }

    /** What begins in one chunk, ends in the next, and belongs to many files would have both expanded for each of them. */
    private ByteSource read(Noted file, ByteSource main, boolean more) throws IOException {
        if (shared != null && sharedOrder == file.order() && shared.size() == main.size()) {
            return shared;
        }
        ByteSource read = ReadAhead.loaded(main, more ? SHARED : ReadAhead.SMALL);
        shared = read == main ? null : read;
        sharedOrder = file.order();
        return read;
    }
}
