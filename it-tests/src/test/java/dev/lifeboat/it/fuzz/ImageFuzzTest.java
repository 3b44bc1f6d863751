package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.fat.FatImage;
import dev.lifeboat.formats.fat.FatType;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.it.fuzz.EditedImage.Checksum;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole image, as commands open it: a VHDX on a parent, an MBR disk in it, on that NTFS and FAT. Any change anywhere leaves
 * one whose files are listed and read, or which is refused; and the verification ends with a verdict.
 */
@ExtendWith(Inputs.class)
class ImageFuzzTest {
    private static final String NAME = "c.vhdx";
    private static final UUID PARENT = new UUID(0x1111, 0x2222);
    private static final int SECTOR = 512;
    private static final int WINDOWS_AT = 8 * SECTOR;
    private static final int ESP_AT = 1500 * SECTOR;

    private static final EditedImage IMAGE = image();

    @TempDir
    private static Path folder;

    private static Path file;
    private static FileOnDisk onDisk;

    @BeforeAll
    static void writeImage() throws IOException {
        Files.write(folder.resolve("p.vhdx"), new VhdxBytes(2).block(1, 7).bytes());
        file = folder.resolve(NAME);
        onDisk = FileOnDisk.create(file, IMAGE);
    }

    @AfterAll
    static void close() throws IOException {
        onDisk.close();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyChange(byte[] input) throws IOException {
        Inputs.count(input);
        onDisk.apply(input);
        Probe.read(NAME, () -> {
            try (DiskImage image = DiskImage.open(file)) {
                for (DiskVolume volume : image.volumes()) {
                    look(volume);
                }
            }
            return true;
        });
        Report report = Verifier.verify(BackupLocation.find(file, Optional.empty(), Optional.empty()), Progress.NONE);
        assertThat(report.verdict()).isNotNull();
    }

    private static void look(DiskVolume volume) throws IOException {
        if (FileTrees.supports(volume)) {
            Optional<FileTree> tree = Probe.read(NAME, () -> FileTrees.open(volume));
            if (tree.isPresent()) {
                TreeProbe.tree(tree.get(), NAME);
            }
        }
    }

    /** Few: each is opened, walked, read and verified, and time has to be left for inputs that are made up. */
    static Stream<byte[]> seeds() {
        return Inputs.seeds(IMAGE.seeds().stream().limit(8));
    }

    private static EditedImage image() {
        byte[] windows = NtfsKinds.volume().bytes();
        FatImage esp = new FatImage(FatType.FAT12);
        esp.directory(esp.root(), 0, "EFI        ", 5, 0);
        esp.file(esp.data(5), 2, "BOOTX64 EFI", FatImage.ARCHIVE, 10, 400).chain(10);
        byte[] mbr = new byte[SECTOR];
        ByteBuffer table = ByteBuffer.wrap(mbr).order(ByteOrder.LITTLE_ENDIAN);
        partition(table, 446, 7, WINDOWS_AT, windows.length);
        partition(table, 462, 0xef, ESP_AT, esp.bytes.length);
        table.putShort(510, (short) 0xaa55);

        int disk = VhdxBytes.BLOCKS_AT;
        byte[] bytes = new VhdxBytes(2)
                .parent(PARENT, "p.vhdx")
                .block(0, 0)
                .put(disk, mbr)
                .put(disk + WINDOWS_AT, windows)
                .put(disk + ESP_AT, esp.bytes)
                .bytes();
        List<Place> places = new ArrayList<>(List.of(
                new Place(0x10000, 80),
                new Place(0x30000, 80),
                new Place(0x40000, 80),
                new Place(VhdxBytes.METADATA_AT, 256),
                new Place(VhdxBytes.ITEMS_AT, 4096),
                new Place(VhdxBytes.TABLE_AT, 16),
                new Place(disk + 440, 72),
                new Place(disk + ESP_AT, 90),
                new Place(disk + ESP_AT + SECTOR, 64),
                new Place(disk + ESP_AT + esp.root(), 32),
                new Place(disk + ESP_AT + esp.data(5), 96)));
        List<EditedImage.Seal> seals = new ArrayList<>(List.of(
                new Checksum(0x10000, 4096, VhdxBytes::seal),
                new Checksum(0x20000, 4096, VhdxBytes::seal),
                new Checksum(0x30000, 1 << 16, VhdxBytes::seal),
                new Checksum(0x40000, 1 << 16, VhdxBytes::seal)));
        NtfsLayout.draw(bytes, disk + WINDOWS_AT, windows.length, places, seals);
        return new EditedImage(NAME, bytes, places, seals);
    }

    private static void partition(ByteBuffer table, int at, int type, int from, int length) {
        table.put(at + 4, (byte) type).putInt(at + 8, from / SECTOR).putInt(at + 12, length / SECTOR);
    }
}
