package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is told of an output that cannot be written. */
class OutputTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String failure, String... args) throws IOException {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        Path image = Files.write(folder.resolve("C.img"), TinyVolume.withFiles().bytes());
        String[] all = new String[args.length + 1];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = image.toString();
        return Main.run(new TextOutput(broken, StandardCharsets.UTF_8), new PrintWriter(err), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "list", "tree", "info"})
    void itIsSilentWhenNobodyReadsAnyMore(String command) throws IOException {
        assertThat(run("Broken pipe", command)).isEqualTo(5);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFullDiskIsToldOf() throws IOException {
        assertThat(run("No space left on device", "ls", "-R")).isEqualTo(5);
        assertThat(err.toString())
                .isEqualTo(
                        "lifeboat: the output could not be written: No space left on device" + System.lineSeparator());
    }
}
