package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.extract.ExtractOptions.Streams;
import dev.lifeboat.mount.tree.FileDetails;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps alternate data streams, with their file or beside it. */
final class StreamCopy {
    /** What Windows hides: the packed content of a file, not a stream that anybody made. */
    private static final String PACKED = "WofCompressedData";

    private final FileTree tree;
    private final Streams wanted;
    private final FileWriter writer;
    private final Places places;
    private final AttachedStreams attached;
    private final Earlier earlier;
    private final Counts counts;
    private final Told told;

    StreamCopy(
            FileTree tree,
            Streams wanted,
            FileWriter writer,
            Places places,
            Earlier earlier,
            Counts counts,
            Told told) {
        this.tree = tree;
        this.wanted = wanted;
        this.writer = writer;
        this.places = places;
        this.attached = new AttachedStreams(places.names());
        this.earlier = earlier;
        this.counts = counts;
        this.told = told;
    }

    /**
     * Keeps the streams of a file or directory. Before it gets its times: they tell that all of it is there.
     *
     * @param level that it lies in
     * @param node itself
     * @param details of it
     * @param path where it was made
     * @throws HostWriteException if the host cannot be written to
     * @throws IOException if the work was stopped, or the image's storage is gone
     */
    void copy(Level level, FileNode node, FileDetails details, Path path) throws IOException {
        for (FileDetails.Stream stream : details.streams()) {
            if (counts(node, stream)) {
                copy(level, node, details, path, stream);
            }
        }
    }

    /** Writes what is beside a file that was there already, if it is not there. */
    void complete(Level level, FileNode node, FileDetails details, Path path) throws IOException {
        for (FileDetails.Stream stream : details.streams()) {
            if (!counts(node, stream)) {
                continue;
            }
            if (wanted != Streams.FILES && attached.has(path, stream)) {
                counts.streams++;
            } else if (wanted == Streams.FILES || wanted == Streams.ALL) {
                open(node, stream, content -> beside(level, node, details, stream, content));
            } else {
                counts.streamsLeft++;
            }
        }
    }

    private static boolean counts(FileNode node, FileDetails.Stream stream) {
        boolean packed =
                stream.name().equals(PACKED) && (node.attributes() & FileNode.Attribute.REPARSE_POINT.bit()) != 0;
        return !stream.name().isEmpty() && !packed;
    }

    private void copy(Level level, FileNode node, FileDetails details, Path path, FileDetails.Stream stream)
            throws IOException {
        if (wanted == Streams.NONE) {
            counts.streamsLeft++;
            return;
        }
        open(node, stream, content -> {
            Optional<String> reason = wanted == Streams.FILES
                    ? Optional.of("as a file was asked for")
                    : attached.put(path, stream.name(), content);
            if (reason.isEmpty()) {
                counts.streams++;
            } else if (wanted == Streams.AUTO) {
                counts.streamsLeft++;
                told.problem(Problem.Kind.STREAM, shown(node, stream), reason.get());
            } else {
                beside(level, node, details, stream, content);
            }
        });
    }

    /** Does something with a stream's bytes. */
    private interface Use {
        void of(ByteSource content) throws IOException;
    }

    private void open(FileNode node, FileDetails.Stream stream, Use use) throws IOException {
        try {
            use.of(tree.open(node, stream.name()));
            told.read();
            return;
        } catch (ImageException e) {
            told.problem(Problem.Kind.FAILED, shown(node, stream), e.problem());
        } catch (NewFile.TooLargeException e) {
            told.problem(Problem.Kind.FAILED, shown(node, stream), e.getMessage());
        } catch (HostWriteException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            told.unreadable(shown(node, stream), e);
        }
        counts.streamsLeft++;
    }

    private void beside(Level level, FileNode node, FileDetails details, FileDetails.Stream stream, ByteSource content)
            throws IOException {
        writer.target().check(content.size());
        FileMaker maker = new FileMaker(writer, Holes.in(content));
        Optional<Places.Place> place = places.makeBeside(level, node, stream.name(), maker);
        if (place.isEmpty()) {
            counts.streamsLeft++;
            return;
        }
        Path path = place.get().path();
        if (place.get().existed()) {
            if (earlier.copied(path, content.size(), details.modified())) {
                counts.streams++;
            } else {
                counts.streamsLeft++;
                told.problem(Problem.Kind.EXISTING, shown(node, stream), path, earlier.reason());
            }
            return;
        }
        FileCopy copy = new FileCopy(maker.file(), content, details, Optional.empty(), done -> {});
        copy.run();
        copy.tell(told, shown(node, stream));
        counts.streams++;
        told.problem(Problem.Kind.BESIDE, shown(node, stream), path, "a file of its own");
    }

    private static String shown(FileNode node, FileDetails.Stream stream) {
        return node.path() + ":" + stream.name();
    }
}
