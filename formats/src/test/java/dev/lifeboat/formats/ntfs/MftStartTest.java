package dev.lifeboat.formats.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MftStartTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    @Test
    void aSoundVolumeNeedsNoMirror() throws IOException {
        assertThat(volume.open().mft().startProblem()).isEmpty();
    }

    @Test
    void aRecordOfAnotherFileInThePlaceOfTheFirstIsNoTable() throws IOException {
        copyRecord(TinyVolume.FRAGMENTED, TinyVolume.MFT_AT);
        Mft mft = volume.open().mft();
        assertThat(mft.count()).isEqualTo(TinyVolume.RECORDS);
        assertThat(mft.startProblem())
                .get()
                .extracting(CorruptImageException::getMessage)
                .isEqualTo("C.img/$MFT at 0x0: record 0: $MFT has 4 records, expected 16 or more");
    }

    @Test
    void withoutATableInTheMirrorEitherThereIsNoVolume() {
        copyRecord(TinyVolume.HELLO, TinyVolume.MFT_AT);
        copyRecord(TinyVolume.HELLO, TinyVolume.MIRROR_AT);
        assertThatThrownBy(volume::open)
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("$MFT has no $DATA");
    }

    private void copyRecord(int number, int to) {
        int from = TinyVolume.recordAt(number);
        byte[] record = Arrays.copyOfRange(volume.bytes(), from, from + TinyVolume.RECORD);
        System.arraycopy(record, 0, volume.bytes(), to, record.length);
    }
}
