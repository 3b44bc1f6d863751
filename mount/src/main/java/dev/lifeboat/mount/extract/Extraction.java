package dev.lifeboat.mount.extract;

import dev.lifeboat.mount.windows.FileSecurity;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Copies files of any number of volumes into a folder. For one thread, which a second one helps. */
public final class Extraction implements Closeable {
    private final TreeCopy.Common common;

    /**
     * Begins; nothing is copied yet.
     *
     * @param target receives the files
     * @param options what is kept
     * @throws HostWriteException if the file for security descriptors cannot be made
     */
    public Extraction(TargetFolder target, ExtractOptions options) throws HostWriteException {
        this(target, options, FileChannel::open);
    }

    /** For tests: with files that fail as disks do. */
    Extraction(TargetFolder target, ExtractOptions options, FileWriter.Opener opener) throws HostWriteException {
        common = new TreeCopy.Common(
                target,
                options,
                new FileWriter(target, opener),
                new Counts(),
                new Progress(),
                options.acl() ? Optional.of(AclFile.in(target.path())) : Optional.empty(),
                options.acl() && target.keepsAcls() ? Optional.of(FileSecurity.open()) : Optional.empty());
    }

    /**
     * Copies from one volume. What cannot be copied is told to the listener.
     *
     * @param selection what
     * @param subfolder of the target that stands for the volume's root, made if need be; empty for the target itself
     * @param listener learns how it goes
     * @throws HostWriteException if the host cannot be written to; no incomplete file is left
     * @throws InterruptedIOException after {@link #stop}
     * @throws IOException if the storage cannot be read
     */
    public void copy(Selection selection, String subfolder, ExtractListener listener) throws IOException {
        try (Pipeline pipeline = new Pipeline()) {
            copy(new TreeCopy(selection, subfolder, common, pipeline, listener), pipeline);
        } finally {
            common.writer().discardAll(); // there is nothing to discard when all went well
        }
    }

    /** When the image can be read no further, files that were begun are completed. */
    private static void copy(TreeCopy copy, Pipeline pipeline) throws IOException {
        try {
            copy.copy();
        } catch (HostWriteException | InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            try {
                pipeline.finish();
            } catch (IOException further) {
                e.addSuppressed(further);
            }
            throw e;
        }
    }

    /**
     * Returns what was done so far.
     *
     * @return all volumes together
     */
    public Totals totals() {
        return common.counts().totals();
    }

    /**
     * Tells whether the work was stopped, and not ended by an error.
     *
     * @return true after {@link #stop}
     */
    public boolean stopped() {
        return common.writer().stopped();
    }

    /** Deletes what is being written and ends the work soon; complete files stay. For any thread. */
    public void stop() {
        common.writer().stop();
        try {
            finish();
        } catch (HostWriteException e) {
            // nobody waits for it any more
        }
    }

    @Override
    public void close() throws HostWriteException {
        finish();
    }

    /**
     * Completes the file of security descriptors, if there is one. Nothing can be copied after that.
     *
     * @throws HostWriteException if it cannot be written
     */
    public void finish() throws HostWriteException {
        if (common.acls().isPresent()) {
            common.acls().get().close();
        }
    }
}
