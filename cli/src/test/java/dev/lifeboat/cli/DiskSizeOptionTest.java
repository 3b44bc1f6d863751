package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.verify.check.fit.DiskSize;
import dev.lifeboat.verify.check.fit.TargetDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DiskSizeOptionTest {
    private static DiskSize size(String text) {
        return new DiskSizeOption().convert(text).size();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "512110190592, 512110190592", "700B, 700", "700 b, 700"})
    void bytesAreExact(String text, long bytes) {
        assertThat(size(text)).isEqualTo(DiskSize.exactly(bytes));
    }

    /** From half of the last digit less, which is rounded up, to the next digit, from which the rest is cut off. */
    @ParameterizedTest
    @CsvSource({
        "1MiB, 524288, 2097151",
        "1.5gib, 1556925645, 1717986918", // 1.45 to 1.6
        "476.9GiB, 512013788775, 512174850047",
        "476GiB, 510564237312, 512174850047",
        "512GiB, 549218942976, 550829555711",
        "2TiB, 1649267441664, 3298534883327",
        "100MB, 99500000, 100999999",
        "512000MB, 511999500000, 512000999999",
        "32GB, 31500000000, 32999999999",
        "32 gb, 31500000000, 32999999999",
        "512.1GB, 512050000000, 549970562252",
        "0.1TB, 50000000000, 199999999999",
        "549GB, 548500000000, 590558003199", // no disk is sold so
        "1048576TiB, 1152920954851033088, 1152922604118474751"
    })
    void otherUnitsMeanAllThatIsWrittenSo(String text, long least, long most) {
        assertThat(size(text)).isEqualTo(new DiskSize(least, most));
    }

    /** What Windows, lsblk and others show of one disk, in their units. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "476GiB",
                "477GiB",
                "476.9GiB",
                "476.94GiB",
                "0.5TiB",
                "0.47TiB",
                "488386MiB",
                "512GB",
                "512.1GB",
                "512.11GB",
                "476.94GB", // Windows
                "476GB",
                "0.5TB",
                "0.51TB",
                "512110MB"
            })
    void aDiskIsWhatIsShownOfIt(String text) {
        assertThat(size(text).least()).isLessThanOrEqualTo(512_110_190_592L);
        assertThat(size(text).most()).isGreaterThanOrEqualTo(512_110_190_592L);
    }

    @Test
    void whatIsPrintedOnADiskIsWhatIsSoldSo() {
        assertThat(size("512GB")).isEqualTo(new DiskSize(512_000_000_000L, 512_110_190_592L));
        assertThat(size("2TB")).isEqualTo(new DiskSize(2_000_000_000_000L, 2_000_398_934_016L));
    }

    @Test
    void aLabelWithAFractionMayBeWhatAProgramShows() {
        assertThat(size("1.92TB")).isEqualTo(new DiskSize(1_915_000_000_000L, 1_929_999_999_999L));
        assertThat(size("1.9200TB")).isEqualTo(new DiskSize(1_919_950_000_000L, 1_920_383_410_176L));
    }

    @Test
    void isCalledAsItWasWritten() {
        assertThat(new DiskSizeOption().convert("512GB"))
                .extracting(TargetDisk::name)
                .isEqualTo("a disk of 512GB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GB",
                "-1GB",
                "0",
                "0GB",
                "0.0000001B",
                "5x",
                "5 G",
                "1,5TB",
                "1e3",
                "1048577TiB",
                "999999999999999999TB",
                "9999999999999999999",
                "512GB ",
                "0x10"
            })
    void whatIsNoSize(String text) {
        assertThatThrownBy(() -> size(text)).isInstanceOf(TypeConversionException.class);
    }
}
