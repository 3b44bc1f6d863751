package dev.lifeboat.cli;

import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Totals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What an extraction tells on the standard output. For any thread: who interrupts it has the summary written. */
abstract class ExtractReport {
    /** What nobody asked for, or asked for as it became. */
    private static final Set<Problem.Kind> EXPECTED =
            EnumSet.of(Problem.Kind.LINK, Problem.Kind.STREAM, Problem.Kind.BESIDE);

    private final Map<Problem.Kind, Long> counts = new EnumMap<>(Problem.Kind.class);
    private boolean ended;

    /** How an extraction ended. */
    enum End {
        COMPLETE,
        /** By an error. */
        FAILED,
        INTERRUPTED
    }

    /**
     * Takes note of a problem.
     *
     * @param volume number, 0 for a whole image
     * @param problem of one of its files, or of itself
     */
    final synchronized void problem(int volume, Problem problem) {
        if (!ended) {
            counts.merge(problem.kind(), 1L, Long::sum);
            show(volume, problem);
        }
    }

    /**
     * Ends the report; the first end counts.
     *
     * @param totals what was done
     * @param to the target folder
     * @param time that it took
     * @param end how it ended
     */
    final synchronized void end(Totals totals, Path to, Duration time, End end) {
        if (!ended) {
            ended = true;
            summary(totals, to, time, end);
        }
    }

    final long count(Problem.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * Returns the exit code of an extraction that came to its end.
     *
     * @return warnings if something is not as in the image that people count on; links and streams that are left out where
     *     nobody asked for them do not count, since every volume of Windows has some
     */
    final synchronized int exitCode() {
        return EXPECTED.containsAll(counts.keySet()) ? ExitCode.OK : ExitCode.WARNINGS;
    }

    abstract void show(int volume, Problem problem);

    abstract void summary(Totals totals, Path to, Duration time, End end);
}
