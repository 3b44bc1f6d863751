package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.fat.BiosParameterBlock;
import dev.lifeboat.formats.fat.FatEntry;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.fat.FatChecks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes made by mkfs.fat, filled by mtools and judged by fsck.fat, read and judged by us. */
class FatToolsTest {
    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(2026);

    @BeforeEach
    void tools() {
        Tools.require("mkfs.fat", "mmd", "mcopy", "mdel", "fsck.fat");
    }

    @ParameterizedTest
    @CsvSource({"12, 512, 1440", "12, 4096, 9000", "16, 512, 32768", "32, 512, 66000", "32, 4096, 400000"})
    void readsWhatMtoolsWrote(int bits, int sectorSize, int kilobytes) throws IOException {
        Map<String, byte[]> written = makeVolume(bits, sectorSize, kilobytes);
        try (FileSource image = FileSource.open(folder.resolve("fat.img"))) {
            FatVolume volume = FatVolume.read(image);
            assertThat(volume.layout().type()).hasToString("FAT" + bits);
            assertThat(volume.layout().bytesPerSector()).isEqualTo(sectorSize);
            assertThat(volume.label()).contains("LIFEBOAT");
            assertThat(volume.layout().serial()).contains(0x1234abcdL);
            assertThat(contentOf(volume)).isEqualTo(hashable(written));
            assertThat(findings(volume)).extracting(Finding::severity).containsOnly(Severity.GOOD);
        }
    }

    /** Any damage to the FAT that fsck.fat sees, we see; and what it finds sound we do. */
    @Test
    void agreesWithFsckAboutDamagedFats() throws IOException {
        makeVolume(32, 512, 66000);
        Path image = folder.resolve("fat.img");
        byte[] fat;
        BiosParameterBlock layout;
        try (FileSource source = FileSource.open(image)) {
            layout = BiosParameterBlock.read(source, 0);
            fat = source.bytes(layout.fatOffset(0), (int) layout.fatSize());
        }
        for (int round = 0; round < 40; round++) {
            byte[] damaged = fat.clone();
            ByteBuffer entries = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
            String damage = damage(entries);
            write(image, layout.fatOffset(0), damaged);
            write(image, layout.fatOffset(1), damaged);
            Tools.Result fsck = Tools.tryRun(folder, "fsck.fat", "-n", "fat.img");
            try (FileSource source = FileSource.open(image)) {
                assertThat(findings(FatVolume.read(source)))
                        .as("%s; fsck.fat says: %s", damage, fsck.output())
                        .anyMatch(f -> f.severity() != Severity.GOOD || fsck.exit() == 0)
                        .allMatch(f -> f.severity() == Severity.GOOD || fsck.exit() != 0);
            }
        }
    }

    @Test
    void agreesWithFsckThatTheFatsDiffer() throws IOException {
        makeVolume(16, 512, 32768);
        Path image = folder.resolve("fat.img");
        try (FileSource source = FileSource.open(image)) {
            write(image, BiosParameterBlock.read(source, 0).fatOffset(1) + 4000, new byte[] {1});
        }
        assertThat(Tools.tryRun(folder, "fsck.fat", "-n", "fat.img").output()).contains("FATs differ");
        try (FileSource source = FileSource.open(image)) {
            assertThat(findings(FatVolume.read(source)))
                    .extracting(f -> f.rule().id())
                    .contains("fat.copies-differ");
        }
    }

    /** Long names, deep folders, sizes around those of clusters, and files in pieces between others. */
    private Map<String, byte[]> makeVolume(int bits, int sectorSize, int kilobytes) throws IOException {
        Tools.run(
                folder,
                "mkfs.fat",
                "-C",
                "-F",
                String.valueOf(bits),
                "-S",
                String.valueOf(sectorSize),
                "-n",
                "LIFEBOAT",
                "-i",
                "1234abcd",
                "fat.img",
                String.valueOf(kilobytes));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String directory : List.of("/EFI", "/EFI/Microsoft", "/EFI/Microsoft/Boot", "/Größe 日本 и так далее")) {
            Tools.run(folder, "mmd", "-i", "fat.img", "::" + directory);
            for (int i = 0; i < 12; i++) {
                copy(directory + "/file number " + i + ".txt", random.nextInt(20_000), files);
            }
        }
        for (int i = 0; i < 12; i += 2) {
            String gone = "/EFI/file number " + i + ".txt";
            Tools.run(folder, "mdel", "-i", "fat.img", "::" + gone);
            files.remove(gone);
        }
        for (int size : new int[] {0, 1, 511, 512, 513, 4096, 4097, 150_000}) {
            copy("/EFI/in pieces " + size, size, files);
        }
        copy("/SHORT.TXT", 10, files);
        copy("/lower.txt", 10, files);
        copy("/Mixed.Case.and several dots", 10, files);
        copy("/" + "x".repeat(200), 10, files);
        return files;
    }

    private void copy(String path, int size, Map<String, byte[]> files) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Path local = Files.write(folder.resolve("content"), content);
        Tools.run(folder, "mcopy", "-i", "fat.img", local.toString(), "::" + path);
        files.put(path, content);
    }

    private String damage(ByteBuffer entries) {
        StringBuilder damage = new StringBuilder();
        for (int n = random.nextInt(3); n > 0; n--) {
            int cluster = 2 + random.nextInt(700);
            int value = random.nextInt(4) == 0 ? 0 : 2 + random.nextInt(800);
            entries.putInt(cluster * 4, value);
            damage.append("cluster ")
                    .append(cluster)
                    .append(" leads to ")
                    .append(value)
                    .append(' ');
        }
        return damage.toString();
    }

    private static void write(Path image, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static List<Finding> findings(FatVolume volume) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Check<FatVolume> check : FatChecks.all()) {
            check.run(volume, findings::add);
        }
        return findings;
    }

    private static Map<String, ByteBuffer> contentOf(FatVolume volume) throws IOException {
        Map<String, ByteBuffer> content = new LinkedHashMap<>();
        volume.walk(new FatVolume.Visitor() {
            @Override
            public void entry(FatEntry entry) throws IOException {
                if (!entry.isDirectory()) {
                    ByteSource file = volume.open(entry);
                    content.put(entry.path(), ByteBuffer.wrap(file.bytes(0, (int) file.size())));
                }
            }

            @Override
            public void unreadable(FatEntry directory, ImageException complaint) throws IOException {
                throw complaint;
            }
        });
        return content;
    }

    private static Map<String, ByteBuffer> hashable(Map<String, byte[]> files) {
        Map<String, ByteBuffer> content = new LinkedHashMap<>();
        files.forEach((path, bytes) -> content.put(path, ByteBuffer.wrap(bytes)));
        return content;
    }
}
