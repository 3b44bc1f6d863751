package dev.lifeboat.formats.ntfs;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A $Secure of one descriptor for a tiny volume. */
public final class TinySecure {
    private static final int COPY = 256 << 10;
    /** O:BAG:SY, nothing else. */
    static final byte[] DESCRIPTOR = HexFormat.of()
            .parseHex("0100008014000000240000000000000000000000" + "01020000000000052000000020020000"
                    + "010100000000000512000000");

    public static final int ID = 0x105;
    private static final int AT = 0x40;

    /** The hash as ntfs-3g and libfsntfs describe it, of a descriptor's words. */
    private static int hash(byte[] bytes) {
        int hash = 0;
        ByteBuffer words = NtfsBytes.in(bytes);
        while (words.remaining() >= 4) {
            hash = (hash << 3 | hash >>> 29) + words.getInt();
        }
        return hash;
    }

    private static byte[] header() {
        return NtfsBytes.structure(
                20, b -> b.putInt(hash(DESCRIPTOR)).putInt(ID).putLong(AT).putInt(20 + DESCRIPTOR.length));
    }

    /** The stream has the descriptor twice; the copy lies behind a hole. The index has it in its root. */
    public static void put(TinyVolume volume, boolean firstGood, boolean copyGood) {
        byte[] entry = NtfsBytes.concat(new byte[AT], header(), DESCRIPTOR);
        byte[] torn = entry.clone();
        torn[AT + 30] ^= 1;
        volume.store(500, firstGood ? entry : torn);
        volume.store(501, copyGood ? entry : torn);
        byte[] row = NtfsBytes.structure(40, b -> b.putShort(0, (short) 20)
                .putShort(2, (short) 20)
                .putShort(8, (short) 40)
                .putShort(10, (short) 4)
                .putInt(16, ID)
                .put(20, header()));
        byte[] end = NtfsBytes.structure(16, b -> b.putShort(8, (short) 16).putShort(12, (short) 2));
        byte[] root = NtfsBytes.structure(32 + 56, b -> b.putInt(4, 0x10)
                .putInt(8, 4096)
                .put(12, (byte) 4)
                .putInt(16, 16)
                .putInt(20, 16 + 56)
                .putInt(24, 16 + 56)
                .put(32, row)
                .put(72, end));
        volume.record(NtfsVolume.SECURE)
                .remove(0x80)
                .nonResident(
                        0x80,
                        "$SDS",
                        Clusters.of(500, 1, Clusters.HOLE, COPY / 1024 - 1, 501, 1)
                                .size(COPY + 1024))
                .resident(0x90, "$SII", root);
    }

    /** Has a file refer to a descriptor. */
    public static void refer(TinyVolume volume, int file, int id) {
        byte[] information = NtfsBytes.standardInformation(0x20);
        NtfsBytes.in(information).putInt(52, id);
        volume.record(file).remove(0x10).resident(0x10, "", information);
    }

    private TinySecure() {}
}
