package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountRecordsTest {
    @TempDir
    private Path folder;

    @Test
    void comesBackAsItWas() throws IOException {
        MountRecord mount = new MountRecord(
                "C:\\Größe 日\\",
                Path.of("/images/ä = b.vhdx"),
                Path.of("/tmp/child.vhdx"),
                Optional.of(Path.of("/tmp")),
                List.of("C:\\Größe 日\\C\\", "C:\\Größe 日\\1\\"),
                List.of("\\\\?\\Volume{1}\\", "\\\\?\\Volume{2}\\"),
                List.of(Path.of("/a"), Path.of("/a/b")),
                4711,
                true,
                Instant.parse("2026-11-28T03:04:05.678Z"));
        MountRecords records = new MountRecords(folder.resolve("not there"));
        assertThat(records.all()).isEmpty();
        Path file = records.add(mount);
        assertThat(records.all()).containsExactly(new MountRecords.Noted(mount, file));
    }

    @Test
    void strayFilesArePassedOver() throws IOException {
        Files.writeString(folder.resolve("a.mount"), "image=x\nprocess=many\n");
        Files.writeString(folder.resolve("b.mount"), "\\uXYZ");
        Files.write(folder.resolve("c.mount"), new byte[] {(byte) 0xff, 0});
        Files.writeString(folder.resolve("d.mount"), "image=x\nattached=x\nprocess=1\nsince=yesterday");
        assertThat(new MountRecords(folder).all()).isEmpty();
    }
}
