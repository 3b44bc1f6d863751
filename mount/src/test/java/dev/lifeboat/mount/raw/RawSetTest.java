package dev.lifeboat.mount.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names what a set holds, opens it late, and tells what is stored. */
class RawSetTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private final AtomicInteger opened = new AtomicInteger();

    private RawSet set() {
        return new RawSet(List.of("PC", "Backup 2026-01-31 120000"), () -> {
            opened.incrementAndGet();
            ImageSet images = ImageSet.openAny(BackupLocation.find(folder, Optional.empty(), Optional.empty()));
            return new RawSet.Opened(images, images);
        });
    }

    private void image(String name, byte... bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    @Test
    void opensImagesWhenTheyAreAskedFor() throws IOException {
        image("a.vhdx", new VhdxBytes(3).block(1, 7).bytes());
        try (RawSet set = set()) {
            assertThat(set.folder()).containsExactly("PC", "Backup 2026-01-31 120000");
            assertThat(opened).hasValue(0);
            assertThat(set.views()).extracting(RawView::name).containsExactly("1", "disk-1");
            assertThat(set.views()).extracting(RawView::size).containsOnly(3L * MIB);
            assertThat(set.find("DISK-1").orElseThrow().open().bytes(MIB, 1)).containsExactly(7);
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void aDamagedImageKeepsItsPlaceAndItsReason() throws IOException {
        image("a.vhdx", "vhdxfile and nothing more".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        image("b.vhdx", new VhdxBytes(2).bytes());
        try (RawSet set = set()) {
            assertThat(set.views()).extracting(RawView::name).containsExactly("2", "disk-1", "disk-2");
            RawView damaged = set.find("disk-1").orElseThrow();
            assertThatThrownBy(damaged::open).isInstanceOf(ImageException.class).hasMessageContaining("a.vhdx");
            assertThat(set.find("disk-2").orElseThrow().open().size()).isEqualTo(2L * MIB);
        }
    }

    @Test
    void nothingIsReadAfterTheEnd() throws IOException {
        image("a.vhdx", new VhdxBytes(1).block(0, 1).bytes());
        RawSet set = set();
        ByteSource disk = set.find("disk-1").orElseThrow().open();
        set.close();
        assertThatThrownBy(set::views).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.bytes(0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void putsExtentsOfOneKindTogether() throws IOException {
        ByteSource disk = VhdxDisk.read(
                ByteSource.of("a.vhdx", new VhdxBytes(6).block(2, 1).block(3, 1).bytes()));
        assertThat(Allocation.at(disk, 0, disk.size())).isEqualTo(new Allocation.Range(true, 2 * MIB));
        assertThat(Allocation.at(disk, 2 * MIB + 5, disk.size())).isEqualTo(new Allocation.Range(false, 2 * MIB - 5));
        assertThat(Allocation.at(disk, 2 * MIB, 512)).isEqualTo(new Allocation.Range(false, 512));
        assertThat(Allocation.at(disk.slice("part", 4 * MIB, MIB), 0, 1L << 40))
                .isEqualTo(new Allocation.Range(true, MIB));
        assertThat(Allocation.at(ByteSource.of("raw", new byte[9]), 2, 100)).isEqualTo(new Allocation.Range(false, 7));
    }

    @Test
    void stopsBeforeADamagedEntry() throws IOException {
        ByteSource disk = VhdxDisk.read(
                ByteSource.of("a.vhdx", new VhdxBytes(3).entry(1, 4).bytes())); // a state that is reserved
        assertThat(Allocation.at(disk, 0, disk.size())).isEqualTo(new Allocation.Range(true, MIB));
        assertThatThrownBy(() -> Allocation.at(disk, MIB, 1)).isInstanceOf(ImageException.class);
    }
}
