package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsErrorTest {
    private static final String UNKNOWN = WindowsError.sentence(0x1234);

    /** The facility VHD of winerror.h, without gaps, and the codes that the functions' pages name. */
    @Test
    void everyDocumentedCodeIsKnown() {
        assertThat(IntStream.rangeClosed(0xC03A_0001, 0xC03A_0024))
                .allMatch(code -> !WindowsError.sentence(code).equals(UNKNOWN));
        assertThat(new int[] {2, 5, 19, 32, 87, 122, 618, 665, 1314, 1392, 6002})
                .matches(codes -> Arrays.stream(codes)
                        .noneMatch(code -> WindowsError.sentence(code).equals(UNKNOWN)));
    }

    @Test
    void wrappedCodesAreTheSame() {
        assertThat(WindowsError.sentence(0x8007_0005)).isEqualTo(WindowsError.sentence(5));
        assertThat(WindowsError.SHARING_VIOLATION.is(0x8007_0020)).isTrue();
        assertThat(WindowsError.SHARING_VIOLATION.is(0x8008_0020)).isFalse();
    }

    @Test
    void numbersAreThoseThatPeopleLookUp() {
        assertThat(WindowsError.number(1314)).isEqualTo("1314");
        assertThat(WindowsError.number(0xC03A_001A)).isEqualTo("0xC03A001A");
        assertThat(new WindowsException("x.vhdx cannot be attached", "AttachVirtualDisk", 0x8007_0013))
                .hasMessageStartingWith("x.vhdx cannot be attached: the drive with the image is write-protected")
                .hasMessageEndingWith("(AttachVirtualDisk, error 0x80070013)");
    }

    @Test
    void sentencesStandInTheMiddleOfAnother() {
        assertThat(WindowsError.values()).allSatisfy(error -> assertThat(WindowsError.sentence(error.code()))
                .doesNotEndWith(".")
                .hasSizeGreaterThan(20));
    }
}
