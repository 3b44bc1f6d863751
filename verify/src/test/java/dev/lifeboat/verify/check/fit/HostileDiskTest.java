package dev.lifeboat.verify.check.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that lie: nothing may come of them but sizes that the image can hold. */
class HostileDiskTest {
    @TempDir
    Path folder;

    @Test
    void aDiskIsNeverLargerThanItsImage() throws IOException {
        var random = new SplittableRandom(42); // seeded: a failure can be repeated
        Path file = folder.resolve("disk.img");
        int opened = 0;
        for (int i = 0; i < 500; i++) {
            byte[] disk = disk(random);
            Files.write(file, disk);
            try (DiskImage image = DiskImage.open(file)) {
                OriginalComputer computer = OriginalDisks.ofImage("disk.img", image, Optional.empty());
                assertThat(computer.disks()).singleElement().satisfies(d -> assertThat(d.least())
                        .isBetween(0L, (long) disk.length));
                opened++;
            } catch (ImageException expected) {
                // the table cannot be read
            }
            TargetDisk target = TargetDisks.read(file.toString());
            assertThat(target.size()).isEqualTo(DiskSize.exactly(disk.length));
        }
        assertThat(opened).isPositive();
    }

    /** An MBR of entries whose offsets and sizes are any, and NTFS with sectors of any size where some of them begin. */
    private static byte[] disk(SplittableRandom random) {
        byte[] disk = new byte[64 * 512];
        ByteBuffer le = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        for (int entry = 0; entry < random.nextInt(1, 5); entry++) {
            int at = 446 + entry * 16;
            le.put(at + 4, (byte) 7);
            le.putInt(at + 8, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(64));
            le.putInt(at + 12, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(64));
        }
        le.putShort(510, (short) 0xaa55);
        for (int sector = 1; sector < 64; sector++) {
            le.put(sector * 512 + 3, "NTFS    ".getBytes(StandardCharsets.US_ASCII), 0, 8);
            le.putShort(sector * 512 + 11, (short) (random.nextInt(3) == 0 ? random.nextInt() : 512));
            le.put(sector * 512 + 13, (byte) 1).putLong(sector * 512 + 40, random.nextInt(64));
        }
        return disk;
    }
}
