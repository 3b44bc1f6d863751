package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;

/** Copies files of any number of volumes into a folder, one thread at a time. */
public final class Extraction {
    private final TargetFolder target;
    private final FileWriter writer;
    private final Counts counts = new Counts();

    /**
     * Begins; nothing is written yet.
     *
     * @param target receives the files
     */
    public Extraction(TargetFolder target) {
        this(target, FileChannel::open);
    }

    /** For tests: with files that fail as disks do. */
    Extraction(TargetFolder target, FileWriter.Opener opener) {
        this.target = target;
        this.writer = new FileWriter(target, opener);
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
        new TreeCopy(selection, target, writer, counts, listener).copy(subfolder);
    }

    /**
     * Returns what was done so far.
     *
     * @return all volumes together
     */
    public Totals totals() {
        return counts.totals();
    }

    /**
     * Tells whether the work was stopped, and not ended by an error.
     *
     * @return true after {@link #stop}
     */
    public boolean stopped() {
        return writer.stopped();
    }

    /** Deletes the file that is being written and ends the work soon; complete files stay. For any thread. */
    public void stop() {
        writer.stop();
    }
}
