package dev.lifeboat.formats.ntfs;

import static dev.lifeboat.formats.ntfs.NtfsBytes.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NtfsVolumeTest {
    private final TinyVolume volume = new TinyVolume();

    @Test
    void opensASoundVolume() throws IOException {
        NtfsVolume open = volume.open();
        assertThat(open.bootSectorProblem()).isEmpty();
        assertThat(open.bootSector().serialNumber()).isEqualTo(0x1234_5678_9abc_def0L);
        assertThat(open.label()).isEqualTo("TINY");
        assertThat(open.dirty()).isFalse();
    }

    @Test
    void readsTheBootSectorAtTheEndWhereTheFirstIsDestroyed() throws IOException {
        NtfsBytes.in(volume.bytes()).putLong(3, 0);
        NtfsVolume open = volume.open();
        assertThat(open.label()).isEqualTo("TINY");
        assertThat(open.bootSectorProblem())
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo("C.img at 0x3: NTFS boot sector: signature is \"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\","
                        + " expected \"NTFS    \"");
    }

    /** The first sector is one of NTFS, but leads to no $MFT. */
    @Test
    void readsTheBootSectorAtTheEndWhereTheFirstLeadsNowhere() throws IOException {
        NtfsBytes.in(volume.bytes()).putLong(48, 400).putLong(56, 500);
        assertThat(volume.open().label()).isEqualTo("TINY");
        assertThat(volume.open().bootSectorProblem()).isPresent();
    }

    @Test
    void saysWhatIsWrongWithBothBootSectors() {
        NtfsBytes.in(volume.bytes()).put(3, (byte) 'X').put(TinyVolume.CLUSTERS * 1024 + 3, (byte) 'X');
        assertThatThrownBy(volume::open)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("C.img at 0x3: NTFS boot sector: signature is \"XTFS    \", expected \"NTFS    \"")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("C.img at 0xaf003: NTFS boot sector: signature is \"XTFS    \""));
    }

    @Test
    void refusesASourceThatIsShorterThanASector() {
        for (int size : new int[] {0, 100, 511, 512, 600}) {
            assertThatThrownBy(() -> NtfsVolume.read(ByteSource.of("C.img", new byte[size])))
                    .isInstanceOf(CorruptImageException.class)
                    .hasMessageStartingWith("C.img at 0x");
        }
    }

    @Test
    void mayHaveNoLabel() throws IOException {
        volume.record(3).remove(0x60);
        assertThat(volume.open().label()).isEmpty();
    }

    @Test
    void readsALabelOfAnyLetters() throws IOException {
        volume.record(3).remove(0x60).resident(0x60, "", NtfsBytes.utf16("Größe 日\ud800"));
        assertThat(volume.open().label()).isEqualTo("Größe 日\ud800");
    }

    @Test
    void cutsALabelThatIsTooLong() throws IOException {
        volume.record(3).remove(0x60).resident(0x60, "", NtfsBytes.utf16("x".repeat(200)));
        assertThat(volume.open().label()).isEqualTo("x".repeat(128));
    }

    @Test
    void isDirtyWhenWindowsSaysSo() throws IOException {
        volume.record(3).remove(0x70).resident(0x70, "", NtfsBytes.volumeInformation(1));
        assertThat(volume.open().dirty()).isTrue();
    }

    @Test
    void refusesAVolumeInformationThatIsTooShort() {
        volume.record(3).remove(0x70).resident(0x70, "", new byte[11]);
        assertThatThrownBy(() -> volume.open().dirty())
                .hasMessage("C.img/record 3/$VOLUME_INFORMATION at 0x0: $VOLUME_INFORMATION: 12 bytes do not fit in 11"
                        + " bytes");
    }

    /** The clusters of the table in {@link TinyVolume}'s comment: 8+32+4+1+16+128+1+4+32; not the bits behind the end. */
    @Test
    void countsTheBytesInUse() throws IOException {
        assertThat(volume.open().usedBytes()).isEqualTo(226 * 1024);
    }

    @Test
    void countsEachCluster() throws IOException {
        assertThat(volume.flipCluster(698)
                        .flipCluster(699)
                        .flipCluster(250)
                        .open()
                        .usedBytes())
                .isEqualTo(229 * 1024);
    }

    @Test
    void refusesABitmapThatIsTooShort() {
        volume.record(6).remove(0x80).nonResident(0x80, "", Clusters.of(224, 1).size(87));
        assertThatThrownBy(() -> volume.open().usedBytes())
                .hasMessage("C.img/$Bitmap at 0x0: $Bitmap: has 87 bytes for 700 clusters");
    }

    @Test
    void opensFilesOnly() throws IOException {
        NtfsVolume open = TinyVolume.withFiles().open();
        assertThatThrownBy(() -> open.file(TinyVolume.DELETED))
                .hasMessage("C.img/$MFT at 0xc000: record 48: is not in use");
        assertThatThrownBy(() -> open.file(36))
                .hasMessage("C.img/$MFT at 0x9000: record 36: extends record 35-1, it is no file");
    }

    @Test
    void refusesAReferenceToAFileThatIsGone() throws IOException {
        NtfsVolume open = TinyVolume.withFiles().open();
        assertThat(open.fileOf(reference(31, 1)).number()).isEqualTo(31);
        assertThat(open.fileOf(31).number()).isEqualTo(31);
        assertThatThrownBy(() -> open.fileOf(reference(31, 2)))
                .hasMessage("C.img/$MFT at 0x7c00: record 31: is now 31-1, but 31-2 is meant");
    }
}
