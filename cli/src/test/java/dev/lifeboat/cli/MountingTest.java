package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountingTest {
    @ParameterizedTest
    @CsvSource({"Linux, amd64", "Linux, aarch64"})
    void linuxMounts(String system, String processor) {
        assertThat(Mounting.of(system, processor)).isInstanceOf(LinuxMounting.class);
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "FreeBSD, amd64", "Linux, i386", "Linux, riscv64", "SunOS, amd64"})
    void othersAreRefusedByName(String system, String processor) {
        assertThatThrownBy(() -> Mounting.of(system, processor))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("this is " + system + " on " + processor)
                .hasMessageContaining("'extract'")
                .extracting(e -> ((FailedException) e).exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aCommaInANameOfASystemChangesNothing() {
        assertThatThrownBy(() -> Mounting.of("", "")).isInstanceOf(FailedException.class);
    }
}
