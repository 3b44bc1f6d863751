package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The zip that ./dist makes of what was built last. */
final class Distribution {
    private Distribution() {}

    /** Skips a test where the modules were not packaged, or where there is no bash. */
    static void require() {
        Tools.require("bash", "unzip");
        Assumptions.assumeTrue(
                Files.exists(Checkout.top().resolve("cli/target/run-time.txt")),
                "cli is not packaged; run the phase verify");
    }

    /**
     * Makes the zip.
     *
     * @param into folder that receives it
     * @param settings of the environment, such as {@code TZ=UTC}
     */
    static Path make(Path into, String... settings) throws IOException {
        Files.createDirectories(into);
        return run(into, List.of(settings), List.of());
    }

    /** Adds a Java for this system to a zip. */
    static Path link(Path zip, String platform) throws IOException {
        return run(zip.getParent(), List.of(), List.of("--runtime", platform));
    }

    private static Path run(Path into, List<String> settings, List<String> options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("env", "LIFEBOAT_BUILD=never", "JAVA_HOME=" + System.getProperty("java.home")));
        command.addAll(settings);
        command.addAll(List.of(Checkout.top().resolve("dist").toString(), "--to", into.toString()));
        command.addAll(options);
        String output = Tools.run(into, command.toArray(String[]::new));
        return into.resolve(output.strip()); // it prints the path and nothing else
    }

    /** Unpacks the zip, and returns the one folder in it. */
    static Path unpack(Path zip, Path into) throws IOException {
        Files.createDirectories(into);
        Tools.run(into, "unzip", "-q", zip.toString());
        try (Stream<Path> folders = Files.list(into)) {
            return folders.filter(Files::isDirectory).toList().get(0);
        }
    }
}
