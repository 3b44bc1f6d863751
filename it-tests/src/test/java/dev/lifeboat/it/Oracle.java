package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What other tools said of an image: {@code $ command} lines and their output, and notes in lines that begin with {@code #}. */
final class Oracle {
    private final Path file;
    private final List<String> lines;

    private Oracle(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    static Oracle read(Path file) throws IOException {
        return new Oracle(file, Files.readAllLines(file));
    }

    /** What a program printed: all that follows its command, to the next command; empty if it was not asked. */
    List<String> output(String program) {
        List<String> output = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith("$ ")) {
                inside = line.startsWith("$ " + program + " ");
            } else if (inside && !line.isBlank()) {
                output.add(line);
            }
        }
        return output;
    }

    /** The first place that a pattern with one group fits, anywhere. */
    Optional<String> find(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        for (String line : lines) {
            Matcher matcher = compiled.matcher(line);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    String text(String pattern) {
        return find(pattern).orElseThrow(() -> new AssertionError(file + " has no line like '" + pattern + "'"));
    }

    long number(String pattern) {
        return Long.parseLong(text(pattern));
    }
}
