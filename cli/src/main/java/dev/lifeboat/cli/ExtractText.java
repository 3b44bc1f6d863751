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

/** A summary for a person: problems of each kind by their reason, and the first of each. */
final class ExtractText extends ExtractReport {
    private static final Map<Problem.Kind, String> HEADS = Map.of(
            Problem.Kind.RENAMED, "Renamed",
            Problem.Kind.EXISTING, "Left out, since something of that name was there before",
            Problem.Kind.FAILED, "Not copied",
            Problem.Kind.TIMES, "Copied, but times could not be set",
            Problem.Kind.ATTRIBUTES, "Copied, but attributes could not be set",
            Problem.Kind.SECURITY, "Copied, but owner or permissions could not be set",
            Problem.Kind.BESIDE, "Alternate data streams that became files of their own",
            Problem.Kind.STREAM, "Alternate data streams left out (--streams all makes files of them)",
            Problem.Kind.LINK, "Links not created (--links creates those that lead to something in the target)",
            Problem.Kind.UNLINKED, "Links not created");

    private final PrintWriter out;
    private final Map<Problem.Kind, ProblemGroups> groups = new EnumMap<>(Problem.Kind.class);

    ExtractText(PrintWriter out) {
        this.out = out;
    }

    @Override
    void show(int volume, Problem problem) {
        String path = (volume == 0 ? "" : volume + ":") + problem.path();
        ProblemGroups group = groups.computeIfAbsent(problem.kind(), kind -> new ProblemGroups());
        switch (problem.kind()) {
            case RENAMED, BESIDE -> group.add(
                    "", path + " is now " + problem.to().orElseThrow());
            case LINK, UNLINKED -> group.add("", path + " -> " + problem.reason());
            default -> group.add(problem.reason(), path);
        }
    }

    @Override
    void summary(Totals totals, Path to, Duration time, End end) {
        out.println(Text.safe(String.format(
                Locale.ROOT,
                "%s %s and %s (%s) to %s in %s.",
                switch (end) {
                    case COMPLETE -> "Copied";
                    case FAILED -> "Stopped after copying";
                    case INTERRUPTED -> "Interrupted after copying";
                },
                number(totals.files(), "file", "files"),
                number(totals.directories(), "directory", "directories"),
                Text.size(totals.bytes()),
                to,
                ProgressLine.duration(time.toSeconds()))));
        also(totals);
        groups.forEach((kind, group) -> {
            out.println();
            out.println(HEADS.get(kind) + String.format(Locale.ROOT, " (%,d):", count(kind)));
            group.lines().forEach(line -> out.println("  " + Text.safe(line)));
        });
        long counted = totals.streamsLeft() - count(Problem.Kind.STREAM);
        if (counted > 0) {
            out.println();
            out.println(number(counted, "alternate data stream was", "alternate data streams were")
                    + " not copied; 'lifeboat ls --streams' lists them, 'lifeboat cat' copies one.");
        }
        out.flush();
    }

    private void also(Totals totals) {
        List<String> also = new ArrayList<>();
        if (totals.streams() > 0) {
            also.add(number(totals.streams(), "alternate data stream", "alternate data streams"));
        }
        if (totals.links() > 0) {
            also.add(number(totals.links(), "link", "links"));
        }
        if (totals.acls() > 0) {
            also.add(number(totals.acls(), "security descriptor", "security descriptors"));
        }
        if (!also.isEmpty()) {
            out.println("Also " + String.join(", ", also) + ".");
        }
        if (totals.already() > 0) {
            out.println(number(totals.already(), "file was", "files were") + " there already.");
        }
    }

    static String number(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
