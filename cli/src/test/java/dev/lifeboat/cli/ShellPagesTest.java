package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manual pages and completion; that real tools take them is tested with the distribution. */
class ShellPagesTest {
    @SuppressWarnings("UnusedVariable") // only the annotations matter
    @Command(
            name = "odd",
            description = {"Says 50%% of 'it'. And more.", ".dots\\"},
            exitCodeList = {"0:fine"},
            footer = {"  odd -x=~ a", "no example"})
    private static final class Odd {
        @Parameters(paramLabel = "WHAT", description = "é", completionCandidates = Fruit.class)
        String what;

        @Option(
                names = {"-x", "--extra"},
                paramLabel = "N")
        int extra;

        @Option(names = "--into")
        Path into;

        @Option(names = "--secret", hidden = true)
        boolean secret;
    }

    private static final class Fruit extends ArrayList<String> {
        Fruit() {
            super(List.of("apple", "pear"));
        }
    }

    static Stream<CommandLine> commands() {
        CommandLine line = Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().filter(command -> !command.getCommandName()
                        .equals("help")));
    }

    @Test
    void writesTheMacrosOfAManualPage() {
        assertThat(ManPage.troff(new CommandLine(new Odd()), "1.0"))
                .isEqualTo(
                        """
                        .TH "ODD" "1" "" "Lifeboat 1.0" "Lifeboat"
                        .SH "NAME"
                        odd \\- Says 50% of \\(aqit\\(aq
                        .SH "SYNOPSIS"
                        \\fBodd\\fR [\\-\\-into=<into>] [\\-x=N] WHAT
                        .SH "DESCRIPTION"
                        .PP
                        Says 50% of \\(aqit\\(aq. And more.
                        .PP
                        \\&.dots\\e
                        .SH "OPTIONS"
                        .TP
                        \\fIWHAT\\fR
                        \\[u00E9]
                        .TP
                        \\fB\\-x\\fR, \\fB\\-\\-extra\\fR=\\fIN\\fR
                        .TP
                        \\fB\\-\\-into\\fR=\\fI<into>\\fR
                        .SH "EXIT STATUS"
                        .TP
                        \\fB0\\fR
                        fine
                        .SH "EXAMPLES"
                        .EX
                        odd \\-x=\\(ti a
                        .EE
                        """);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPageHasEveryOption(CommandLine command) {
        String page = ManPage.troff(command, "1.0");
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
        }
        assertThat(page).isASCII().endsWith("(1)\n");
    }

    @Test
    void completesOptionsAndCandidatesButNoHiddenOption() {
        CommandLine top = new CommandLine(new Odd()).addSubcommand("sub", new Odd());
        assertThat(Completion.script(top))
                .contains(
                        """
                                sub)
                                    flags='--extra --into -x'
                                    texts='--extra -x'
                                    paths='--into'
                                    choices='apple pear'
                                    ;;
                        """)
                .doesNotContain("secret");
    }
}
