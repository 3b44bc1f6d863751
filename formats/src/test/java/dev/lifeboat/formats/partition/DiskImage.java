package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;

/** A small disk built by hand: tables with right checksums, which a test then damages. */
public final class DiskImage {
    public static final UUID DISK = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");
    public static final UUID PART = UUID.fromString("10111213-1415-1617-1819-1a1b1c1d1e1f");

    public final int sectorSize;
    public final byte[] bytes;
    private final ByteBuffer le;

    public DiskImage(int sectorSize, int sectors) {
        this.sectorSize = sectorSize;
        this.bytes = new byte[sectorSize * sectors];
        this.le = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public ByteSource source() {
        return ByteSource.of("disk.img", bytes);
    }

    public int at(int lba) {
        return lba * sectorSize;
    }

    public DiskImage mark(int lba) {
        le.putShort(at(lba) + 510, (short) 0xaa55);
        return this;
    }

    public DiskImage mbrEntry(int lba, int index, int indicator, int type, int first, int sectors) {
        int e = at(lba) + 446 + 16 * index;
        le.put(e, (byte) indicator).put(e + 4, (byte) type).putInt(e + 8, first).putInt(e + 12, sectors);
        return mark(lba);
    }

    public DiskImage protectiveMbr() {
        return mbrEntry(0, 0, 0, 0xee, 1, bytes.length / sectorSize - 1);
    }

    /** Writes an entry into both copies; {@link #sealGpt} makes them valid. */
    public DiskImage gptEntry(int index, UUID type, String name, long first, long last) {
        for (int table : new int[] {at(2), at(backupEntriesLba())}) {
            int e = table + 128 * index;
            putGuid(e, type);
            putGuid(e + 16, PART);
            le.putLong(e + 32, first).putLong(e + 40, last);
            byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
            le.put(e + 56, text, 0, text.length);
        }
        return this;
    }

    /** Writes both headers over what the entries are now. Four entries, so that they take one sector. */
    public DiskImage sealGpt() {
        int last = bytes.length / sectorSize - 1;
        header(1, last, 2);
        header(last, 1, backupEntriesLba());
        return this;
    }

    private int backupEntriesLba() {
        return bytes.length / sectorSize - 2;
    }

    private void header(int lba, int other, int entries) {
        int h = at(lba);
        le.put(h, "EFI PART".getBytes(StandardCharsets.US_ASCII), 0, 8);
        le.putInt(h + 8, 0x10000).putInt(h + 12, 92);
        le.putLong(h + 24, lba).putLong(h + 32, other);
        le.putLong(h + 40, 3).putLong(h + 48, backupEntriesLba() - 1);
        putGuid(h + 56, DISK);
        le.putLong(h + 72, entries).putInt(h + 80, 4).putInt(h + 84, 128);
        le.putInt(h + 88, crc(at(entries), 512));
        sealHeader(lba);
    }

    /** Makes a header's checksum right again after a test has changed a field. */
    public void sealHeader(int lba) {
        le.putInt(at(lba) + 16, 0);
        le.putInt(at(lba) + 16, crc(at(lba), 92));
    }

    public void putInt(int offset, int value) {
        le.putInt(offset, value);
    }

    public void putLong(int offset, long value) {
        le.putLong(offset, value);
    }

    public void putAscii(int offset, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, offset, ascii.length);
    }

    /** Puts an NTFS boot sector at a sector, for a volume of so many sectors. */
    public void ntfs(int lba, long sectors) {
        putAscii(at(lba), "\u00ebR\u0090NTFS    ");
        le.putShort(at(lba) + 11, (short) sectorSize).put(at(lba) + 13, (byte) 1);
        le.putLong(at(lba) + 40, sectors).putLong(at(lba) + 72, 0x1122334455667788L);
        mark(lba);
    }

    private int crc(int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }

    private void putGuid(int at, UUID guid) {
        long high = guid.getMostSignificantBits();
        le.putInt(at, (int) (high >> 32)).putShort(at + 4, (short) (high >> 16)).putShort(at + 6, (short) high);
        le.duplicate().order(ByteOrder.BIG_ENDIAN).putLong(at + 8, guid.getLeastSignificantBits());
    }
}
