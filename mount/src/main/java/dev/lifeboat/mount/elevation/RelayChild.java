package dev.lifeboat.mount.elevation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.util.regex.Pattern;

/** The end of the pipes at the process with more rights: what it writes goes through them, and it ends when the other one does. */
public final class RelayChild {
    private static final Pattern NAME = Pattern.compile("\\\\\\\\\\.\\\\pipe\\\\lifeboat-[0-9a-f-]{36}");

    private final InputStream fromParent;
    private final OutputStream toParent;

    RelayChild(InputStream fromParent, OutputStream toParent) {
        this.fromParent = fromParent;
        this.toParent = toParent;
    }

    /**
     * Opens the pipes that the other process has made.
     *
     * @param name of them, as it was given on the command line
     * @return their end
     * @throws IOException if they are not there
     */
    public static RelayChild open(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException(name + " is no pipe of Lifeboat");
        }
        // Never closed here: they last as long as this process, and by their end the other one knows that it is over.
        RandomAccessFile down = new RandomAccessFile(name + ElevatedRun.TO_CHILD, "rw");
        RandomAccessFile up = new RandomAccessFile(name + ElevatedRun.TO_PARENT, "rw");
        return new RelayChild(Channels.newInputStream(down.getChannel()), Channels.newOutputStream(up.getChannel()));
    }

    /**
     * Returns where results go.
     *
     * @return to the other process
     */
    public OutputStream output() {
        return new FrameOutput(Frame.Kind.OUTPUT, toParent);
    }

    /**
     * Returns where messages go.
     *
     * @return to the other process
     */
    public OutputStream messages() {
        return new FrameOutput(Frame.Kind.MESSAGE, toParent);
    }

    /**
     * Waits in a thread of its own for the other process to end, or to ask for the end.
     *
     * @param end is run then, once
     */
    public void endWith(Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Frame.read(fromParent);
                    } catch (IOException e) {
                        // the pipe broke, for the other process is gone
                    }
                    end.run();
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
