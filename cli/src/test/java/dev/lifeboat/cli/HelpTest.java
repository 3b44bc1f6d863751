package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.docs.GeneratedPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command says of itself. */
class HelpTest {
    private static CommandLine lifeboat() {
        return Main.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
    }

    static Stream<String> commands() {
        return lifeboat().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @Test
    void thePageInDocsIsCurrent() throws IOException {
        GeneratedPage.requireCurrent("docs/cli.md", "cli", HelpTest.class, CliPage.markdown(lifeboat()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAnExampleAndItsExitCodes(String name) {
        CommandLine command = lifeboat().getSubcommands().get(name);
        String help = CliPage.help(command);
        assertThat(help).contains("Examples:\n  lifeboat " + name + " ").contains("Exit codes:\n  0 ");
        assertThat(command.getCommandSpec().usageMessage().description()).allMatch(line -> line.endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatReportsHasJson(String name) {
        boolean reports = !Stream.of("tree", "cat", "explain", "mount", "unmount")
                .toList()
                .contains(name);
        assertThat(lifeboat().getSubcommands().get(name).getCommandSpec().findOption("--json") != null)
                .isEqualTo(reports);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsNoError(String name) {
        Cli.Run run = Cli.run(name, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: lifeboat " + name + " ");
        assertThat(run.err()).isEmpty();
        assertThat(Cli.run("help", name).out()).isEqualTo(run.out());
    }

    @Test
    void tellsItsVersion() {
        assertThat(Cli.run("--version").lines()).hasSize(2).first().asString().startsWith("Lifeboat ");
    }

    @Test
    void withoutACommandShowsWhatThereIs() {
        Cli.Run run = Cli.run();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("lifeboat: Which command? See the list below.\nUsage: lifeboat ");
    }
}
