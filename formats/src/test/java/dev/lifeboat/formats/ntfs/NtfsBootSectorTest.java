package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NtfsBootSectorTest {
    /** 700 clusters of two sectors; $MFT at cluster 8, $MFTMirr at 44; records of 2^10 bytes, blocks of 2^12. */
    private final byte[] bytes = Arrays.copyOf(new TinyVolume().bytes(), TinyVolume.CLUSTERS * TinyVolume.CLUSTER);

    private final ByteBuffer le = NtfsBytes.in(bytes);

    private NtfsBootSector read() throws IOException {
        return NtfsBootSector.read(ByteSource.of("C.img", bytes), 0);
    }

    /** A source of any size whose every byte is zero but for the boot sector. */
    private NtfsBootSector readLarge(long size) throws IOException {
        return NtfsBootSector.read(
                new ByteSource() {
                    @Override
                    public String name() {
                        return "C.img";
                    }

                    @Override
                    public long size() {
                        return size;
                    }

                    @Override
                    public void read(long offset, ByteBuffer target) {
                        target.put(bytes, (int) offset, target.remaining());
                    }
                },
                0);
    }

    @Test
    void readsSizesAndPlaces() throws IOException {
        NtfsBootSector boot = read();
        assertThat(boot).isEqualTo(new NtfsBootSector(512, 1024, 1400, 8, 44, 1024, 4096, 0x1234_5678_9abc_def0L));
        assertThat(boot.clusters()).isEqualTo(700);
        assertThat(boot.volumeSize()).isEqualTo(716_800);
    }

    /** Each window of half a billion clusters is checked by itself; there are eight at most. */
    @Test
    void refusesMoreClustersThanNtfsCanHave() throws IOException {
        le.putLong(40, 2 * 0xffff_ffffL);
        assertThat(readLarge(1L << 50).clusters()).isEqualTo(0xffff_ffffL);
        le.putLong(40, 2 * 0x1_0000_0000L);
        assertThatThrownBy(() -> readLarge(1L << 50))
                .hasMessage("C.img at 0x28: NTFS boot sector: total sectors is 8589934592, more than 4294967295"
                        + " clusters");
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "128, 65536", "255, 1024", "250, 32768", "247, 262144", "244, 2097152"})
    void readsSectorsPerClusterThatAreCodedAboveOneHundredAndTwentyEight(int coded, int clusterSize)
            throws IOException {
        bytes[13] = (byte) coded;
        le.putLong(40, 1 << 30);
        assertThat(readLarge(1L << 40).clusterSize()).isEqualTo(clusterSize);
    }

    @ParameterizedTest
    @CsvSource({"256, 512", "1024, 2048", "2048, 4096", "4096, 8192"})
    void readsOtherSectors(int sector, int clusterSize) throws IOException {
        le.putShort(11, (short) sector);
        NtfsBootSector boot = readLarge(1L << 40);
        assertThat(boot.bytesPerSector()).isEqualTo(sector);
        assertThat(boot.clusterSize()).isEqualTo(clusterSize);
    }

    @ParameterizedTest
    @CsvSource({"1, 1024", "2, 2048", "4, 4096", "-9, 512", "-12, 4096", "-16, 65536"})
    void readsARecordSizeInClustersOrAsAPower(int coded, int size) throws IOException {
        bytes[64] = (byte) coded;
        bytes[68] = (byte) coded;
        assertThat(read().recordSize()).isEqualTo(size);
        assertThat(read().indexBlockSize()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -8, -17, -31, -32, -128, 127})
    void refusesARecordSizeThatCannotBe(int coded) {
        bytes[64] = (byte) coded;
        assertThatThrownBy(this::read)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img at 0x40: NTFS boot sector: size of an MFT record is coded as " + coded
                        + ", expected a power of two from 512 to 65536 bytes");
    }

    @Test
    void refusesAnIndexBlockSizeThatCannotBe() {
        bytes[68] = 0;
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0x44: NTFS boot sector: size of an index block is coded as 0, expected a power of"
                        + " two from 512 to 65536 bytes");
    }

    @Test
    void refusesAnotherFileSystem() {
        le.put(3, NtfsBytes.ascii("-FVE-FS-"));
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0x3: NTFS boot sector: signature is \"-FVE-FS-\", expected \"NTFS    \"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 128, 513, 8192, 65535})
    void refusesASectorSizeThatCannotBe(int sector) {
        le.putShort(11, (short) sector);
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0xb: NTFS boot sector: bytes per sector is " + sector
                        + ", expected a power of two from 256 to 4096");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 129, 192, 243})
    void refusesSectorsPerClusterThatAreNoPowerOfTwo(int coded) {
        bytes[13] = (byte) coded;
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0xd: NTFS boot sector: sectors per cluster is " + coded
                        + ", expected a power of two");
    }

    @Test
    void refusesAClusterThatIsTooLarge() {
        le.putShort(11, (short) 4096);
        bytes[13] = (byte) 246;
        assertThatThrownBy(this::read)
                .hasMessage(
                        "C.img at 0xd: NTFS boot sector: cluster size is 4194304, the greatest possible is 2097152");
    }

    @Test
    void refusesMoreSectorsThanThereAre() {
        le.putLong(40, 1401);
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0x28: NTFS boot sector: total sectors is 1401 (717312 bytes), but the volume has"
                        + " only 716800 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, Long.MAX_VALUE / 512 + 1})
    void refusesANumberOfSectorsThatCannotBe(long sectors) {
        le.putLong(40, sectors);
        assertThatThrownBy(this::read).hasMessage("C.img at 0x28: NTFS boot sector: total sectors is " + sectors);
    }

    @Test
    void refusesAnMftOutsideTheVolume() {
        le.putLong(48, 700);
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0x30: NTFS boot sector: cluster of $MFT is 700, but the volume has 700 clusters");
        le.putLong(48, 8).putLong(56, Long.MAX_VALUE);
        assertThatThrownBy(this::read)
                .hasMessage("C.img at 0x38: NTFS boot sector: cluster of $MFTMirr is 9223372036854775807, but the"
                        + " volume has 700 clusters");
    }

    @Test
    void refusesASourceThatIsTooShort() {
        assertThatThrownBy(() -> NtfsBootSector.read(ByteSource.of("C.img", new byte[511]), 0))
                .hasMessage("C.img at 0x0: NTFS boot sector: 512 bytes do not fit in 511 bytes");
    }

    /** The copy at the end is read where the first cannot be, and must not be believed more. */
    @Test
    void refusesMoreSectorsThanThereAreInTheBackupToo() {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + 512);
        System.arraycopy(bytes, 0, whole, bytes.length, 512);
        NtfsBytes.in(whole).putLong(bytes.length + 40, 5000);
        assertThatThrownBy(() -> NtfsBootSector.read(ByteSource.of("C.img", whole), bytes.length))
                .hasMessage("C.img at 0xaf028: NTFS boot sector: total sectors is 5000 (2560000 bytes), but the volume"
                        + " has only 717312 bytes");
    }

    @Test
    void anyBytesGiveABootSectorOrAnImageException() throws IOException {
        var random = new SplittableRandom(42);
        byte[] good = bytes.clone();
        for (int i = 0; i < 3_000; i++) {
            System.arraycopy(good, 0, bytes, 0, 512);
            bytes[3 + random.nextInt(80)] = (byte) random.nextInt();
            bytes[11 + random.nextInt(60)] = (byte) random.nextInt();
            try {
                NtfsBootSector boot = read();
                assertThat(boot.volumeSize()).isBetween(1L, (long) bytes.length);
                assertThat(boot.mftCluster()).isLessThan(boot.clusters());
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("C.img at 0x");
            }
        }
    }
}
