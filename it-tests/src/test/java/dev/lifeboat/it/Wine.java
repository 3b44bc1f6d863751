package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Windows as far as Wine goes: its command processor, and a Java made for Windows. */
final class Wine {
    private static final Path PROGRAM = Path.of("/usr/lib/wine/wine64"); // the one on PATH asks for 32-bit parts
    private static final Path SERVER = Path.of("/usr/lib/wine/wineserver64");

    /** Drive C: and the registry, kept for the next run. */
    private final Path prefix = target("wine");

    /**
     * A run that has ended.
     *
     * @param messages what it wrote to the standard error
     */
    record Run(int exit, String output, String messages) {}

    private static Path target(String name) {
        return Checkout.top().resolve("it-tests/target").resolve(name);
    }

    /** Skips a test where there is no Wine; on the build server, where it must be, fails it. */
    static Wine require() throws IOException {
        Tools.require(Files.isExecutable(PROGRAM), PROGRAM + " is not installed");
        Tools.require(Files.exists(java().resolve("bin/java.exe")), "there is no Java for Windows in it-tests/target");
        Wine wine = new Wine();
        if (!Files.exists(wine.prefix.resolve("system.reg"))) {
            Path work = Files.createDirectories(wine.prefix);
            Run boot = wine.run(work, Map.of("WINEDLLOVERRIDES", "mscoree,mshtml=d"), "wineboot", "-i");
            if (boot.exit != 0) {
                throw new IOException("wineboot ended with " + boot.exit + ": " + boot.messages);
            }
        }
        return wine;
    }

    /** The folder of a Java for Windows, which lies in the folder of the program that it was unpacked from. */
    static Path java() throws IOException {
        try (Stream<Path> programs = Files.list(Files.createDirectories(target("java-for-windows")))) {
            return programs.map(program -> program.resolve("jre"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElse(Path.of("none"));
        }
    }

    /** Where Windows' own libraries are. */
    Path system32() {
        return prefix.resolve("drive_c/windows/system32");
    }

    /** The link that makes a folder of Linux a drive. */
    Path drive(String letter) {
        return prefix.resolve("dosdevices").resolve(letter);
    }

    /** A path as Wine's programs see it. */
    static String path(Path path) {
        return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
    }

    /** Runs a batch file in a folder. It gets the settings, and no Java of this system. */
    Run batch(Path folder, Map<String, String> settings, String... lines) throws IOException {
        Path file = folder.resolve("test.cmd");
        Files.write(file, ("@echo off\r\n" + String.join("\r\n", lines) + "\r\n").getBytes(UTF_8));
        return run(folder, settings, "cmd", "/c", file.getFileName().toString());
    }

    /**
     * Into files, not pipes: Wine's services are started by its first program, inherit its output, and would hold a pipe open.
     */
    Run run(Path folder, Map<String, String> settings, String... command) throws IOException {
        Path output = Files.createTempFile("wine", ".out");
        Path messages = Files.createTempFile("wine", ".err");
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(messages.toFile());
        builder.command().addAll(List.of(command));
        environment(builder, settings);
        Process process = builder.start();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                throw new IOException(String.join(" ", command) + " did not end in three minutes");
            }
            return new Run(process.exitValue(), Files.readString(output), Files.readString(messages));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
            Files.delete(output);
            Files.delete(messages);
        }
    }

    /** Removes what Lifeboat noted of mounts, of a run that was killed. */
    void forgetMounts() throws IOException {
        try (Stream<Path> files = Files.find(prefix.resolve("drive_c/users"), 8, (file, attributes) -> file.toString()
                .endsWith(".mount"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Starts a program that goes on; all it writes goes into a file. */
    Process start(Path folder, Map<String, String> settings, Path output, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString())
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.command().addAll(List.of(command));
        environment(builder, settings);
        return builder.start();
    }

    private void environment(ProcessBuilder builder, Map<String, String> settings) {
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("LIFEBOAT_") || name.equals("JAVA_HOME") || name.equals("TERM"));
        environment.putAll(Map.of("WINEPREFIX", prefix.toString(), "WINEDEBUG", "-all", "LC_ALL", "C.UTF-8"));
        environment.putAll(settings);
    }

    /** Ends the services of this Wine. */
    void stop() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(SERVER.toString(), "-k");
        environment(builder, Map.of());
        try {
            builder.start().waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
