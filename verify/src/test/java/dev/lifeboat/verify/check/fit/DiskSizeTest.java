package dev.lifeboat.verify.check.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskSizeTest {
    /** Sectors of real disks, as their makers' data sheets have them. */
    @ParameterizedTest
    @CsvSource({
        "120, 234441648",
        "250, 488397168",
        "256, 500118192",
        "500, 976773168",
        "512, 1000215216",
        "1000, 1953525168",
        "2000, 3907029168",
        "4000, 7814037168",
        "8000, 15628053168"
    })
    void disksHaveSomewhatMoreThanTheirLabelSays(long gb, long sectors) {
        DiskSize size = DiskSize.labelled(gb * TestFit.GB);
        assertThat(size.least()).isEqualTo(gb * TestFit.GB);
        assertThat(size.most()).isEqualTo(sectors * 512);
    }

    @ParameterizedTest
    @CsvSource({"0", "32000000000", "512000000001", "1152921504606846976"})
    void otherNumbersAreTakenAsTheyAre(long bytes) {
        assertThat(DiskSize.labelled(bytes)).isEqualTo(DiskSize.exactly(bytes));
    }

    @Test
    void theNextSizeThatIsSold() {
        assertThat(DiskSize.customary(1)).isEqualTo(8 * TestFit.GB);
        assertThat(DiskSize.customary(512_110_190_592L)).isEqualTo(512_110_190_592L);
        assertThat(DiskSize.customary(512_110_190_593L)).isEqualTo(600_127_266_816L);
        assertThat(DiskSize.customary(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void words() {
        assertThat(DiskSize.exactly(1_500_000).text()).isEqualTo("1.5 MB (1500000 bytes)");
        assertThat(DiskSize.labelled(512 * TestFit.GB).text()).isEqualTo("512000000000 to 512110190592 bytes");
        assertThat(DiskSize.text(Long.MAX_VALUE)).endsWith(" TB (9223372036854775807 bytes)");
    }
}
