package dev.lifeboat.verify.report;

import java.io.IOException;

/**
 * Bounds the reading that one image can cause. A small file can describe a disk of 64 TiB whose blocks all lie in the same
 * place, or a partition table that names one volume four thousand times: every single read is sound, and there is no end of
 * them.
 */
final class WorkLimit {
    /** Enough for all tables of a large volume whose image is small, as that of a differencing disk. */
    static final long ALLOWANCE = 32L << 30;

    /** Checks read tables only, each of them a few times. */
    private static final int TIMES_THE_FILE = 8;

    /** Asking where bytes come from costs about as much as reading so many. */
    private static final int QUESTION = 512;

    private final long most;
    private long spent;

    /**
     * Begins with nothing spent.
     *
     * @param fileSize of the image in bytes
     * @param allowance bytes that may be read of an image of any size
     */
    WorkLimit(long fileSize, long allowance) {
        long times = Math.min(fileSize, (Long.MAX_VALUE - allowance) / TIMES_THE_FILE) * TIMES_THE_FILE;
        this.most = allowance + times;
    }

    /**
     * Counts bytes that are about to be read.
     *
     * @param bytes 0 or more
     * @throws Exceeded if they are too many, now and from now on
     */
    void read(int bytes) throws Exceeded {
        spend(bytes);
    }

    /**
     * Counts a question where bytes come from.
     *
     * @throws Exceeded if too much was spent, now and from now on
     */
    void ask() throws Exceeded {
        spend(QUESTION);
    }

    private synchronized void spend(long bytes) throws Exceeded {
        if (bytes > most - spent) {
            spent = most;
            throw new Exceeded(most);
        }
        spent += bytes;
    }

    /** Not an image's fault in any one place, so that no check takes it for damage and goes on. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;

        Exceeded(long most) {
            super("more than " + most + " bytes would have to be read");
        }
    }
}
