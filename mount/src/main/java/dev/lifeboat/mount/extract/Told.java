package dev.lifeboat.mount.extract;

import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the listener is told of the files of one volume, in the order in which they are met, and when it is too much. */
final class Told {
    /** Files in a row that the host or the image's storage refuses before the work ends: it is not about the file then. */
    private static final int MOST_FAILURES = 50;

    private final TargetFolder target;
    private final Pipeline pipeline;
    private final ExtractListener listener;
    private int refused;
    private int unreadable;

    Told(TargetFolder target, Pipeline pipeline, ExtractListener listener) {
        this.target = target;
        this.pipeline = pipeline;
        this.listener = listener;
    }

    void problem(Problem.Kind kind, String path, String reason) {
        tell(new Problem(kind, path, Optional.empty(), reason));
    }

    /** Of something that is on the host. */
    void problem(Problem.Kind kind, String path, Path to, String reason) {
        tell(new Problem(kind, path, Optional.of(target.path().relativize(to).toString()), reason));
    }

    private void tell(Problem problem) {
        pipeline.inTurn(() -> listener.problem(problem));
    }

    /** One bad sector under the image costs one file; a disk that is gone ends the work. */
    void unreadable(String path, IOException error) throws IOException {
        if (++unreadable >= MOST_FAILURES) {
            throw error;
        }
        problem(Problem.Kind.FAILED, path, "the image cannot be read there: " + HostErrors.text(error));
    }

    void read() {
        unreadable = 0;
    }

    /** A name that the host does not take costs one file; a full disk ends the work. */
    void refused(FileNode node, Path path, IOException error) throws IOException {
        if (++refused >= MOST_FAILURES || target.freeSpace() == 0) {
            throw new HostWriteException(path + " could not be made (" + HostErrors.text(error) + ")", error);
        }
        notMade(node, "could not be made: " + HostErrors.text(error));
    }

    void made() {
        refused = 0;
    }

    void notMade(FileNode node, String reason) {
        problem(Problem.Kind.FAILED, node.path(), reason + (node.directory() ? "; nothing below was copied" : ""));
    }
}
