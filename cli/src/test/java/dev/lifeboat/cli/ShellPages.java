package dev.lifeboat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Writes what a shell wants to know of the commands: manual pages, and a script that completes a command line. */
public final class ShellPages {
    private ShellPages() {}

    /**
     * Writes {@code man/man1/*.1} and {@code completion/lifeboat.bash}.
     *
     * @param args the folder, and the version of Lifeboat
     */
    public static void main(String... args) throws IOException {
        CommandLine line = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        Path man = Files.createDirectories(Path.of(args[0], "man", "man1"));
        writePage(man, line, args[1]);
        for (CommandLine command : line.getSubcommands().values()) {
            if (!command.getCommandName().equals("help")) {
                writePage(man, command, args[1]);
            }
        }
        Path completion = Files.createDirectories(Path.of(args[0], "completion"));
        Files.writeString(completion.resolve("lifeboat.bash"), Completion.script(line));
    }

    private static void writePage(Path folder, CommandLine line, String version) throws IOException {
        Files.writeString(folder.resolve(ManPage.name(line) + ".1"), ManPage.troff(line, version));
    }
}
