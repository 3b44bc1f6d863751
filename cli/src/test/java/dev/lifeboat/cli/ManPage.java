package dev.lifeboat.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, in the macros of man(7). */
final class ManPage {
    /** So that picocli breaks no line, which could be in the middle of a word. */
    private static final int WIDE = 10_000;

    private final CommandLine line;
    private final CommandSpec spec;
    private final StringBuilder page = new StringBuilder();

    private ManPage(CommandLine line) {
        this.line = line;
        this.spec = line.getCommandSpec();
    }

    /**
     * The name of the page, and of its file before {@code .1}.
     *
     * @param line a command
     * @return such as {@code lifeboat-verify}
     */
    static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName("-");
    }

    /**
     * Writes the page.
     *
     * @param line a command
     * @param version of Lifeboat
     * @return troff source, in ASCII
     */
    static String troff(CommandLine line, String version) {
        ManPage page = new ManPage(line);
        page.write(version);
        return page.page.toString();
    }

    private void write(String version) {
        List<String> description = texts(spec.usageMessage().description());
        macro("TH", name(line).toUpperCase(Locale.ROOT), "1", "", "Lifeboat " + version, "Lifeboat");
        macro("SH", "NAME");
        text(name(line) + " - " + summary(description.get(0)));
        macro("SH", "SYNOPSIS");
        spec.usageMessage().autoWidth(false).width(WIDE);
        String synopsis = line.getHelp().detailedSynopsis(0, Help.createShortOptionNameComparator(), true);
        String command = spec.qualifiedName();
        page.append("\\fB").append(escape(command)).append("\\fR");
        page.append(escape(synopsis.strip().substring(command.length()))).append('\n');
        macro("SH", "DESCRIPTION");
        for (String paragraph : description) {
            macro("PP");
            text(paragraph);
        }
        commands();
        options();
        exitCodes();
        examples();
        seeAlso();
    }

    /** The first sentence, as the list of all manual pages shows it. */
    private static String summary(String description) {
        int end = description.indexOf(". ");
        return (end < 0 ? description : description.substring(0, end)).replaceAll("\\.$", "");
    }

    private void commands() {
        if (pages().isEmpty()) {
            return;
        }
        macro("SH", "COMMANDS");
        for (CommandLine each : pages()) {
            item(
                    bold(each.getCommandName()),
                    texts(each.getCommandSpec().usageMessage().description()).subList(0, 1));
        }
    }

    private void options() {
        macro("SH", "OPTIONS");
        for (PositionalParamSpec each : spec.positionalParameters()) {
            item("\\fI" + escape(each.paramLabel()) + "\\fR", description(each));
        }
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
        for (OptionSpec each : options) {
            String names = Stream.of(each.names()).map(ManPage::bold).collect(Collectors.joining(", "));
            boolean takesValue = each.arity().max() > 0;
            item(names + (takesValue ? "=\\fI" + escape(each.paramLabel()) + "\\fR" : ""), description(each));
        }
    }

    private static List<String> description(ArgSpec argument) {
        return texts(argument.description());
    }

    private void exitCodes() {
        macro("SH", "EXIT STATUS");
        spec.usageMessage().exitCodeList().forEach((code, meaning) -> item(bold(code), texts(meaning)));
    }

    private void examples() {
        macro("SH", "EXAMPLES");
        macro("EX");
        for (String example : texts(spec.usageMessage().footer())) {
            if (example.startsWith("  ")) {
                text(example.strip());
            }
        }
        macro("EE");
    }

    private void seeAlso() {
        List<CommandLine> others = line.getParent() == null ? pages() : List.of(line.getParent());
        if (others.isEmpty()) {
            return;
        }
        macro("SH", "SEE ALSO");
        page.append(others.stream().map(each -> bold(name(each)) + "(1)").collect(Collectors.joining(",\n")))
                .append('\n');
    }

    /** The subcommands that have a page of their own. */
    private List<CommandLine> pages() {
        return line.getSubcommands().values().stream()
                .filter(each -> !each.getCommandName().equals("help"))
                .toList();
    }

    private void item(String term, List<String> description) {
        macro("TP");
        page.append(term).append('\n');
        description.forEach(this::text);
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escape(argument)).append('"');
        }
        page.append('\n');
    }

    /** A line of text; one that begins like a macro is kept from being one. */
    private void text(String text) {
        String escaped = escape(text);
        page.append(escaped.startsWith(".") ? "\\&" : "").append(escaped).append('\n');
    }

    private static String bold(String text) {
        return "\\fB" + escape(text) + "\\fR";
    }

    /** As picocli itself reads them: {@code %n} and {@code %%} are replaced. */
    private static List<String> texts(String... texts) {
        return Arrays.stream(texts)
                .map(text -> Ansi.OFF.string(String.format(text)))
                .toList();
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '"' -> escaped.append("\\(dq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                    if (c < 0x80) {
                        escaped.append((char) c);
                    } else {
                        escaped.append(String.format("\\[u%04X]", c));
                    }
                }
            }
        });
        return escaped.toString();
    }
}
