package dev.lifeboat.cli;

import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Totals;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Each problem, and at the end the summary, as a JSON object on a line. */
final class ExtractJson extends ExtractReport {
    private final PrintWriter out;

    ExtractJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    void show(int volume, Problem problem) {
        JsonLine.write(out, json -> {
            if (volume != 0) {
                json.writeNumberProperty("volume", volume);
            }
            json.writeStringProperty("path", problem.path());
            json.writeStringProperty("kind", name(problem.kind()));
            problem.to().ifPresent(to -> json.writeStringProperty("to", to));
            json.writeStringProperty("problem", problem.reason());
        });
    }

    @Override
    void summary(Totals totals, Path to, Duration time, End end) {
        JsonLine.write(out, json -> {
            json.writeBooleanProperty("complete", end == End.COMPLETE);
            json.writeStringProperty("to", to.toString());
            json.writeNumberProperty("files", totals.files());
            json.writeNumberProperty("directories", totals.directories());
            json.writeNumberProperty("bytes", totals.bytes());
            json.writeNumberProperty("hardLinks", totals.hardLinks());
            json.writeNumberProperty("already", totals.already());
            json.writeNumberProperty("streams", totals.streams());
            json.writeNumberProperty("links", totals.links());
            json.writeNumberProperty("acls", totals.acls());
            json.writeNumberProperty("seconds", time.toMillis() / 1000.0);
            for (Problem.Kind kind : Problem.Kind.values()) {
                json.writeNumberProperty(name(kind), count(kind));
            }
            json.writeNumberProperty("streamsLeft", totals.streamsLeft());
            json.writeNumberProperty("linksLeft", totals.linksLeft());
        });
        out.flush();
    }

    private static String name(Problem.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
