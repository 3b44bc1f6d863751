package dev.lifeboat.cli;

import dev.lifeboat.verify.report.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How far the verification of several computers is, of which some may be at work at once. For any thread. */
final class StoreProgress {
    private final Progress progress;
    private final int computers;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicLong read = new AtomicLong();

    StoreProgress(Progress progress, int computers) {
        this.progress = progress;
        this.computers = computers;
    }

    /** For the verification of one computer. */
    Progress of(String computer) {
        AtomicLong before = new AtomicLong(); // of this computer alone, as it tells
        return new Progress() {
            @Override
            public void at(String what, long bytes) {
                long more = bytes - before.getAndSet(bytes);
                progress.at(words(computer, what), read.addAndGet(more));
            }

            @Override
            public void reading(String what, long bytes, long total) {
                progress.reading(words(computer, what), bytes, total);
            }
        };
    }

    private String words(String computer, String what) {
        return done.get() + " of " + computers + " computers done; " + computer + ": " + what;
    }

    void oneIsDone() {
        done.incrementAndGet();
    }
}
