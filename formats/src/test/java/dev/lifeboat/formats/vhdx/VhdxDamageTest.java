package dev.lifeboat.formats.vhdx;

import static dev.lifeboat.formats.vhdx.VhdxBytes.BLOCKS_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.LOG_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a disk, or an exception that says where; never another one, and never for long. */
class VhdxDamageTest {
    private static final UUID GUID = new UUID(0xabcd, 0xef01);
    private static final UUID PARENT = new UUID(0x1111, 0x2222);
    /** Where damage does most: fields of headers, region tables, log, metadata and block table. */
    private static final int[][] PLACES = {
        {0, 8},
        {0x10000, 80},
        {0x20000, 80},
        {0x30000, 80},
        {0x40000, 80},
        {LOG_AT, 200},
        {VhdxBytes.METADATA_AT, 240},
        {VhdxBytes.ITEMS_AT, 256 * 6},
        {VhdxBytes.TABLE_AT, 32},
        {VhdxBytes.TABLE_AT + 8 * 4096, 8}
    };

    @Test
    void anyBytesGiveADiskOrAnImageException() throws IOException {
        var random = new SplittableRandom(42);
        VhdxDisk parent = VhdxDisk.read(new VhdxBytes(2).block(0, 6).source("p.vhdx"));
        byte[] entry = new LogBytes(GUID, 5, 0)
                .page(BLOCKS_AT, 1)
                .zeros(BLOCKS_AT + 8192, 8192)
                .bytes();
        byte[] good = new VhdxBytes(2)
                .parent(PARENT, "p.vhdx")
                .partialBlock(1, 9, 3)
                .logGuid(GUID)
                .put(LOG_AT, entry)
                .bytes();
        ByteBuffer target = ByteBuffer.allocate(2 * MIB);
        int opened = 0;
        for (int i = 0; i < 800; i++) {
            byte[] bytes = good.clone();
            damage(bytes, random, entry.length);
            try {
                VhdxDisk disk = VhdxDisk.read(ByteSource.of("a.vhdx", bytes), parent);
                opened++;
                disk.read(0, target.clear().limit((int) Math.min(disk.size(), target.capacity())));
                disk.extentAt(disk.size() - 1);
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("a.vhdx").hasNoCause();
            }
        }
        assertThat(opened).as("damaged files that can be opened").isBetween(80, 720);
    }

    private static void damage(byte[] bytes, SplittableRandom random, int entryLength) {
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int[] place = PLACES[random.nextInt(PLACES.length)];
            int at = place[0] + random.nextInt(place[1]);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xff;
                case 2 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                default -> (byte) random.nextInt();
            };
        }
        if (random.nextInt(4) > 0) { // mostly with right checksums, to get past them
            for (int header : new int[] {0x10000, 0x20000}) {
                VhdxBytes.seal(bytes, header, 4096);
            }
            for (int table : new int[] {0x30000, 0x40000}) {
                VhdxBytes.seal(bytes, table, 0x10000);
            }
            VhdxBytes.seal(bytes, LOG_AT, entryLength);
        }
    }

    @Test
    void aFileMayEndAnywhere() throws IOException {
        byte[] good = new VhdxBytes(1).block(0, 6).bytes();
        var random = new SplittableRandom(42);
        for (int i = 0; i < 300; i++) {
            ByteSource cut = ByteSource.of("a.vhdx", good).slice("", 0, random.nextInt(good.length));
            try {
                VhdxDisk.read(cut).bytes(0, MIB);
                assertThat(cut.size()).isGreaterThanOrEqualTo(BLOCKS_AT + MIB);
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("a.vhdx at 0x");
            }
        }
    }
}
