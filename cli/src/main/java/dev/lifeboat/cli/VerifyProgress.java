package dev.lifeboat.cli;

import dev.lifeboat.verify.report.Progress;

/** Shows how far a verification is: for checks what they read so far, for the reading of every byte how long it still takes. */
record VerifyProgress(ProgressLine line) implements Progress {
    @Override
    public void at(String what, long bytes) {
        line.checking(what, bytes);
    }

    @Override
    public void reading(String what, long done, long total) {
        line.copying(what, done, total);
    }
}
