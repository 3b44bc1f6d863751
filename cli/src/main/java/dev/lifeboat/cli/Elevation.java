package dev.lifeboat.cli;

import dev.lifeboat.mount.elevation.ElevatedRun;
import dev.lifeboat.mount.elevation.RelayChild;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/** Runs a command again with the rights of an administrator, on Windows, if the user wants that. */
final class Elevation {
    /** First on the command line of the second process, with the name of the pipes behind it. */
    private static final String RELAY = "--relay";

    private Elevation() {}

    /**
     * Says that rights are missing, and offers to run the command with them.
     *
     * @param line of the command, for messages
     * @param asked whether the user has said yes beforehand
     * @param why what wants them
     * @param arguments of the command, with whole paths
     * @return the exit code of the run with more rights
     * @throws FailedException if the user does not want it, or nobody can be asked
     */
    @SuppressWarnings("SystemConsoleNull") // that newer Javas have one without a terminal shows in the answer
    static int offer(CommandLine line, boolean asked, String why, List<String> arguments) {
        Console console = System.console();
        Optional<String> answer = asked
                ? Optional.of("yes")
                : Optional.ofNullable(console)
                        .map(c -> c.readLine("%s. Run it with these rights? Windows will ask, too. [Y/n] ", why));
        if (answer.isEmpty()) {
            throw new FailedException(
                    ExitCode.FAILED,
                    why
                            + ". Start the console as administrator, or add --elevate: Windows will then ask you. \"lifeboat ls\" and"
                            + " \"lifeboat extract\" need no such rights");
        }
        if (!isYes(answer.get())) {
            throw new FailedException(ExitCode.FAILED, "nothing was done");
        }
        line.getOut().flush();
        line.getErr().flush();
        try {
            return ElevatedRun.run(
                    java(),
                    RELAY,
                    arguments,
                    new FileOutputStream(FileDescriptor.out),
                    new FileOutputStream(FileDescriptor.err));
        } catch (IOException e) {
            throw new FailedException(ExitCode.FAILED, e.getMessage());
        }
    }

    private static boolean isYes(String answer) {
        return answer.isBlank() || answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** This Java, with the options of the launcher, and what the second process cannot find out by itself. */
    private static List<String> java() {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java.exe").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED"));
        for (String property : List.of("stdout.encoding", "sun.stdout.encoding", "jna.library.path")) {
            String value = System.getProperty(property);
            if (value != null) {
                line.add("-D" + property + "=" + value);
            }
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return line;
    }

    /** Tells whether this is the second process. */
    static boolean isRelayed(String... args) {
        return args.length >= 2 && args[0].equals(RELAY);
    }

    /** Of the second process: runs the command, with its output going to the first one; ends when that one ends or asks for it. */
    static int relayed(Charset charset, Runnable end, String... args) {
        RelayChild relay;
        try {
            relay = RelayChild.open(args[1]);
        } catch (IOException e) {
            return ExitCode.FAILED; // there is nobody to whom this could be said
        }
        relay.endWith(end);
        StandardOutput.replace(relay.output());
        return Main.run(
                new TextOutput(relay.output(), charset),
                new PrintWriter(new TextOutput(relay.messages(), charset)),
                List.of(args).subList(2, args.length).toArray(new String[0]));
    }
}
