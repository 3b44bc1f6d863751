package dev.lifeboat.mount.windows;

import java.io.InterruptedIOException;

/** Pauses. */
final class Waiting {
    private Waiting() {}

    static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
