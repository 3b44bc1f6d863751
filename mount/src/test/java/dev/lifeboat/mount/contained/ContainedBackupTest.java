package dev.lifeboat.mount.contained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.AmbiguousBackupException;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.nio.CountedTree;
import dev.lifeboat.mount.nio.ImageFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds a backup at the root of a volume of an image, and nowhere else. */
class ContainedBackupTest {
    private static final int VERSION = 51;

    @TempDir
    private Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();

    /** A backup of one image, which is a single letter. */
    private TinyVolume addBackup() {
        volume.directory(49, TinyVolume.ROOT, "WindowsImageBackup");
        volume.directory(50, 49, "PC");
        volume.directory(VERSION, 50, "Backup 2026-01-31 120000");
        volume.file(52, VERSION, "C.vhdx").resident(0x80, "", NtfsBytes.ascii("x"));
        return volume;
    }

    private Path image(String name) throws IOException {
        return Files.write(folder.resolve(name), volume.bytes());
    }

    private static BackupLocation locate(ContainedBackup backup) throws IOException {
        return BackupLocation.find(backup.root(), Optional.empty(), Optional.empty());
    }

    @Test
    void findsABackup() throws IOException {
        addBackup();
        Path image = image("Backup.vhdx");
        ContainedBackup backup = ContainedBackup.open(image).orElseThrow();
        assertThat(backup.image()).isEqualTo(image);
        assertThat(backup.volume()).isEqualTo(1);
        assertThat(backup.damage()).isEmpty();
        BackupLocation location = locate(backup);
        assertThat(location.computer()).contains("PC");
        assertThat(location.images())
                .singleElement()
                .hasToString(image + ":1:/WindowsImageBackup/PC/Backup 2026-01-31 120000/C.vhdx");
        assertThat(Files.readString(location.images().get(0))).isEqualTo("x");
        backup.close();
        assertThatThrownBy(() -> locate(backup)).isInstanceOf(ClosedFileSystemException.class);
        assertThat(image).hasBinaryContent(volume.bytes());
    }

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        assertThat(ContainedBackup.open(image("a.img"))).isEmpty();
        assertThatThrownBy(() -> ContainedBackup.open(Files.write(folder.resolve("b.img"), new byte[0])))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void anEmptyFolderIsNoBackup() throws IOException {
        volume.directory(49, TinyVolume.ROOT, "WindowsImageBackup");
        assertThat(ContainedBackup.open(image("a.img"))).isEmpty();
    }

    @Test
    void aBackupWhoseFolderIsDamagedIsStillOne() throws IOException {
        addBackup();
        volume.bytes()[TinyVolume.recordAt(VERSION) + 510] ^= 1;
        try (ContainedBackup backup = ContainedBackup.open(image("a.img")).orElseThrow()) {
            assertThat(backup.damage()).singleElement().asString().contains("record 51");
        }
    }

    /** However deep images lie in images, only the outermost is looked into. */
    @Test
    void looksOnlyIntoImagesOfTheHost() throws IOException {
        addBackup();
        var tree = new CountedTree(0, ByteSource.of("inner", volume.bytes()));
        Path inner = ImageFileSystem.of(tree, "outer.vhdx:1").getPath("/inner.img");
        try (DiskImage image = DiskImage.open(inner)) {
            assertThat(image.volumes()).singleElement().matches(found -> found.kind() == VolumeKind.NTFS);
            assertThat(ContainedBackup.in(image)).isEmpty();
        }
        assertThat(ContainedBackup.open(inner)).isEmpty();
    }

    @Test
    void doesNotChooseBetweenTwo() throws IOException {
        addBackup();
        byte[] one = volume.bytes();
        byte[] disk = new byte[512 + 2 * one.length];
        ByteBuffer table = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2; i++) {
            table.put(450 + 16 * i, (byte) 7)
                    .putInt(454 + 16 * i, 1 + i * one.length / 512)
                    .putInt(458 + 16 * i, one.length / 512);
            table.put(512 + i * one.length, one);
        }
        table.putShort(510, (short) 0xaa55);
        Path image = Files.write(folder.resolve("disk.vhd"), disk);
        assertThatThrownBy(() -> ContainedBackup.open(image))
                .isInstanceOf(AmbiguousBackupException.class)
                .hasMessageContaining("holds backups on its volumes 1 and 2; --outer shows");
        assertThat(ContainedBackup.imagesIn(folder)).containsExactly(image);
    }

    @Test
    void namesTheImagesOfAFolder() throws IOException {
        image("Other.vhdx");
        Files.writeString(folder.resolve("Broken.VHDX"), "vhdxfile");
        Files.createDirectory(folder.resolve("folder.vhdx"));
        TinyVolume other = new TinyVolume();
        Files.write(folder.resolve("Empty.vhd"), other.bytes());
        assertThat(ContainedBackup.imagesIn(folder)).isEmpty();
        var holder = new ContainedBackupTest();
        Path backup =
                Files.write(folder.resolve("Backup.vhdx"), holder.addBackup().bytes());
        assertThat(ContainedBackup.imagesIn(folder)).containsExactly(backup);
    }
}
