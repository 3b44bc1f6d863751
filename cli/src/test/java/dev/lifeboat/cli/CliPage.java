package dev.lifeboat.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page docs/cli.md: the help of every command. */
final class CliPage {
    private CliPage() {}

    static String markdown(CommandLine line) {
        StringBuilder page = new StringBuilder(
                """
                # The command line

                This page is made from the commands; `lifeboat help COMMAND` shows the same.

                """);
        page.append(block(line));
        for (Map.Entry<String, CommandLine> command : line.getSubcommands().entrySet()) {
            if (!command.getKey().equals("help")) {
                page.append("\n## lifeboat ").append(command.getKey()).append("\n\n");
                page.append(block(command.getValue()));
            }
        }
        return page.toString();
    }

    /** The width of the terminal must not matter here. */
    static String help(CommandLine command) {
        command.getCommandSpec().usageMessage().autoWidth(false).width(100);
        return command.getUsageMessage(Ansi.OFF);
    }

    private static String block(CommandLine command) {
        return "```text\n" + help(command) + "```\n";
    }
}
