package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system, whose answers are compared with ours. */
public final class Tools {
    /** Those for disks are often not on the path of people who are not root. */
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    private static final long MINUTES = 5;

    private Tools() {}

    /**
     * What a program said.
     *
     * @param exit its exit code
     * @param output standard output and error, as they came
     */
    public record Result(int exit, String output) {}

    /** Skips the test where a program is missing; on the build server, where none may be, fails it. */
    public static void require(String... programs) {
        for (String program : programs) {
            require(find(program).isPresent(), program + " is not installed");
        }
    }

    /** Skips the test where something is missing; on the build server, where nothing may be, fails it. */
    public static void require(boolean present, String reason) {
        if (!present && "true".equals(System.getenv("CI"))) {
            Assertions.fail(reason);
        }
        Assumptions.assumeTrue(present, reason);
    }

    /** Runs a program that must succeed. */
    public static String run(Path folder, String... command) throws IOException {
        Result result = tryRun(folder, command);
        if (result.exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + result.exit + ": " + result.output);
        }
        return result.output;
    }

    /** Runs a program and lets it fail. */
    public static Result tryRun(Path folder, String... command) throws IOException {
        return runWithInput(folder, "", command);
    }

    /** Runs a program with something to read. */
    public static Result runWithInput(Path folder, String input, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.set(0, find(command[0]).orElseThrow().toString());
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "MTOOLS_SKIP_CHECK", "1"));
        Process process = builder.start();
        try {
            try (var stdin = process.outputWriter(UTF_8)) {
                stdin.write(input);
            }
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException(String.join(" ", command) + " did not end in " + MINUTES + " minutes");
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
            Files.deleteIfExists(output);
        }
    }

    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(List.of(path.split(File.pathSeparator)).stream(), MORE_FOLDERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
