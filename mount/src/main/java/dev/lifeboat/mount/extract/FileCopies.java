package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileContent;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one volume. Each is made here, in the order of the walk, so that names come out the same every time; a
 * {@link Pipeline} has two threads fill them.
 */
final class FileCopies {
    private final FileWriter writer;
    private final ExtractOptions options;
    private final Counts counts;
    private final Progress progress;
    private final Pipeline pipeline;
    private final ExtractListener listener;
    private final TreeCopy copy;
    private final Earlier earlier;
    private final Told told;
    private final HardLinks hardLinks = new HardLinks();
    /** Keys of files with several names that are being filled. */
    private final Set<Object> underWay = new HashSet<>();

    FileCopies(TreeCopy.Common common, Pipeline pipeline, ExtractListener listener, TreeCopy copy, Earlier earlier) {
        this.writer = common.writer();
        this.options = common.options();
        this.counts = common.counts();
        this.progress = common.progress();
        this.pipeline = pipeline;
        this.listener = listener;
        this.copy = copy;
        this.earlier = earlier;
        this.told = copy.told();
    }

    /** Waits until all files are complete. */
    void finish() throws IOException {
        pipeline.finish();
    }

    /** A file that was made and is empty. */
    private record Begun(FileContent content, NewFile file) {}

    /** Copies a file, sooner or later. */
    void copy(Level level, FileNode node) throws IOException {
        copy(level, node, Optional.empty());
    }

    /** Reads a content. */
    interface Reading {
        /**
         * Reads it into memory, or leaves that to the copy.
         *
         * @param main the content
         * @return the bytes; the same object if the copy is to read them
         */
        ByteSource of(ByteSource main) throws IOException;
    }

    /** Copies a file; all that is read is read now, in this thread, before the content of the next one. */
    void copyInTurn(Level level, FileNode node, Reading reading) throws IOException {
        pipeline.keepUp();
        copy(level, node, Optional.of(reading));
    }

    private void copy(Level level, FileNode node, Optional<Reading> inTurn) throws IOException {
        Progress.Part part = progress.of(node.path(), listener);
        if (underWay.contains(node.file())) {
            pipeline.finish();
        }
        Optional<Begun> begun = level.closed() ? Optional.empty() : begin(level, node);
        if (begun.isPresent()) {
            fill(node, begun.get(), part, inTurn);
        } else {
            part.accept(node.size());
        }
    }

    /** Empty if the file is done with. */
    private Optional<Begun> begin(Level level, FileNode node) throws IOException {
        try {
            return linked(level, node)
                    ? Optional.empty()
                    : begin(level, node, copy.ahead().content(node));
        } catch (IOException e) {
            failed(node, e);
            return Optional.empty();
        }
    }

    private Optional<Begun> begin(Level level, FileNode node, FileContent content) throws IOException {
        writer.target().check(content.main().size());
        FileMaker maker = new FileMaker(writer, Holes.in(content.main()));
        Optional<Places.Place> place = copy.places().make(level, node, maker);
        if (place.isEmpty()) {
            copy.lost(node);
            return Optional.empty();
        }
        Path path = place.get().path();
        if (place.get().existed()) {
            existing(level, node, content, path);
            return Optional.empty();
        }
        copy.streams().copy(level, node, content.details(), path);
        return Optional.of(new Begun(content, maker.file()));
    }

    private void existing(Level level, FileNode node, FileContent content, Path path) throws IOException {
        FileDetails details = content.details();
        if (!earlier.copied(path, content.main().size(), details.modified())) {
            told.problem(Problem.Kind.EXISTING, node.path(), path, earlier.reason());
            return;
        }
        copy.streams().complete(level, node, details, path);
        counts.already++;
        hardLinks.written(node.file(), path, details.names());
        copy.done(node, path);
    }

    private void fill(FileNode node, Begun begun, Progress.Part part, Optional<Reading> inTurn) throws IOException {
        NewFile file = begun.file();
        ByteSource content;
        try {
            ByteSource main = begun.content().main();
            content = inTurn.isPresent() ? inTurn.get().of(main) : main;
        } catch (IOException e) {
            file.discard();
            part.accept(node.size());
            failed(node, e);
            return;
        }
        FileDetails details = begun.content().details();
        if (details.names() > 1) {
            underWay.add(node.file());
        }
        Optional<Integer> attributes = options.attributes() ? Optional.of(node.attributes()) : Optional.empty();
        FileCopy work = new FileCopy(file, content, details, attributes, part);
        Pipeline.After after = failure -> {
            underWay.remove(node.file());
            if (failure == null) {
                told.read();
                work.tell(told, node.path());
                counts.files++;
                counts.bytes += content.size();
                hardLinks.written(node.file(), file.path(), details.names());
                copy.done(node, file.path());
            } else {
                part.accept(node.size());
                failed(node, failure);
            }
        };
        if (inTurn.isPresent() && content == begun.content().main()) {
            pipeline.now(work, after);
        } else {
            pipeline.add(work, after);
        }
    }

    /** Goes on behind what concerns one file alone. */
    private void failed(FileNode node, IOException failure) throws IOException {
        if (failure instanceof ImageException damage) {
            told.problem(Problem.Kind.FAILED, node.path(), damage.problem());
        } else if (failure instanceof NewFile.TooLargeException) {
            told.problem(Problem.Kind.FAILED, node.path(), failure.getMessage());
        } else if (failure instanceof HostWriteException || failure instanceof InterruptedIOException) {
            throw failure;
        } else {
            told.unreadable(node.path(), failure);
        }
        copy.lost(node);
    }

    private boolean linked(Level level, FileNode node) throws IOException {
        Path first = hardLinks.first(node.file());
        if (first == null) {
            return false;
        }
        Optional<Places.Place> place;
        try {
            place = copy.places().make(level, node, path -> hardLink(path, first));
        } catch (Places.NoHardLinkException e) {
            hardLinks.forget(node.file());
            return false;
        }
        if (place.isEmpty()) {
            copy.lost(node);
            return true;
        }
        hardLinks.linked(node.file());
        Path path = place.get().path();
        if (!place.get().existed()) {
            counts.files++;
            counts.hardLinks++;
            copy.done(node, path);
        } else if (earlier.copied(path, node.size(), node.modified())) {
            counts.already++;
            copy.done(node, path);
        } else {
            told.problem(Problem.Kind.EXISTING, node.path(), path, earlier.reason());
        }
        return true;
    }

    private static void hardLink(Path path, Path first) throws IOException {
        try {
            Files.createLink(path, first);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw new Places.NoHardLinkException();
        }
    }
}
