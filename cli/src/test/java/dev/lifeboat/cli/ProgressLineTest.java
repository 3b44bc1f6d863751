package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link ProgressLine}, {@link TransferRate}, {@link Columns} and {@link ProblemGroups}. */
class ProgressLineTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MB = 1 << 20;

    private final StringWriter written = new StringWriter();
    private long now;

    private ProgressLine line(boolean seen, int width) {
        return new ProgressLine(new PrintWriter(written), seen, width, () -> now);
    }

    /** What a terminal shows after all that was written. */
    private String shown() {
        char[] row = new char[200];
        Arrays.fill(row, ' ');
        int at = 0;
        for (char c : written.toString().toCharArray()) {
            if (c == '\r') {
                at = 0;
            } else {
                row[at++] = c;
            }
        }
        return new String(row).stripTrailing();
    }

    @Test
    void showsBarRateAndTimeLeft() {
        try (ProgressLine line = line(true, 100)) {
            line.copying("/a", MB, 100 * MB);
            assertThat(written.toString()).as("before half a second is over").isEmpty();
            now = 2 * SECOND;
            line.copying("/Users/me/picture.jpg", 25 * MB, 100 * MB);
            assertThat(shown())
                    .isEqualTo(
                            " 25 %  [#####...............]  25.0 MB of 100 MB  12.5 MB/s  6 s left  /Users/me/picture.jpg");
            line.copying("too soon", 26 * MB, 100 * MB);
            assertThat(shown()).contains("picture");
            now += SECOND;
            line.copying("/b", 50 * MB, 100 * MB);
            assertThat(shown()).endsWith("left  /b").startsWith(" 50 %");
        }
        assertThat(shown()).isEmpty();
    }

    @Test
    void keepsToTheWidth() {
        for (int width : new int[] {40, 60, 80, 140}) {
            written.getBuffer().setLength(0);
            ProgressLine line = line(true, width);
            now += 3 * SECOND;
            line.copying("/" + "directory/".repeat(30) + "name.txt", 3 * MB, 100 * MB);
            assertThat(shown().length()).isLessThan(width);
            if (width > 40) {
                assertThat(shown()).endsWith("name.txt");
            }
        }
    }

    @Test
    void isQuietElsewhereAndAfterItsEnd() {
        ProgressLine line = line(false, 100);
        now = 5 * SECOND;
        line.copying("/a", 1, 2);
        line.checking("/a", 1);
        line.close();
        ProgressLine closed = line(true, 100);
        closed.close();
        now = 10 * SECOND;
        closed.copying("/a", 1, 2);
        assertThat(written.toString()).isEmpty();
    }

    @Test
    void whatIsDoneMayBeMoreThanWasExpected() {
        ProgressLine line = line(true, 100);
        now = SECOND;
        line.copying("/a", Long.MAX_VALUE, 0);
        assertThat(shown()).startsWith("100 %");
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        TransferRate rate = new TransferRate(0);
        for (int second = 1; second <= 100; second++) {
            rate.at(second * SECOND, second * 1000L);
        }
        long bytes = 100_000;
        for (int second = 101; second <= 120; second++) {
            bytes += 50;
            rate.at(second * SECOND, bytes);
        }
        assertThat(rate.at(121 * SECOND, bytes + 50)).isEqualTo(50);
    }

    @Test
    void wideLettersTakeTwoColumns() {
        assertThat(Columns.width("日本語 a\u0301")).isEqualTo(8);
        assertThat(Columns.end("/日本語/ファイル.txt", 12)).isEqualTo("...イル.txt");
        assertThat(Columns.begin("日本", 3)).isEqualTo("日");
        assertThat(Columns.end("abcdef", 2)).isEqualTo("..");
        assertThat(Columns.end("\ud83d\ude00\ud83d\ude00\ud83d\ude00", 5)).isEqualTo("...\ud83d\ude00");
    }

    @Test
    void problemsOfOneReasonAreTogether() {
        ProblemGroups groups = new ProblemGroups();
        for (int i = 0; i < 12_000; i++) {
            groups.add("is encrypted", "/e" + i);
        }
        groups.add("is damaged", "/d");
        assertThat(groups.lines())
                .containsExactly(
                        "12,000: is encrypted",
                        "  /e0",
                        "  /e1",
                        "  /e2",
                        "  /e3",
                        "  /e4",
                        "  11,995 more; --json lists them all",
                        "/d: is damaged");
        for (int i = 0; i < 100_000; i++) {
            groups.add("reason " + i, "/x");
        }
        assertThat(groups.lines()).hasSizeLessThan(60).anyMatch(line -> line.endsWith(": other reasons"));
    }
}
