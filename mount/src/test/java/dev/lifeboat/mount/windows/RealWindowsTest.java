package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.mount.windows.NativeRequest.Showing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With Windows itself, as administrator: what diskpart makes, Windows' driver and this program read alike. */
@EnabledOnOs(OS.WINDOWS)
@EnabledIfEnvironmentVariable(named = "LIFEBOAT_REAL_WINDOWS", matches = "true")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealWindowsTest {
    private static final byte[] CONTENT = new byte[3_000_000];

    static {
        new SplittableRandom(1).nextBytes(CONTENT);
    }

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void makeDisk() throws Exception {
        image = folder.resolve("Größe.vhdx");
        diskpart(
                "create vdisk file=\"" + image + "\" maximum=100 type=expandable",
                "attach vdisk",
                "convert gpt",
                "create partition primary",
                "format fs=ntfs quick label=Test",
                "assign letter=T");
        Files.createDirectories(Path.of("T:\\Users\\me"));
        Files.write(Path.of("T:\\Users\\me\\photo.jpg"), CONTENT);
        Files.writeString(Path.of("T:\\Größe 日.txt"), "hello");
        diskpart("select vdisk file=\"" + image + "\"", "detach vdisk");
    }

    private void diskpart(String... lines) throws IOException, InterruptedException {
        Path script = Files.write(folder.resolve("script.txt"), List.of(lines), Charset.defaultCharset());
        Process process = new ProcessBuilder("diskpart", "/s", script.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static byte[] hash(Path file) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    }

    private static DiskVolume ntfs(DiskImage disk) {
        return disk.volumes().stream()
                .filter(volume -> volume.kind() == VolumeKind.NTFS)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyByteIsTheSame() throws Exception {
        byte[] before = hash(image);
        try (DiskImage own = DiskImage.open(image);
                NativeDisk windows = NativeDisk.open(image)) {
            assertThat(windows.size()).isEqualTo(own.disk().size());
            ByteBuffer ours = ByteBuffer.allocate(1 << 20);
            ByteBuffer theirs = ByteBuffer.allocate(1 << 20);
            for (long at = 0; at < own.disk().size(); at += ours.capacity()) {
                int length = (int) Math.min(ours.capacity(), own.disk().size() - at);
                own.disk().read(at, ours.clear().limit(length));
                windows.read(at, theirs.clear().limit(length));
                assertThat(ours.flip()).as("at " + at).isEqualTo(theirs.flip());
            }
        }
        assertThat(hash(image)).isEqualTo(before);
    }

    @Test
    void filesAreTheSameAndTheImageIsNotChanged() throws Exception {
        byte[] before = hash(image);
        Showing showing;
        try (DiskImage own = DiskImage.open(image)) {
            showing = new Showing("test", ntfs(own).partition().orElseThrow().offset(), "U:\\");
            FileTree tree = FileTrees.open(ntfs(own));
            assertThat(tree.open(tree.find("/Users/me/photo.jpg"), "").bytes(0, CONTENT.length))
                    .isEqualTo(CONTENT);
        }
        NativeRequest request = new NativeRequest("U:", image, List.of(showing), false, true, folder.resolve("notes"));
        NativeMount mount = NativeMount.mount(request, line -> {});
        assertThat(mount.shown()).singleElement().matches(NativeMount.Shown::readOnly);
        assertThat(Path.of("U:\\Users\\me\\photo.jpg")).hasBinaryContent(CONTENT);
        assertThat(Path.of("U:\\Größe 日.txt")).hasContent("hello");
        mount.leave();
        assertThat(Path.of("U:\\Größe 日.txt")).exists();
        NativeMounts mounts = NativeMounts.open(folder.resolve("notes"));
        assertThat(mounts.list()).singleElement().matches(NativeMounts.Listed::there);
        assertThat(mounts.unmount("U:")).isEqualTo(NativeMounts.Result.DONE);
        assertThat(Path.of("U:\\Größe 日.txt")).doesNotExist();
        assertThat(hash(image)).isEqualTo(before);
    }

    @Test
    void whatIsWrittenGoesElsewhere() throws Exception {
        byte[] before = hash(image);
        Showing showing;
        try (DiskImage own = DiskImage.open(image)) {
            showing = new Showing("test", ntfs(own).partition().orElseThrow().offset(), folder.resolve("here") + "\\");
        }
        NativeRequest request =
                new NativeRequest("here", image, List.of(showing), true, false, folder.resolve("notes"));
        try (NativeMount mount = NativeMount.mount(request, line -> {})) {
            assertThat(mount.shown()).singleElement().matches(shown -> !shown.readOnly());
            Files.writeString(folder.resolve("here\\new.txt"), "new");
        }
        assertThat(folder.resolve("here")).doesNotExist();
        assertThat(hash(image)).isEqualTo(before);
    }
}
