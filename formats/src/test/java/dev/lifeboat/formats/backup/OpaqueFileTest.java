package dev.lifeboat.formats.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link OpaqueFile}: the text that shines through. */
class OpaqueFileTest {
    @TempDir
    Path folder;

    private OpaqueFile file(byte[]... parts) throws IOException {
        Path file = folder.resolve("a");
        Files.write(file, new byte[0]);
        for (byte[] part : parts) {
            Files.write(file, part, java.nio.file.StandardOpenOption.APPEND);
        }
        return OpaqueFile.of(file);
    }

    @Test
    void aNameIsFoundAtAnyOffset() throws IOException {
        for (int before : new int[] {0, 1, 2, 3, 4095}) {
            OpaqueFile file = file(new byte[before], "Büro-Ñ".getBytes(UTF_16LE), new byte[3]);
            assertThat(file.mentions("BÜRO-ñ")).isTrue();
            assertThat(file.mentions("BÜRO-ñ2")).isFalse();
        }
        assertThat(file(new byte[1], "OFFICE".getBytes(ISO_8859_1)).mentions("office"))
                .isTrue();
        assertThat(file(new byte[1 << 20], "OFFICE".getBytes(UTF_16LE)).mentions("office"))
                .isFalse();
        assertThat(file().mentions("office")).isFalse();
        assertThat(file(new byte[1]).mentions("office")).isFalse();
    }

    @Test
    void textsAreRunsOfThreeCharacters() throws IOException {
        OpaqueFile file = file(
                "ab".getBytes(UTF_16LE), new byte[2], "abc".getBytes(UTF_16LE), new byte[2], "名前です".getBytes(UTF_16LE));
        assertThat(file.texts()).containsExactly("abc", "名前です");
    }

    @Test
    void whatIsNotThereIsTold() {
        OpaqueFile gone = OpaqueFile.of(folder.resolve("gone"));
        assertThat(gone.size()).isEqualTo(-1);
        assertThat(gone.problem()).isPresent();
    }
}
