package dev.lifeboat.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** One line on a terminal that is drawn over itself a few times a second; nothing at all elsewhere. */
final class ProgressLine implements AutoCloseable {
    private static final long INTERVAL = 200_000_000;
    private static final long FIRST_AFTER = 500_000_000;

    private final PrintWriter err;
    private final boolean seen;
    private final long start = System.nanoTime();
    private long next = start + FIRST_AFTER;
    private int drawn;

    private ProgressLine(PrintWriter err, boolean seen) {
        this.err = err;
        this.seen = seen;
    }

    /**
     * Makes a line for a command.
     *
     * @param line the command
     * @return a line, to be closed before results are written
     */
    static ProgressLine on(CommandLine line) {
        return new ProgressLine(line.getErr(), Terminal.messagesAreSeen());
    }

    /**
     * Shows what is being read, and how fast; the whole is not known.
     *
     * @param what for a person
     * @param bytes read so far
     */
    void checking(String what, long bytes) {
        if (due()) {
            draw(Text.size(bytes) + " read, " + Text.size(rate(bytes)) + "/s  " + what);
        }
    }

    /**
     * Shows how much of a known whole is done, how fast, and how long the rest will take.
     *
     * @param what for a person
     * @param done bytes
     * @param total bytes, at least 1
     */
    void copying(String what, long done, long total) {
        if (due()) {
            long rate = rate(done);
            String left = rate == 0 ? "" : ", " + duration((total - done) / rate) + " left";
            draw((long) (100.0 * done / Math.max(1, total)) + " %  " + Text.size(done) + " of " + Text.size(total)
                    + ", " + Text.size(rate) + "/s" + left + "  " + what);
        }
    }

    private boolean due() {
        return seen && System.nanoTime() - next >= 0;
    }

    private long rate(long bytes) {
        long millis = Math.max(1, (System.nanoTime() - start) / 1_000_000);
        return bytes / millis * 1000 + bytes % millis * 1000 / millis;
    }

    /**
     * Writes a time for a person.
     *
     * @param seconds 0 or more
     * @return such as {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 12 s}
     */
    static String duration(long seconds) {
        if (seconds >= 3600) {
            return String.format("%d h %02d min", seconds / 3600, seconds / 60 % 60);
        }
        return seconds >= 60 ? String.format("%d min %02d s", seconds / 60, seconds % 60) : seconds + " s";
    }

    private void draw(String text) {
        next = System.nanoTime() + INTERVAL;
        int room = Terminal.width() - 1;
        String safe = Text.safe(text);
        String shown = safe.length() > room ? safe.substring(0, room) : safe;
        err.print("\r" + shown + " ".repeat(Math.max(0, drawn - shown.length())));
        err.flush();
        drawn = shown.length();
    }

    @Override
    public void close() {
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }
}
