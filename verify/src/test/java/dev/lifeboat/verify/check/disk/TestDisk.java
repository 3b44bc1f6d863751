package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.verify.check.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A GPT disk of 200 sectors of 512 bytes: a FAT32 volume in the sectors 10 to 109, NTFS in 110 to 189. */
final class TestDisk {
    static final int FAT = 10 * 512;
    static final int NTFS = 110 * 512;
    private static final int LAST = 199;

    byte[] bytes = new byte[200 * 512];
    private final ByteBuffer le = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    TestDisk() {
        le.put(450, (byte) 0xee).putInt(454, 1).putInt(458, LAST).putShort(510, (short) 0xaa55);
        for (int table : new int[] {2 * 512, 198 * 512}) {
            partition(table, 10, 109);
            partition(table + 128, 110, 189);
        }
        header(1, LAST, 2);
        header(LAST, 1, 198);
        fat(FAT);
        fat(FAT + 6 * 512);
        ntfs(NTFS);
        ntfs(NTFS + 79 * 512);
    }

    /** What a check says, one finding a line: severity, rule, place and message. */
    List<String> run(Check<Disk> check) throws IOException {
        List<String> found = new ArrayList<>();
        check.run(
                new Disk(ByteSource.of("C.vhdx", bytes), 512),
                f -> found.add(f.severity() + " " + f.rule().id() + " " + f.where() + ": " + f.message()));
        return found;
    }

    TestDisk zero(int from, int length) {
        for (int i = 0; i < length; i++) {
            bytes[from + i] = 0;
        }
        return this;
    }

    /** Makes the FAT32 volume the one that firmware starts from. */
    TestDisk efiSystem() {
        return type(0, 0x11D2F81FC12A7328L, 0x3BC93EC9A0004BBAL);
    }

    /** Makes the NTFS partition one of Linux. */
    TestDisk linux() {
        return type(128, 0x477284830fc63dafL, 0xe47d47d8693d798eL);
    }

    private TestDisk type(int entry, long first, long second) {
        for (int table : new int[] {2 * 512, 198 * 512}) {
            le.putLong(table + entry, first).putLong(table + entry + 8, second);
        }
        header(1, LAST, 2);
        header(LAST, 1, 198);
        return this;
    }

    private void partition(int at, long first, long last) {
        le.putLong(at, 0x4433B9E5EBD0A0A2L).putLong(at + 8, 0xC79926B7B668C087L);
        le.putLong(at + 32, first).putLong(at + 40, last);
    }

    private void header(int lba, int other, int entries) {
        int at = lba * 512;
        le.put(at, "EFI PART".getBytes(StandardCharsets.US_ASCII), 0, 8);
        le.putInt(at + 8, 0x10000).putInt(at + 12, 92).putLong(at + 24, lba).putLong(at + 32, other);
        le.putLong(at + 72, entries).putInt(at + 80, 4).putInt(at + 84, 128);
        le.putInt(at + 88, crc(entries * 512, 512)).putInt(at + 16, 0).putInt(at + 16, crc(at, 92));
    }

    private int crc(int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }

    private void fat(int at) {
        le.put(at, (byte) 0xeb)
                .put(at + 2, (byte) 0x90)
                .putShort(at + 11, (short) 512)
                .put(at + 13, (byte) 1);
        le.putShort(at + 14, (short) 32).put(at + 16, (byte) 2).put(at + 21, (byte) 0xf8);
        le.putInt(at + 32, 100).putInt(at + 36, 1).putInt(at + 44, 2).putShort(at + 50, (short) 6);
    }

    private void ntfs(int at) {
        le.put(at + 3, "NTFS    ".getBytes(StandardCharsets.US_ASCII), 0, 8);
        le.putShort(at + 11, (short) 512).put(at + 13, (byte) 1).putLong(at + 40, 79);
    }
}
