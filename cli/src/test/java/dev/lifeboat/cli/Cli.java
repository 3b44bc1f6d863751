package dev.lifeboat.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** Runs a command as {@link Main} does, and keeps what it wrote. */
final class Cli {
    private Cli() {}

    /**
     * What a run left behind.
     *
     * @param code its exit code
     * @param out its standard output: text, then bytes
     * @param err its standard error
     */
    record Run(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    static Run run(Object... args) {
        var bytes = new ByteArrayOutputStream();
        Run run = runInto(bytes, args);
        return new Run(run.code(), run.out() + bytes.toString(StandardCharsets.UTF_8), run.err());
    }

    /** With another place for bytes. */
    static Run runInto(OutputStream bytes, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        StandardOutput.replace(bytes);
        CommandLine line = Main.commandLine(new PrintWriter(out), new PrintWriter(err));
        int code = Main.run(line, List.of(args).stream().map(String::valueOf).toArray(String[]::new));
        line.getOut().flush();
        line.getErr().flush();
        return new Run(code, out.toString(), err.toString());
    }
}
