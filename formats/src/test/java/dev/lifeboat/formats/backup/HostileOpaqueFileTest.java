package dev.lifeboat.formats.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostileOpaqueFileTest {
    @TempDir
    Path folder;

    private OpaqueFile file(byte[] bytes) throws IOException {
        return OpaqueFile.of(Files.write(folder.resolve("GlobalCatalog"), bytes));
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    @Test
    void findsTextOfThreeCharactersAndMore() throws IOException {
        OpaqueFile file = file(utf16("\u0001ab\u0002PC\u00dc\u0003C:\\\u0000 x \u0000end"));
        assertThat(file.name()).isEqualTo("GlobalCatalog");
        assertThat(file.problem()).isEmpty();
        assertThat(file.texts()).containsExactly("PC\u00dc", "C:\\", " x ", "end");
    }

    @Test
    void whatATerminalObeysIsNoText() throws IOException {
        assertThat(file(utf16("abc\u001b[2J\u009b1m\u202edef\ud800ghi\uffff")).texts())
                .containsExactly("abc", "[2J", "def", "ghi");
    }

    @Test
    void anOddByteAtTheEndIsNoText() throws IOException {
        assertThat(file(new byte[] {'a', 0, 'b', 0, 'c', 0, 'd'}).texts()).containsExactly("abc");
        assertThat(file(new byte[0]).texts()).isEmpty();
    }

    /** A file may be as large as it likes. */
    @Test
    void onlySomeTextIsTaken() throws IOException {
        assertThat(file(utf16("abc\u0000".repeat(1 << 17))).texts()).hasSize(10_000);
        assertThat(file(utf16("x".repeat(1 << 20))).texts()).containsExactly("x".repeat(1 << 19));
    }

    @Test
    void aFolderIsNoFile() {
        OpaqueFile file = OpaqueFile.of(folder);
        assertThat(file.size()).isEqualTo(-1);
        assertThat(file.problem()).map(Access::of).contains(Access.FAILED);
    }

    @Test
    void aMissingFileIsMissing() {
        assertThat(OpaqueFile.of(folder.resolve("x")).problem()).map(Access::of).contains(Access.MISSING);
    }

    /** To open one is to wait for ever. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(20)
    void aPipeIsNoFile() throws IOException, InterruptedException {
        Path pipe = folder.resolve("MediaId");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        OpaqueFile file = OpaqueFile.of(pipe);
        assertThat(file.problem()).isPresent();
        assertThatThrownBy(file::texts).hasMessage(pipe + ": is not a file");
    }
}
