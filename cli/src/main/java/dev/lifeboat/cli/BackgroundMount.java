package dev.lifeboat.cli;

import dev.lifeboat.mount.fuse.Session;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A mount that goes on when the command has returned: by a second process, with the same command line. */
final class BackgroundMount {
    private static final String MARK = "LIFEBOAT_MOUNT_CHILD";
    private static final String READY = "ready ";

    private BackgroundMount() {}

    /** Whether this is the second process. */
    static boolean isChild() {
        return System.getenv(MARK) != null;
    }

    /**
     * Tells whether a command line plainly asks for one. Then nothing has to be known of it here: the second process takes it
     * apart, and says what is wrong with it. That saves a fifth of a second.
     *
     * @param args the command line
     * @return false also where only a closer look could tell
     */
    static boolean isMeant(String... args) {
        List<String> line = List.of(args);
        return System.getProperty("os.name", "").startsWith("Linux")
                && !isChild()
                && line.indexOf("mount") == 0
                && line.contains("--background")
                && Stream.of("-h", "--help", "-V", "--version").noneMatch(line::contains);
    }

    /** As {@link #start}, for {@link #isMeant}. */
    static int startAtOnce(PrintWriter err) {
        try {
            return start(err);
        } catch (FailedException e) {
            err.println("lifeboat: " + Text.safe(e.getMessage()));
            return e.exitCode();
        } catch (IOException e) {
            err.println("lifeboat: " + Text.safe(Errors.message(e)));
            return ExitCode.FAILED;
        }
    }

    /**
     * Starts the second process, and waits until its mount answers.
     *
     * @param err receives messages
     * @return the exit code
     * @throws IOException if the process cannot be started
     */
    static int start(PrintWriter err) throws IOException {
        Path log = newLog();
        ProcessBuilder builder = new ProcessBuilder(ownCommandLine())
                .redirectInput(new File("/dev/null"))
                .redirectError(log.toFile());
        builder.environment().put(MARK, log.toString());
        Process child = builder.start();
        String said;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            do { // Java itself may have something to say before
                said = out.readLine();
            } while (said != null && !said.startsWith(READY));
        }
        if (said != null) {
            err.println("Mounted on " + Text.safe(said.substring(READY.length())) + " by process " + child.pid()
                    + ". 'lifeboat unmount' ends it. Messages: " + Text.safe(log.toString()));
            return ExitCode.OK;
        }
        return failed(child, log, err);
    }

    private static int failed(Process child, Path log, PrintWriter err) throws IOException {
        try {
            int code = child.waitFor();
            Files.readAllLines(log, StandardCharsets.UTF_8).forEach(line -> err.println(Text.safe(line)));
            Files.deleteIfExists(log);
            return code == ExitCode.OK ? ExitCode.FAILED : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            child.destroy();
            return ExitCode.FAILED;
        }
    }

    /** Of the second process: tells the first that the mount answers. */
    static void tellParent(PrintWriter out, Path where) {
        Session.leaveTerminal();
        out.println(READY + where);
        out.flush();
    }

    /** As the system knows it, with all options for Java. */
    private static List<String> ownCommandLine() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        return List.of((line.endsWith("\0") ? line.substring(0, line.length() - 1) : line).split("\0", -1));
    }

    private static Path newLog() throws IOException {
        Path folder = Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("lifeboat");
        try {
            Files.createDirectories(folder);
            return Files.createFile(
                    folder.resolve(
                            "mount-" + ProcessHandle.current().pid() + "-" + System.currentTimeMillis() + ".log"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new FailedException(
                    ExitCode.FAILED,
                    "no log can be written to " + folder + " (" + Errors.message(e)
                            + "); set XDG_STATE_HOME to a folder of your own, or leave out --background");
        }
    }
}
