package dev.lifeboat.it;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lifeboat serve --json} in a process of its own, from when clients can connect until it is closed. */
final class Served implements Closeable {
    private static final int INTERRUPTED = 130;

    private final Process process;
    private final Path messages;
    private final JsonNode line;

    private Served(Process process, Path messages, JsonNode line) {
        this.process = process;
        this.messages = messages;
        this.line = line;
    }

    /** Starts it; throws with its messages if it ends before clients can connect. */
    static Served start(Path folder, Object... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "dev.lifeboat.cli.Main", "serve", "--json"));
        Stream.of(args).map(String::valueOf).forEach(command::add);
        Path messages = Files.createTempFile(folder, "serve", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(messages.toFile())
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException(Files.readString(messages));
        }
        return new Served(process, messages, JsonMapper.shared().readTree(line));
    }

    String uri(String name) {
        return export(name).orElseThrow().path("uri").asString();
    }

    Optional<JsonNode> export(String name) {
        for (JsonNode export : line.path("exports")) {
            if (export.path("name").asString().equals(name)) {
                return Optional.of(export);
            }
        }
        return Optional.empty();
    }

    JsonNode line() {
        return line;
    }

    String messages() throws IOException {
        return Files.readString(messages);
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() throws IOException {
        Tools.run(messages.getParent(), "kill", "-INT", String.valueOf(process.pid()));
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("does not end");
            }
            if (process.exitValue() != INTERRUPTED) {
                throw new IOException("ended with " + process.exitValue() + ": " + messages());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
