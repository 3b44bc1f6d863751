package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.mount.raw.RawSet;
import dev.lifeboat.mount.raw.RawView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which sets a PATH means. */
class RawInputTest {
    private static final Path SAMPLE = Path.of("..", "samples", "WindowsImageBackup");

    @TempDir
    private Path folder;

    private static List<RawSet> sets(Object... args) throws IOException {
        ImageArguments image = new ImageArguments();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("image", CommandLine.Model.CommandSpec.forAnnotatedObject(image)))
                .parseArgs(List.of(args).stream().map(String::valueOf).toArray(String[]::new));
        return RawInput.of(image);
    }

    @Test
    void volumesAndDisksOfABackup() throws IOException {
        List<RawSet> sets = sets(SAMPLE);
        assertThat(sets).hasSize(1);
        assertThat(sets.get(0).folder()).containsExactly("OFFICE-PC", "Backup 2026-01-31 120000");
        try (RawSet set = sets.get(0)) {
            assertThat(set.views())
                    .extracting(RawView::name)
                    .containsExactly("C", "2", "ESP", "disk-1", "disk-2", "disk-3");
        }
    }

    @Test
    void everyVersionOfEveryComputer() throws IOException {
        for (String version :
                List.of("A/Backup 2026-01-01 000000", "A/Backup 2026-01-02 000000", "B/Backup 2026-01-01 000000")) {
            Path made =
                    Files.createDirectories(folder.resolve("WindowsImageBackup").resolve(version));
            Files.write(made.resolve("Esp.vhdx"), new byte[1]);
        }
        assertThat(sets(folder))
                .extracting(set -> String.join("/", set.folder()))
                .containsExactly(
                        "A/Backup 2026-01-01 000000", "A/Backup 2026-01-02 000000", "B/Backup 2026-01-01 000000");
        assertThat(sets(folder, "--machine", "A")).hasSize(2);
        assertThat(sets(folder, "--machine", "A", "--backup", "2026-01-01 000000"))
                .hasSize(1);
        assertThat(sets(folder.resolve("WindowsImageBackup/A/Backup 2026-01-01 000000")))
                .hasSize(1);
    }
}
