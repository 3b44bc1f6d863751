package dev.lifeboat.mount.elevation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The end of the pipes at the process that was started by a person: shows what comes, and passes on that it should end. */
final class RelayParent {
    private final InputStream fromChild;
    private final OutputStream toChild;

    RelayParent(InputStream fromChild, OutputStream toChild) {
        this.fromChild = fromChild;
        this.toChild = toChild;
    }

    /**
     * Shows all that comes, until the other process closes the pipe.
     *
     * @param output receives results
     * @param messages receives messages
     * @throws IOException if something else comes, or what comes cannot be shown
     */
    void show(OutputStream output, OutputStream messages) throws IOException {
        for (Optional<Frame> frame = Frame.read(fromChild); frame.isPresent(); frame = Frame.read(fromChild)) {
            OutputStream to = frame.get().kind() == Frame.Kind.OUTPUT ? output : messages;
            to.write(frame.get().content());
            to.flush();
        }
    }

    /** Tells the other process to end; it may have ended. */
    void cancel() {
        try {
            synchronized (toChild) {
                new Frame(Frame.Kind.CANCEL).write(toChild);
            }
        } catch (IOException e) {
            // it is gone: nothing is left to be ended
        }
    }
}
