package dev.lifeboat.verify.check.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.partition.PartitionScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks by hand; those that tools made are in it-tests. */
class TargetDisksTest {
    @TempDir
    Path folder;

    private Path disk(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("disk.img"), bytes);
    }

    @Test
    void anEmptyDisk() throws IOException {
        TargetDisk disk = TargetDisks.read(disk(new byte[1 << 20]).toString());
        assertThat(disk.size()).isEqualTo(DiskSize.exactly(1 << 20));
        assertThat(disk.sectorSize()).isEmpty();
        assertThat(disk.scheme()).contains(PartitionScheme.NONE);
        assertThat(disk.partitions()).isZero();
    }

    /** The restore makes it anew. */
    @Test
    void aTableThatCannotBeReadIsNoObstacle() throws IOException {
        byte[] bytes = new byte[1 << 20];
        bytes[0x1be + 4] = (byte) 0xee; // a protective MBR with no GPT behind it
        bytes[0x1be + 8] = 1;
        bytes[0x1be + 12] = (byte) 0xff;
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        TargetDisk disk = TargetDisks.read(disk(bytes).toString());
        assertThat(disk.size()).isEqualTo(DiskSize.exactly(1 << 20));
        assertThat(disk.scheme()).isEmpty();
    }

    @Test
    void whatIsNoDisk() throws IOException {
        assertThatThrownBy(() -> TargetDisks.read(folder.toString())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TargetDisks.read(folder.resolve("none").toString()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TargetDisks.read(disk(new byte[0]).toString())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TargetDisks.read("\\\\.\\PhysicalDrive4321")).isInstanceOf(IOException.class);
    }

    private Path device(String size, String sectors) throws IOException {
        Path device = Files.createDirectories(folder.resolve("sdx"));
        Files.createDirectories(device.resolve("queue"));
        Files.writeString(device.resolve("size"), size);
        Files.writeString(device.resolve("queue/logical_block_size"), sectors);
        return folder;
    }

    @Test
    void whatLinuxTellsOfADevice() throws IOException {
        assertThat(LinuxDisk.in(device("1000\n", "4096\n"), "sdx")).contains(new LinuxDisk(512_000, 4096, false));
        assertThat(LinuxDisk.in(device("many", "4096"), "sdx")).isEmpty();
        assertThat(LinuxDisk.in(device("9223372036854775807", "4096"), "sdx")).isEmpty();
        assertThat(LinuxDisk.in(folder, "sdy")).isEmpty();
        Files.writeString(folder.resolve("sdx/partition"), "1\n");
        assertThat(LinuxDisk.in(folder, "sdx").orElseThrow().partition()).isTrue();
    }
}
