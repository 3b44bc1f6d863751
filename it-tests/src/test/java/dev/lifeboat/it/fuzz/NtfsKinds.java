package dev.lifeboat.it.fuzz;

import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** A {@link TinyVolume} with what it does not have by itself: compressed files, and attributes that few files have. */
final class NtfsKinds {
    private static final int WOF_TAG = 0x8000_0017;
    private static final int APP_TAG = 0x8000_001b;

    private NtfsKinds() {}

    static TinyVolume volume() {
        TinyVolume volume = TinyVolume.withFiles();
        int file = TinyVolume.FREE;
        volume.file(file++, TinyVolume.DOCS, "lznt1.txt")
                .nonResident(
                        0x80,
                        "",
                        1,
                        Clusters.of(400, 1, Clusters.HOLE, 15).size(16_384).unit(4));
        volume.store(400, lznt1());
        volume.file(file++, TinyVolume.DOCS, "xpress.exe")
                .resident(0x80, "WofCompressedData", xpress())
                .nonResident(
                        0x80,
                        "",
                        0x8000,
                        Clusters.of(Clusters.HOLE, 4).size(4000).valid(0))
                .resident(0xc0, "", NtfsBytes.reparse(WOF_TAG, numbers(1, 2, 1, 0)));
        volume.file(file++, TinyVolume.DOCS, "app.exe")
                .resident(0x80, "", new byte[0])
                .resident(
                        0xc0,
                        "",
                        NtfsBytes.reparse(
                                APP_TAG,
                                NtfsBytes.concat(numbers(3), NtfsBytes.utf16("package\0entry\0C:\\app.exe\0000\0"))));
        volume.file(file, TinyVolume.DOCS, "all.txt")
                .resident(0x40, "", NtfsBytes.pattern(64))
                .resident(0x50, "", HexFormat.of().parseHex(descriptor()))
                .resident(0x80, "", NtfsBytes.ascii("text"))
                .resident(0xd0, "", numbers(0x00000014, 0x18))
                .resident(0xe0, "", extendedAttributes())
                .resident(0x100, "$TXF_DATA", new byte[56]);
        return volume;
    }

    private static byte[] numbers(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.array();
    }

    /** Four units of 4 KiB, each a letter and a match with the byte before, 4,095 bytes long. */
    private static byte[] lznt1() {
        return HexFormat.of().parseHex("03b00261fc0f".repeat(4) + "0000");
    }

    /** A complete code of nine bits for each symbol; a letter, and a match with the byte before, 3,999 bytes long. */
    private static byte[] xpress() {
        byte[] chunk = new byte[256 + 6 + 3 + 4];
        Arrays.fill(chunk, 0, 256, (byte) 0x99);
        byte[] codes = HexFormat.of().parseHex("c33000c00000" + "ff9c0f" + "00000000");
        System.arraycopy(codes, 0, chunk, 256, codes.length);
        return chunk;
    }

    private static String descriptor() {
        String system = "010100000000000512000000";
        return "01000480" + "14000000" + "20000000" + "00000000" + "2c000000" + system + system + "02001c00"
                + "01000000" + "00031400" + "ff011f00" + system;
    }

    private static byte[] extendedAttributes() {
        return NtfsBytes.concat(
                numbers(20, 0x0004_0300),
                NtfsBytes.ascii("ONE\0abcd"),
                new byte[4],
                numbers(0, 0x0002_0300),
                NtfsBytes.ascii("TWO\0xy"));
    }
}
