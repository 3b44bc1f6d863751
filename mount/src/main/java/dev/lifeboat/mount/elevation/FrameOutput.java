package dev.lifeboat.mount.elevation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Sends what is written to it through a pipe, which others may share. */
final class FrameOutput extends OutputStream {
    private final Frame.Kind kind;
    private final OutputStream pipe;

    FrameOutput(Frame.Kind kind, OutputStream pipe) {
        this.kind = kind;
        this.pipe = pipe;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += Frame.MOST) {
            int from = offset + done;
            int until = offset + Math.min(length, done + Frame.MOST);
            synchronized (pipe) {
                new Frame(kind, Arrays.copyOfRange(bytes, from, until)).write(pipe);
            }
        }
    }
}
