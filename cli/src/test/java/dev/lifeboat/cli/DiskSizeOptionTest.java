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
    @CsvSource({
        "1, 1",
        "512110190592, 512110190592",
        "700B, 700",
        "100MB, 100000000",
        "32GB, 32000000000",
        "32 gb, 32000000000",
        "1MiB, 1048576",
        "512GiB, 549755813888",
        "1.5gib, 1610612736",
        "2TiB, 2199023255552",
        "476.9GiB, 512067475865",
        "1048576TiB, 1152921504606846976"
    })
    void numbersAreExact(String text, long bytes) {
        assertThat(size(text)).isEqualTo(DiskSize.exactly(bytes));
    }

    @Test
    void whatIsPrintedOnADiskIsNot() {
        assertThat(size("512GB")).isEqualTo(new DiskSize(512_000_000_000L, 512_110_190_592L));
        assertThat(size("1.92TB")).isEqualTo(new DiskSize(1_920_000_000_000L, 1_920_383_410_176L));
        assertThat(size("512000MB")).isEqualTo(DiskSize.exactly(512_000_000_000L));
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
