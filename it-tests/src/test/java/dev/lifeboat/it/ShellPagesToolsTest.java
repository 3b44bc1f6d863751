package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual pages and the completion of a distribution, as man and two shells take them. */
class ShellPagesToolsTest {
    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        Distribution.require();
        home = Distribution.unpack(Distribution.make(folder.resolve("zip")), folder.resolve("shell pages"));
    }

    @Test
    void manReadsEveryPageWithoutAWarning() throws IOException {
        Tools.require("man", "groff");
        try (Stream<Path> pages = Files.list(home.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                String quiet =
                        "man --warnings=w -l \"$1\" 2>&1 >/dev/null; groff -man -ww -Tutf8 \"$1\" 2>&1 >/dev/null";
                assertThat(Tools.run(folder, "sh", "-c", quiet, "sh", page.toString()))
                        .isEmpty();
            }
        }
        String manual = Tools.run(
                folder, "env", "MANWIDTH=200", "man", "-M", home.resolve("man").toString(), "lifeboat-extract");
        assertThat(manual)
                .containsPattern("lifeboat-extract - Copies files out of an image")
                .containsPattern("\\n +--to=DIR\\s+The +folder +that +receives +the +files");
    }

    /** Keys typed into a real shell; a stand-in called lifeboat shows what it would have been given. */
    @ParameterizedTest
    @CsvSource({"bash, --norc", "zsh, -f"})
    void completesACommandLine(String shell, String withoutSettings) throws IOException {
        Tools.require(shell, "python3");
        Path here = Files.createDirectories(folder.resolve("here " + shell));
        Files.createDirectories(here.resolve("My Backup"));
        Files.createFile(here.resolve("a b.vhdx"));
        Files.createFile(here.resolve("x$(touch y).vhdx"));
        Path program = here.resolve(".type.py");
        try (InputStream source = ShellPagesToolsTest.class.getResourceAsStream("type.py")) {
            Files.copy(source, program);
        }
        List<String> command = new ArrayList<>(List.of("python3", program.toString(), shell, withoutSettings));
        command.add(home.resolve("completion/lifeboat.bash").toString());
        command.addAll(List.of(
                "lifeboat ver\t",
                "lifeboat verify a\t",
                "lifeboat verify x\t",
                "lifeboat verify --js\t My\t",
                "lifeboat extract a\t --to My\t",
                "lifeboat cat a\t 1:/et\t",
                "lifeboat explain fat.si\t",
                "lifeboat help expl\t"));
        assertThat(Tools.run(here, command.toArray(String[]::new))
                        .lines()
                        .map(line -> line.replace("My Backup/", "My Backup")))
                .containsExactly(
                        "<verify>",
                        "<verify><a b.vhdx>",
                        "<verify><x$(touch y).vhdx>",
                        "<verify><--json><My Backup>",
                        "<extract><a b.vhdx><--to><My Backup>",
                        "<cat><a b.vhdx><1:/et>",
                        "<explain><fat.size>",
                        "<help><explain>");
        assertThat(here.resolve("y")).doesNotExist(); // no name of a file is run
    }
}
