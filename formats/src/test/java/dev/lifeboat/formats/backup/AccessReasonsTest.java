package dev.lifeboat.formats.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AccessReasonsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsNotThereIsMissing() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path path : List.of(folder.resolve("nothing"), file)) {
            IOException problem = catchThrowableOfType(IOException.class, () -> listed(path));
            assertThat(Access.of(problem)).isEqualTo(Access.MISSING);
        }
        assertThat(Access.of(new FileNotFoundException("x"))).isEqualTo(Access.MISSING);
    }

    private static List<Path> listed(Path path) throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.toList();
        }
    }

    @Test
    void aClosedDoorIsNoEmptyPlace() {
        assertThat(Access.of(new AccessDeniedException("x"))).isEqualTo(Access.DENIED);
    }

    /** ETXTBSY; what Windows says is learnt there. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileInUseIsToldApartFromAnyOtherFailure() {
        assertThat(Access.of(new FileSystemException("x", null, "Text file busy")))
                .isEqualTo(Access.IN_USE);
        assertThat(Access.of(new FileSystemException("x", null, "Input/output error")))
                .isEqualTo(Access.FAILED);
        assertThat(Access.of(new FileSystemException("x"))).isEqualTo(Access.FAILED);
        assertThat(Access.of(new IOException())).isEqualTo(Access.FAILED);
    }

    @Test
    void theWordsFollowAName() {
        assertThat(Stream.of(Access.values()).map(Access::words))
                .containsExactly(
                        "is not there",
                        "may not be read by this user",
                        "is in use by another program",
                        "cannot be read");
    }
}
