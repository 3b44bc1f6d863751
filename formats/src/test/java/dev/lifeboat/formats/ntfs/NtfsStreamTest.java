package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.SparseSource.Extent;
import dev.lifeboat.formats.source.SparseSource.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values in clusters, as {@link ValueReader} opens them. */
class NtfsStreamTest {
    private static final byte[] DISK = NtfsBytes.pattern(64 * 1024);
    private static final NtfsBootSector BOOT = new NtfsBootSector(512, 1024, 128, 0, 0, 1024, 4096, 0);

    private static SparseSource open(Clusters clusters) throws IOException {
        byte[] bytes = new RecordBuilder().nonResident(0x80, "", clusters).bytes(0, 1024);
        var piece = FileRecord.read(ByteSource.of("$MFT", bytes), 0, bytes, 0, 1024)
                .attributes()
                .get(0);
        ValueReader values = new ValueReader(ByteSource.of("C.img", DISK), BOOT);
        return (SparseSource) values.stream(List.of((Attribute.NonResident) piece), "/a");
    }

    private static byte[] disk(int from, int to) {
        return Arrays.copyOfRange(DISK, from, to);
    }

    @Test
    void readsAcrossRuns() throws IOException {
        SparseSource file = open(Clusters.of(10, 2, 5, 1).size(2500));
        assertThat(file.size()).isEqualTo(2500);
        assertThat(file.name()).isEqualTo("/a");
        assertThat(file.bytes(0, 2500))
                .isEqualTo(NtfsBytes.concat(disk(10 * 1024, 12 * 1024), disk(5 * 1024, 5 * 1024 + 452)));
        assertThat(file.bytes(2046, 4))
                .isEqualTo(NtfsBytes.concat(disk(12 * 1024 - 2, 12 * 1024), disk(5 * 1024, 5 * 1024 + 2)));
    }

    @Test
    void fillsOnlyWhatTheBufferHasLeft() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(2000);
        target.position(10).limit(1990);
        open(Clusters.of(10, 1, -1, 1)).read(4, target);
        assertThat(target.position()).isEqualTo(1990);
        assertThat(Arrays.copyOfRange(target.array(), 10, 1030)).isEqualTo(disk(10 * 1024 + 4, 11 * 1024));
        assertThat(Arrays.copyOfRange(target.array(), 1030, 2000)).containsOnly(0);
    }

    @Test
    void holesAreZeros() throws IOException {
        SparseSource file = open(Clusters.of(-1, 1, 7, 1));
        assertThat(file.bytes(0, 1024)).containsOnly(0);
        assertThat(file.bytes(1024, 1024)).isEqualTo(disk(7 * 1024, 8 * 1024));
    }

    @Test
    void whatLiesBehindTheValidDataIsZeros() throws IOException {
        SparseSource file = open(Clusters.of(10, 3).size(3000).valid(1500));
        assertThat(file.bytes(0, 1500)).isEqualTo(disk(10 * 1024, 10 * 1024 + 1500));
        assertThat(file.bytes(1500, 1500)).containsOnly(0);
    }

    @Test
    void withoutValidDataAllIsZeros() throws IOException {
        assertThat(open(Clusters.of(10, 3).valid(0)).bytes(0, 3072)).containsOnly(0);
    }

    @Test
    void tellsWhichPartsAreStored() throws IOException {
        SparseSource file = open(Clusters.of(10, 2, -1, 3, 20, 2).size(7000).valid(6000));
        assertThat(file.extentAt(0)).isEqualTo(new Extent(Origin.STORED, 2048));
        assertThat(file.extentAt(1500)).isEqualTo(new Extent(Origin.STORED, 548));
        assertThat(file.extentAt(2048)).isEqualTo(new Extent(Origin.ZERO, 3072));
        assertThat(file.extentAt(5120)).isEqualTo(new Extent(Origin.STORED, 880));
        assertThat(file.extentAt(6000)).isEqualTo(new Extent(Origin.ZERO, 1000));
    }

    @Test
    void hasNoExtentBehindItsEnd() throws IOException {
        SparseSource file = open(Clusters.of(10, 2).size(2000));
        assertThatThrownBy(() -> file.extentAt(2000))
                .hasMessage("/a at 0x7d0: extent: 1 bytes do not fit in 2000 bytes");
        assertThatThrownBy(() -> file.bytes(1999, 2)).hasMessage("/a at 0x7cf: read: 2 bytes do not fit in 2000 bytes");
    }

    @Test
    void aHoleMayBeLongerThanALongHasBytesFor() throws IOException {
        SparseSource file = open(Clusters.of(-1, 1L << 60, 3, 1)
                .allocated(Long.MAX_VALUE)
                .size(Long.MAX_VALUE - 5)
                .valid(1L << 62));
        assertThat(file.extentAt(0)).isEqualTo(new Extent(Origin.ZERO, 1L << 62));
        assertThat(file.extentAt((1L << 62) - 1)).isEqualTo(new Extent(Origin.ZERO, 1));
        assertThat(file.bytes(Long.MAX_VALUE - 15, 10)).containsOnly(0);
    }

    @Test
    void refusesRunsThatMapLessThanTheSize() {
        assertThatThrownBy(() -> open(Clusters.of(10, 2).allocated(4096).size(2049)))
                .hasMessage("$MFT at 0x78: record 0: $DATA: runs map 2 clusters, too few for 2049 bytes");
    }

    /** The number of clusters it would need, rounded up, must not overflow. */
    @Test
    void refusesASizeNearTheGreatestLong() {
        assertThatThrownBy(() -> open(Clusters.of().allocated(Long.MAX_VALUE)))
                .hasMessage(
                        "$MFT at 0x78: record 0: $DATA: runs map 0 clusters, too few for 9223372036854775807 bytes");
    }

    @Test
    void readsClustersOfTwoMegabytes() throws IOException {
        int cluster = 2 << 20;
        byte[] disk = new byte[3 * cluster];
        disk[2 * cluster + 5] = 42;
        byte[] bytes = new RecordBuilder()
                .nonResident(0x80, "", Clusters.of(2, 1).clusterSize(cluster).size(100))
                .bytes(0, 1024);
        var piece = (Attribute.NonResident) FileRecord.read(ByteSource.of("$MFT", bytes), 0, bytes, 0, 1024)
                .attributes()
                .get(0);
        var boot = new NtfsBootSector(512, cluster, 3 * 4096, 0, 0, 1024, 4096, 0);
        ByteSource file = new ValueReader(ByteSource.of("C.img", disk), boot).stream(List.of(piece), "/a");
        assertThat(file.bytes(5, 1)).containsExactly(42);
    }
}
