package dev.lifeboat.formats.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@link Access}: the reason behind an exception. */
class AccessTest {
    @Test
    void missing() {
        assertThat(Access.of(new NoSuchFileException("a"))).isEqualTo(Access.MISSING);
        assertThat(Access.of(new NotDirectoryException("a"))).isEqualTo(Access.MISSING);
        assertThat(Access.of(new FileNotFoundException("a"))).isEqualTo(Access.MISSING);
    }

    @Test
    void denied() {
        assertThat(Access.of(new AccessDeniedException("a"))).isEqualTo(Access.DENIED);
    }

    @Test
    void anythingElseIsAFailure() {
        assertThat(Access.of(new IOException("Input/output error"))).isEqualTo(Access.FAILED);
        assertThat(Access.of(new IOException((String) null))).isEqualTo(Access.FAILED);
        assertThat(Access.of(new FileSystemException("a"))).isEqualTo(Access.FAILED);
        assertThat(Access.of(new FileSystemException("a", null, "No route to host")))
                .isEqualTo(Access.FAILED);
        assertThat(Access.of(new FileSystemLoopException("a"))).isEqualTo(Access.FAILED);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void inUseAsAFileServerPassesItOn() {
        assertThat(Access.of(new FileSystemException("a", null, "Text file busy")))
                .isEqualTo(Access.IN_USE);
    }

    @Test
    @EnabledOnOs(value = OS.WINDOWS, disabledReason = "only Windows locks files against readers")
    void inUse(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("a"));
        try (FileChannel held = FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.NOSHARE_READ)) {
            assertThat(held.isOpen()).isTrue();
            try {
                FileChannel.open(file, StandardOpenOption.READ).close();
                throw new AssertionError("it opened");
            } catch (IOException e) {
                assertThat(Access.of(e)).isEqualTo(Access.IN_USE);
            }
        }
    }

    @Test
    void theWordsFollowTheName() {
        assertThat(Access.values()).extracting(Access::words).allMatch(words -> words.matches("(is|may|cannot) .*"));
    }
}
