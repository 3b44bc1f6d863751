package dev.lifeboat.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** One line on a terminal that is drawn over itself a few times a second; nothing at all elsewhere. For any thread. */
final class ProgressLine implements AutoCloseable {
    private static final long INTERVAL = 200_000_000;
    private static final long FIRST_AFTER = 500_000_000;
    private static final int BAR = 20;
    /** Left for what is being copied, or the bar gives way, then the numbers. */
    private static final int ROOM_FOR_NAMES = 20;

    private final PrintWriter err;
    private final boolean seen;
    private final int room;
    private final LongSupplier clock;
    private final TransferRate rate;
    private long next;
    private int drawn;
    private boolean closed;

    /** For tests: with another clock, in nanoseconds, and another terminal. */
    ProgressLine(PrintWriter err, boolean seen, int width, LongSupplier clock) {
        this.err = err;
        this.seen = seen;
        this.room = width - 1; // in the last column some terminals begin a new line
        this.clock = clock;
        long start = clock.getAsLong();
        this.rate = new TransferRate(start);
        this.next = start + FIRST_AFTER;
    }

    /**
     * Makes a line for a command.
     *
     * @param line the command
     * @return a line, to be closed before results are written
     */
    static ProgressLine on(CommandLine line) {
        return new ProgressLine(line.getErr(), Terminal.messagesAreSeen(), Terminal.width(), System::nanoTime);
    }

    /**
     * Makes a line for a command that writes its results meanwhile: not where they go to the same terminal.
     *
     * @param line the command
     * @return a line, to be closed in the end
     */
    static ProgressLine besideResults(CommandLine line) {
        boolean seen = Terminal.messagesAreSeen() && Terminal.resultsAreElsewhere();
        return new ProgressLine(line.getErr(), seen, Terminal.width(), System::nanoTime);
    }

    /**
     * Shows what is being read, and how fast; the whole is not known.
     *
     * @param what for a person
     * @param bytes read so far
     */
    synchronized void checking(String what, long bytes) {
        long now = clock.getAsLong();
        if (due(now)) {
            draw(now, Text.size(bytes) + " read  " + Text.size(rate.at(now, bytes)) + "/s  ", what);
        }
    }

    /**
     * Shows how much of a known whole is done, how fast, and how long the rest will take.
     *
     * @param what for a person
     * @param done bytes
     * @param total bytes; what is done may be more if the image was wrong about it
     */
    synchronized void copying(String what, long done, long total) {
        long now = clock.getAsLong();
        if (!due(now)) {
            return;
        }
        long most = Math.max(1, Math.max(done, total));
        long speed = rate.at(now, done);
        String left = speed == 0 ? "" : duration((most - done) / speed) + " left  ";
        String numbers = Text.size(done) + " of " + Text.size(most) + "  " + Text.size(speed) + "/s  ";
        double part = (double) done / most;
        String percent = String.format("%3d %%  ", (int) (100 * part));
        String head = percent + bar(part) + numbers + left;
        if (room - head.length() < ROOM_FOR_NAMES) {
            head = percent + numbers + left;
        }
        if (room - head.length() < ROOM_FOR_NAMES) {
            head = percent + left;
        }
        draw(now, head, what);
    }

    private static String bar(double part) {
        int full = (int) (BAR * part);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]  ";
    }

    private boolean due(long now) {
        return seen && !closed && now - next >= 0;
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

    private void draw(long now, String numbers, String what) {
        next = now + INTERVAL;
        String head = Columns.begin(numbers, room);
        String shown = head + Columns.end(Text.safe(what), room - head.length());
        int width = Columns.width(shown);
        err.print("\r" + shown + " ".repeat(Math.max(0, drawn - width)));
        err.flush();
        drawn = width;
    }

    @Override
    public void close() {
        clear();
    }

    /** Leaves an empty line, and draws nothing more. */
    synchronized void clear() {
        closed = true;
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }
}
