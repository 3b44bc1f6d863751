package dev.lifeboat.cli;

import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Totals;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A summary for a person, with the first problems of each kind. */
final class ExtractText extends ExtractReport {
    private static final int SHOWN = 20;
    private static final Map<Problem.Kind, String> HEADS = Map.of(
            Problem.Kind.RENAMED, "Renamed",
            Problem.Kind.EXISTING, "Left out, since something of that name was there before",
            Problem.Kind.FAILED, "Not copied",
            Problem.Kind.TIMES, "Copied, but times could not be set",
            Problem.Kind.LINK, "Links not created");

    private final PrintWriter out;
    private final Map<Problem.Kind, List<String>> first = new EnumMap<>(Problem.Kind.class);

    ExtractText(PrintWriter out) {
        this.out = out;
    }

    @Override
    void show(int volume, Problem problem) {
        List<String> lines = first.computeIfAbsent(problem.kind(), kind -> new ArrayList<>());
        if (lines.size() < SHOWN) {
            lines.add((volume == 0 ? "" : volume + ":")
                    + problem.path()
                    + switch (problem.kind()) {
                        case RENAMED -> " is now " + problem.to().orElseThrow();
                        case LINK -> " -> " + problem.reason();
                        default -> ": " + problem.reason();
                    });
        }
    }

    @Override
    void summary(Totals totals, Path to, Duration time, boolean complete) {
        out.println(Text.safe(String.format(
                Locale.ROOT,
                "%s %s and %s (%s) to %s in %s.",
                complete ? "Copied" : "Stopped after copying",
                number(totals.files(), "file", "files"),
                number(totals.directories(), "directory", "directories"),
                Text.size(totals.bytes()),
                to,
                ProgressLine.duration(time.toSeconds()))));
        for (Map.Entry<Problem.Kind, List<String>> kind : first.entrySet()) {
            out.println();
            out.println(HEADS.get(kind.getKey()) + String.format(Locale.ROOT, " (%,d):", count(kind.getKey())));
            kind.getValue().forEach(line -> out.println("  " + Text.safe(line)));
            long more = count(kind.getKey()) - kind.getValue().size();
            if (more > 0) {
                out.println(String.format(Locale.ROOT, "  %,d more; --json lists them all", more));
            }
        }
        if (totals.streams() > 0) {
            out.println();
            out.println(number(totals.streams(), "alternate data stream was", "alternate data streams were")
                    + " not copied; 'lifeboat ls --streams' lists them, 'lifeboat cat' copies one.");
        }
    }

    private static String number(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
