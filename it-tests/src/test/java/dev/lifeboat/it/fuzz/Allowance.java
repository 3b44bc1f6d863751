package dev.lifeboat.it.fuzz;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Ends the reading of a source that is read again and again, as the program does when it verifies an image. */
final class Allowance implements ByteSource {
    private static final int TIMES = 200;

    private final ByteSource below;
    private long left;

    Allowance(ByteSource below) {
        this.below = below;
        this.left = TIMES * below.size();
    }

    /** More was read than any check of a sound image reads. */
    static final class Spent extends IOException {
        private static final long serialVersionUID = 1;

        Spent(String name) {
            super("too much would have to be read of " + name);
        }
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public long size() {
        return below.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        left -= Math.max(512, target.remaining());
        if (left < 0) {
            throw new Spent(name());
        }
        below.read(offset, target);
    }
}
