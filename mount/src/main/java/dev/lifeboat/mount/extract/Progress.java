package dev.lifeboat.mount.extract;

import java.util.function.LongConsumer;

/** Bytes of all that was met, whether copied or not. For any thread. */
final class Progress {
    private long done;

    /** A file's part of it. */
    final class Part implements LongConsumer {
        private final String path;
        private final ExtractListener listener;
        private long part;

        private Part(String path, ExtractListener listener) {
            this.path = path;
            this.listener = listener;
        }

        /** Tells how many bytes of the file are done. */
        @Override
        public void accept(long bytes) {
            synchronized (Progress.this) {
                done = bytes > Long.MAX_VALUE - (done - part) ? Long.MAX_VALUE : done - part + bytes;
                part = bytes;
                listener.progress(path, done);
            }
        }
    }

    /** Begins with a file; the listener is never called by two threads at a time. */
    Part of(String path, ExtractListener listener) {
        return new Part(path, listener);
    }
}
