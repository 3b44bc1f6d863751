package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.verify.check.ParallelWork;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongConsumer;

/** Reads files in chunks, with two threads, each file once from its beginning to its end. */
final class ChunkReading implements Closeable {
    private final List<Job> jobs = new ArrayList<>();
    /** The task with which each job begins. */
    private final List<Integer> starts = new ArrayList<>();

    private final IdentityHashMap<Job, FileSource> open = new IdentityHashMap<>();
    private final IdentityHashMap<Job, Long> left = new IdentityHashMap<>();
    private long tasks;

    /** A file to be read. */
    interface Job {
        Path path();

        /** In bytes; what is behind it is not read. */
        long size();

        /** Whether a chunk has to be read. */
        boolean wants(long chunk) throws IOException;

        /**
         * Takes a chunk; in any order, by any thread.
         *
         * @param bytes good until this returns
         * @throws IOException ends the reading
         */
        void chunk(long chunk, byte[] bytes, int length) throws IOException;

        /**
         * Takes note of a chunk that cannot be read.
         *
         * @throws IOException ends the reading
         */
        void unreadable(long chunk, IOException problem) throws IOException;
    }

    void add(Job job) {
        long chunks = Seal.chunksOf(job.size());
        if (chunks > 0) {
            starts.add((int) Math.min(tasks, Integer.MAX_VALUE));
            jobs.add(job);
            left.put(job, chunks);
            tasks += chunks;
        }
    }

    /**
     * Reads all.
     *
     * @param read is told in this thread how many more bytes were read
     * @throws IOException if there are more than 2 PiB, or from a job
     */
    void run(LongConsumer read) throws IOException {
        if (tasks > Integer.MAX_VALUE) {
            throw new IOException("files of more than 2 PiB together are not supported");
        }
        ParallelWork.run((int) tasks, Seal.CHUNK, this::task, read);
    }

    private void task(int index, byte[] buffer, LongConsumer done) throws IOException {
        int found = Collections.binarySearch(starts, index);
        int number = found >= 0 ? found : -found - 2;
        Job job = jobs.get(number);
        long chunk = (long) index - starts.get(number);
        try {
            if (job.wants(chunk)) {
                read(job, chunk, buffer, done);
            }
        } finally {
            release(job);
        }
    }

    private void read(Job job, long chunk, byte[] buffer, LongConsumer done) throws IOException {
        int length = (int) Math.min(Seal.CHUNK, job.size() - chunk * Seal.CHUNK);
        try {
            source(job).read(chunk * Seal.CHUNK, ByteBuffer.wrap(buffer, 0, length));
        } catch (IOException e) {
            job.unreadable(chunk, e);
            return;
        }
        job.chunk(chunk, buffer, length);
        done.accept(length);
    }

    private synchronized FileSource source(Job job) throws IOException {
        FileSource source = open.get(job);
        if (source == null) {
            source = FileSource.open(job.path());
            open.put(job, source);
        }
        return source;
    }

    private synchronized void release(Job job) throws IOException {
        if (left.merge(job, -1L, Long::sum) == 0) {
            FileSource source = open.remove(job);
            if (source != null) {
                source.close();
            }
        }
    }

    /** Closes what is open, if the reading was ended early. */
    @Override
    public synchronized void close() throws IOException {
        for (FileSource source : open.values()) {
            source.close();
        }
        open.clear();
    }
}
