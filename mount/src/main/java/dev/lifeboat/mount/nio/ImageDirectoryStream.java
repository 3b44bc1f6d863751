package dev.lifeboat.mount.nio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The paths in a directory, read when the stream was opened. */
final class ImageDirectoryStream implements DirectoryStream<Path> {
    private final Iterator<ImagePath> paths;
    private final Filter<? super Path> filter;
    private boolean given;
    private volatile boolean closed;

    ImageDirectoryStream(List<ImagePath> paths, Filter<? super Path> filter) {
        this.paths = paths.iterator();
        this.filter = filter;
    }

    @Override
    public Iterator<Path> iterator() {
        if (given || closed) {
            throw new IllegalStateException(closed ? "is closed" : "has been iterated over");
        }
        given = true;
        return new Iterator<>() {
            private Path next;

            @Override
            public boolean hasNext() {
                while (next == null && !closed && paths.hasNext()) {
                    Path candidate = paths.next();
                    next = accepted(candidate) ? candidate : null;
                }
                return next != null;
            }

            @Override
            public Path next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Path path = next;
                next = null;
                return path;
            }
        };
    }

    private boolean accepted(Path path) {
        try {
            return filter.accept(path);
        } catch (IOException e) {
            throw new DirectoryIteratorException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
