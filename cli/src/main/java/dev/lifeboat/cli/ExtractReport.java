package dev.lifeboat.cli;

import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Totals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What an extraction tells on the standard output. */
abstract class ExtractReport {
    private final Map<Problem.Kind, Long> counts = new EnumMap<>(Problem.Kind.class);

    /**
     * Takes note of a problem.
     *
     * @param volume number, 0 for a whole image
     * @param problem of one of its files, or of itself
     */
    final void problem(int volume, Problem problem) {
        counts.merge(problem.kind(), 1L, Long::sum);
        show(volume, problem);
    }

    final long count(Problem.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /**
     * Returns the exit code of an extraction that came to its end.
     *
     * @return warnings if something is not as in the image; links alone, which every Windows volume has, do not count
     */
    final int exitCode() {
        boolean all = counts.keySet().stream().allMatch(kind -> kind == Problem.Kind.LINK);
        return all ? ExitCode.OK : ExitCode.WARNINGS;
    }

    abstract void show(int volume, Problem problem);

    /**
     * Ends the report.
     *
     * @param totals what was done
     * @param to the target folder
     * @param time that it took
     * @param complete whether it came to its end
     */
    abstract void summary(Totals totals, Path to, Duration time, boolean complete);
}
