package dev.lifeboat.verify.check.fat;

import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.verify.check.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A FAT32 volume of 100 clusters of 512 bytes: the file A of 1,000 bytes in the clusters 5 and 6, the folder DIR in 7, in it
 * the file B of 10 bytes in 8. The copies of the FAT are the sectors 32 and 33.
 */
final class TestVolume {
    static final int END = 0x0fffffff;
    static final int ROOT = data(2);
    static final int DIR = data(7);

    final byte[] bytes = new byte[(34 + 100) * 512];
    final ByteBuffer le = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    TestVolume() {
        le.put(0, (byte) 0xeb).put(2, (byte) 0x90).putShort(11, (short) 512).put(13, (byte) 1);
        le.putShort(14, (short) 32).put(16, (byte) 2).put(21, (byte) 0xf8);
        le.putInt(32, 134).putInt(36, 1).putInt(44, 2);
        set(0, 0x0ffffff8).set(1, END).set(2, END);
        set(5, 6).set(6, END).set(7, END).set(8, END);
        entry(ROOT, 0, "A          ", 0, 5, 1000);
        entry(ROOT, 1, "DIR        ", 0x10, 7, 0);
        entry(DIR, 0, ".          ", 0x10, 7, 0);
        entry(DIR, 1, "..         ", 0x10, 0, 0);
        entry(DIR, 2, "B          ", 0, 8, 10);
    }

    static int data(int cluster) {
        return (34 + cluster - 2) * 512;
    }

    /** Sets an entry in both copies of the FAT. */
    TestVolume set(int cluster, int value) {
        le.putInt(33 * 512 + 4 * cluster, value);
        return setFirst(cluster, value);
    }

    TestVolume setFirst(int cluster, int value) {
        le.putInt(32 * 512 + 4 * cluster, value);
        return this;
    }

    TestVolume entry(int directory, int index, String name11, int attributes, int cluster, int size) {
        int at = directory + 32 * index;
        le.put(at, name11.getBytes(StandardCharsets.US_ASCII), 0, 11).put(at + 11, (byte) attributes);
        le.putShort(at + 26, (short) cluster).putInt(at + 28, size);
        return this;
    }

    /** What a check says, one finding a line: severity, rule, place and message. */
    List<String> run(Check<FatVolume> check) throws IOException {
        List<String> found = new ArrayList<>();
        check.run(
                FatVolume.read(ByteSource.of("Esp.vhdx", bytes)),
                f -> found.add(f.severity() + " " + f.rule().id() + " " + f.where() + ": " + f.message()));
        return found;
    }
}
