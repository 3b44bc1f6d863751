package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.mount.tree.FileNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Text}, {@link Table}, {@link JsonLine}, {@link VolumePath}, {@link NamePattern} and {@link ProgressLine}. */
class TextTest {
    @Test
    void ordinaryNamesStayAsTheyAre() {
        String text = "Größe 日本 😀 a~b";
        assertThat(Text.safe(text)).isSameAs(text);
    }

    @Test
    void escapesWhatATerminalObeys() {
        assertThat(Text.safe("a\u001b[2J\rVERDICT\n\u007f\u009b1m"))
                .isEqualTo("a\\u001b[2J\\u000dVERDICT\\u000a\\u007f\\u009b1m");
    }

    @Test
    void escapesWhatTurnsTextAround() {
        assertThat(Text.safe("\u202egnp.exe\u2066\u200f\u061c\ufeff\u2028"))
                .isEqualTo("\\u202egnp.exe\\u2066\\u200f\\u061c\\ufeff\\u2028");
    }

    @Test
    void escapesHalvesOfPairs() {
        assertThat(Text.safe("a\ud83db\ude00\ud83d")).isEqualTo("a\\ud83db\\ude00\\ud83d");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1.00 KB",
        "1500, 1.46 KB",
        "10235, 10.0 KB",
        "10240, 10.0 KB",
        "102399, 100 KB",
        "102400, 100 KB",
        "1023487, 999 KB",
        "1023488, 0.98 MB",
        "1048576, 1.00 MB",
        "9223372036854775807, 8192 PB"
    })
    void sizesHaveThreeDigits(long bytes, String text) {
        assertThat(Text.size(bytes)).isEqualTo(text);
    }

    @Test
    void aTableIsAsWideAsItsWidestCells() {
        StringWriter text = new StringWriter();
        Table table = new Table("Name", ">Size", "Note");
        table.row("😀", "1", "");
        table.row("\u001b", "1000", "x");
        PrintWriter out = new PrintWriter(text);
        table.print(out);
        out.flush();
        assertThat(text.toString().lines())
                .containsExactly("  Name    Size  Note", "  😀          1", "  \\u001b  1000  x");
    }

    @Test
    void jsonHoldsWhatUtf8CannotAndNothingThatATerminalObeys() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        JsonLine.write(out, json -> json.writeStringProperty("a", "\ud800😀\u001b\u009b\"\\日"));
        out.flush();
        assertThat(text.toString().strip()).isEqualTo("{\"a\":\"\\ud800😀\\u001B\\u009b\\\"\\\\日\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/Users, , /Users",
        "Users/me, , Users/me",
        "1:/Users, 1, /Users",
        "1:Users, 1, Users",
        "C:\\Users\\me, C, /Users/me",
        "\\Users\\me, , /Users/me",
        "/a:b, , /a:b",
        "1:/a:b, 1, /a:b",
        "ESP:, ESP, ''",
        "1:/a\\b, 1, /a\\b"
    })
    void aPathHasAVolumeBeforeItsFirstColon(String text, String volume, String path) {
        assertThat(VolumePath.parse(text)).isEqualTo(new VolumePath(Optional.ofNullable(volume), path));
    }

    /** With a regular expression, hours. */
    @Test
    @Timeout(10)
    void aPatternWithManyStarsIsTriedInTime() {
        assertThat(fits("*a*a*a*a*a*a*a*a*b", "/" + "a".repeat(255))).isFalse();
        assertThat(fits("*a*a*a*a*a*a*a*a*b", "/" + "a".repeat(250) + "b")).isTrue();
        assertThat(fits("*ab*?", "/xxaab")).isFalse();
        assertThat(fits("*ab*?", "/xxaababc")).isTrue();
    }

    private static boolean fits(String pattern, String path) {
        return NamePattern.of(pattern).fits(new FileNode(path, FileNode.Type.FILE, 0, Optional.empty(), 0, 1L, false));
    }

    @Test
    void aPatternIsForNamesUnlessItHasASlash() {
        assertThat(fits("*.txt", "/a/b.TXT")).isTrue();
        assertThat(fits("b?txt", "/a/b.txt")).isTrue();
        assertThat(fits("*.txt", "/a/b.txtx")).isFalse();
        assertThat(fits("b", "/a/b.txt")).isFalse();
        assertThat(fits("/a/*", "/a/b.txt")).isTrue();
        assertThat(fits("/a/*", "/c/a/b.txt")).isFalse();
        assertThat(fits("größe", "/GRÖSSE")).isFalse();
        assertThat(fits("GRÖßE", "/größe")).isTrue();
    }

    @Test
    void aPatternHasNoOtherSpecialLetters() {
        assertThat(fits("a+(b)[c].\\d^$", "/a+(b)[c].\\d^$")).isTrue();
        assertThat(fits("a.c", "/abc")).isFalse();
        assertThat(fits("\\Q*\\E", "/\\Qx\\E")).isTrue();
        assertThat(fits("a*c", "/a\n\ud800c")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min 00 s", "3599, 59 min 59 s", "3900, 1 h 05 min", "360000, 100 h 00 min"
    })
    void timesAreForPeople(long seconds, String text) {
        assertThat(ProgressLine.duration(seconds)).isEqualTo(text);
    }
}
