package dev.lifeboat.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;

/** Where a run starts. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        if (isWindows()) {
            repairFolders(args);
        }
        Charset charset = consoleCharset();
        if (Elevation.isRelayed(args)) {
            // What is under way is undone on the way out.
            System.exit(Elevation.relayed(charset, () -> System.exit(ExitCode.INTERRUPTED), args));
        }
        TextOutput out = output(FileDescriptor.out, charset);
        PrintWriter err = new PrintWriter(output(FileDescriptor.err, charset));
        if (BackgroundMount.isMeant(args)) {
            int code = BackgroundMount.startAtOnce(err);
            err.flush();
            System.exit(code);
        }
        System.exit(run(out, err, args));
    }

    /** A listing that could not be written is not a success. If nobody reads it any more, that is no news. */
    static int run(TextOutput output, PrintWriter err, String... args) {
        CommandLine line = commandLine(new PrintWriter(output), err, args);
        int code = run(line, args);
        boolean lost = line.getOut().checkError();
        output.failure()
                .filter(e -> !StandardOutput.isClosedPipe(e))
                .ifPresent(e -> err.println("lifeboat: " + Text.safe(StandardOutput.complaint(e))));
        err.flush();
        return lost && code == ExitCode.OK ? ExitCode.FAILED : code;
    }

    static int run(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (Error e) {
            return Errors.internal(e, line.getErr());
        }
    }

    /**
     * Makes the command line.
     *
     * @param out receives results
     * @param err receives progress and messages
     * @param args what it will be asked, so that only the command concerned is made; empty for all commands
     * @return ready to be executed
     */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new LifeboatCommand());
        Subcommand.addTo(line, args);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler(new Errors());
        line.setParameterExceptionHandler(new UsageErrors());
        for (CommandLine sub : line.getSubcommands().values()) {
            sub.getCommandSpec().exitCodeOnExecutionException(ExitCode.INTERNAL_ERROR);
        }
        return line;
    }

    private static TextOutput output(FileDescriptor descriptor, Charset charset) {
        return new TextOutput(new FileOutputStream(descriptor), charset);
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /**
     * Repairs what becomes of {@code "E:\"} on Windows, which is how its shells complete a folder: a program is given {@code
     * E:"}. No name there holds a quotation mark.
     *
     * @param args the command line, changed in place
     */
    static void repairFolders(String... args) {
        Arrays.setAll(args, i -> args[i].endsWith("\"") ? args[i].substring(0, args[i].length() - 1) + "\\" : args[i]);
    }

    /** A console of Windows has its own code page; everywhere else output is UTF-8, whatever the locale says. */
    private static Charset consoleCharset() {
        String stdout = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        if (isWindows() && stdout != null && Charset.isSupported(stdout)) {
            return Charset.forName(stdout);
        }
        return StandardCharsets.UTF_8;
    }
}
