package dev.lifeboat.formats.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeSummaryTest {
    private final byte[] bytes = new byte[256 << 10];
    private final ByteBuffer le = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    private VolumeSummary read() throws IOException {
        return VolumeSummary.read(ByteSource.of("volume", bytes));
    }

    private void ascii(int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    private void ntfs(int at) {
        ascii(at + 3, "NTFS    ");
        le.putShort(at + 11, (short) 512).put(at + 13, (byte) 8);
        le.putLong(at + 40, 511).putLong(at + 72, 0x0123456789abcdefL);
    }

    private void fat(int at, int sectorsPerFat16, int sectors) {
        le.put(at, (byte) 0xeb)
                .put(at + 2, (byte) 0x90)
                .putShort(at + 11, (short) 512)
                .put(at + 13, (byte) 1);
        le.putShort(at + 14, (short) 1).put(at + 16, (byte) 2).putShort(at + 17, (short)
                (sectorsPerFat16 == 0 ? 0 : 16));
        le.put(at + 21, (byte) 0xf8).putShort(at + 22, (short) sectorsPerFat16).putInt(at + 32, sectors);
        int extension = at + (sectorsPerFat16 == 0 ? 66 : 38);
        le.put(extension, (byte) 0x29).putInt(extension + 1, 0x12345678);
        ascii(extension + 5, "ESP        ");
        if (sectorsPerFat16 == 0) {
            le.putInt(at + 36, 4);
        }
    }

    @Test
    void ntfsTellsSizeAndSerial() throws IOException {
        ntfs(0);
        assertThat(read())
                .isEqualTo(new VolumeSummary(
                        VolumeKind.NTFS,
                        OptionalLong.of(511 * 512),
                        Optional.empty(),
                        Optional.of("0123456789ABCDEF"),
                        false));
    }

    @Test
    void ntfsIsRecognisedByItsLastSector() throws IOException {
        ntfs(bytes.length - 512);
        assertThat(read().kind()).isEqualTo(VolumeKind.NTFS);
        assertThat(read().fromBackup()).isTrue();
    }

    @Test
    void theLastSectorOfASmallerVolumeSaysNothingOfTheDisk() throws IOException {
        ntfs(bytes.length - 512);
        le.putLong(bytes.length - 512 + 40, 100);
        assertThat(read().kind()).isEqualTo(VolumeKind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"2, 500, FAT12", "40, 5000, FAT16", "0, 500, FAT32"})
    void fatTellsItsKindByItsClusters(int sectorsPerFat, int sectors, VolumeKind kind) throws IOException {
        fat(0, sectorsPerFat, sectors);
        assertThat(read())
                .isEqualTo(new VolumeSummary(
                        kind, OptionalLong.of(sectors * 512L), Optional.of("ESP"), Optional.of("1234-5678"), false));
    }

    @Test
    void fat32IsRecognisedBySectorSix() throws IOException {
        fat(6 * 512, 0, 500);
        assertThat(read().kind()).isEqualTo(VolumeKind.FAT32);
        assertThat(read().fromBackup()).isTrue();
    }

    @Test
    void exfatTellsItsLabel() throws IOException {
        ascii(3, "EXFAT   ");
        le.putLong(72, 512).putInt(88, 100).putInt(96, 5).putInt(100, 0xdeadbeef);
        bytes[108] = 9;
        bytes[109] = 3;
        int root = 100 * 512 + 3 * 4096;
        bytes[root] = (byte) 0x81;
        bytes[root + 32] = (byte) 0x83;
        bytes[root + 33] = 5;
        byte[] label = "Größe".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(label, 0, bytes, root + 34, label.length);
        assertThat(read())
                .isEqualTo(new VolumeSummary(
                        VolumeKind.EXFAT,
                        OptionalLong.of(512 * 512),
                        Optional.of("Größe"),
                        Optional.of("DEAD-BEEF"),
                        false));
    }

    @Test
    void refsTellsSizeAndSerial() throws IOException {
        ascii(3, "ReFS");
        ascii(16, "FSRS");
        le.putLong(24, 512).putInt(32, 512).putLong(56, 0x42L);
        assertThat(read())
                .isEqualTo(new VolumeSummary(
                        VolumeKind.REFS,
                        OptionalLong.of(512 * 512),
                        Optional.empty(),
                        Optional.of("0000000000000042"),
                        false));
    }

    @Test
    void bitLockerIsToldFromWhatItLooksLike() throws IOException {
        ascii(3, "-FVE-FS-");
        assertThat(read().kind()).isEqualTo(VolumeKind.BITLOCKER);
    }

    @Test
    void bitLockerToGoLooksLikeFat32() throws IOException {
        fat(0, 0, 500);
        ascii(3, "MSWIN4.1");
        assertThat(read().kind()).isEqualTo(VolumeKind.FAT32);
        ascii(424, ";\u00d6gI).\u00d8J\u0083\u0099\u00f6\u00a39\u00e3\u00d0\u0001");
        assertThat(read().kind()).isEqualTo(VolumeKind.BITLOCKER);
    }

    @ParameterizedTest
    @CsvSource({
        "1080, 'S\u00ef', EXT",
        "0, XFSB, XFS",
        "65600, _BHRfS_M, BTRFS",
        "4086, SWAPSPACE2, LINUX_SWAP",
        "32, NXSB, APFS",
        "32769, CD001, ISO9660",
        "512, LABELONE, LVM"
    })
    void volumesOfOtherSystemsHaveAName(int offset, String mark, VolumeKind kind) throws IOException {
        ascii(offset, mark);
        assertThat(read().kind()).isEqualTo(kind);
    }

    /** The descriptors of ECMA-167 stand behind those of ISO 9660, if there are any; Windows shows UDF then. */
    @ParameterizedTest
    @CsvSource({"CD001, CD001, BEA01, NSR02", "BEA01, NSR03, TEA01, ''", "BEA01, BOOT2, NSR02, TEA01"})
    void udfIsToldByItsDescriptors(String first, String second, String third, String fourth) throws IOException {
        String[] marks = {first, second, third, fourth};
        for (int i = 0; i < marks.length; i++) {
            ascii(32769 + 2048 * i, marks[i]);
        }
        assertThat(read().kind()).isEqualTo(VolumeKind.UDF);
    }

    @Test
    void udfWithBlocksOf4096Bytes() throws IOException {
        ascii(32769, "BEA01");
        ascii(32769 + 4096, "NSR03");
        assertThat(read().kind()).isEqualTo(VolumeKind.UDF);
    }

    @Test
    void zerosAreEmptyAndAnythingElseIsUnknown() throws IOException {
        assertThat(read().kind()).isEqualTo(VolumeKind.EMPTY);
        bytes[77] = 1;
        assertThat(read().kind()).isEqualTo(VolumeKind.UNKNOWN);
        assertThat(VolumeSummary.read(ByteSource.of("none", new byte[0])).kind())
                .isEqualTo(VolumeKind.EMPTY);
    }

    @Test
    void anyBytesGiveAnAnswer() throws IOException {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            Arrays.fill(bytes, (byte) 0);
            switch (i % 3) {
                case 0 -> ntfs(0);
                case 1 -> fat(0, i % 2, 500);
                default -> ascii(3, "EXFAT   ");
            }
            for (int n = 0; n < 12; n++) {
                bytes[11 + random.nextInt(110)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(70_000));
            assertThat(VolumeSummary.read(ByteSource.of("volume", cut)).kind()).isNotNull();
        }
    }
}
