package dev.lifeboat.mount.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final HostNames LINUX = new PosixNames(StandardCharsets.UTF_8, 4095, false);
    private static final HostNames MAC = new PosixNames(StandardCharsets.UTF_8, 1023, true);
    private static final HostNames ASCII = new PosixNames(StandardCharsets.US_ASCII, 4095, false);
    private static final HostNames WINDOWS = new WindowsNames(32_000);

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "100 %", "%2E", "con", "a:b", "C:\\x", "Größe 日本 \ud83d\ude00", "...", ".a", "-rf", "a\nb"})
    void linuxHoldsAlmostEverything(String name) {
        assertThat(LINUX.hostName(name)).isEqualTo(name);
    }

    @Test
    void linuxEscapesWhatItCannotHold() {
        assertThat(LINUX.hostName(".")).isEqualTo("%2E");
        assertThat(LINUX.hostName("..")).isEqualTo("%2E%2E");
        assertThat(LINUX.hostName("")).isEqualTo("%");
        assertThat(LINUX.hostName("../../etc/passwd")).isEqualTo("..%2F..%2Fetc%2Fpasswd");
        assertThat(LINUX.hostName("a\0b")).isEqualTo("a%00b");
        assertThat(LINUX.hostName("half\ud800")).isEqualTo("half%uD800");
        assertThat(LINUX.hostName("\udc00\ud83d\ude00")).isEqualTo("%uDC00\ud83d\ude00");
        assertThat(ASCII.hostName("Größe")).isEqualTo("Gr%u00F6%u00DFe");
    }

    @Test
    void escapesThePercentSignOnlyWhereItCouldBeMistaken() {
        assertThat(LINUX.hostName("50%00\0")).isEqualTo("50%2500%00");
        assertThat(WINDOWS.hostName("100%?")).isEqualTo("100%25%3F");
        assertThat(WINDOWS.hostName("100%3F")).isEqualTo("100%3F");
    }

    @ParameterizedTest
    @CsvSource({
        "a:b, a%3Ab",
        "<>|?*, %3C%3E%7C%3F%2A",
        "a\\b, a%5Cb",
        "name., name%2E",
        "'name. ', name.%20",
        "., %2E",
        ".., .%2E",
        "con, %63on",
        "CON.txt, %43ON.txt",
        "'nul .txt', '%6Eul .txt'",
        "COM1, %43OM1",
        "lpt\u00b2.log, %6Cpt\u00b2.log",
        "CONIN$, %43ONIN$",
        "aux.tar.gz, %61ux.tar.gz",
    })
    void windowsEscapesWhatItReserves(String name, String expected) {
        assertThat(WINDOWS.hostName(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"console", "COM10", "COM", "LPTX", "a con", "com1x.txt", ".con", "Größe", "a b.c", "~1", "nulls"
            })
    void windowsHoldsWhatOnlyLooksReserved(String name) {
        assertThat(WINDOWS.hostName(name)).isEqualTo(name);
    }

    @Test
    void cutsLongNamesBeforeTheirExtensionAndKeepsThemApart() {
        String name = "日".repeat(200);
        String cut = LINUX.hostName(name + ".docx");
        assertThat(cut).matches("日{80}%~[0-9a-f]{8}\\.docx");
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(LINUX.hostName(name + "本.docx")).isNotEqualTo(cut);
        assertThat(WINDOWS.hostName(name + ".docx")).isEqualTo(name + ".docx");
        assertThat(WINDOWS.hostName("?".repeat(255)))
                .hasSizeLessThanOrEqualTo(255)
                .matches("(%3F)+%~[0-9a-f]{8}");
        assertThat(LINUX.distinct("a".repeat(255), 12)).isEqualTo("a".repeat(251) + "%~12");
    }

    @Test
    void makesNamesDistinctBeforeTheExtension() {
        assertThat(LINUX.distinct("letter.txt", 2)).isEqualTo("letter%~2.txt");
        assertThat(LINUX.distinct(".profile", 3)).isEqualTo(".profile%~3");
        assertThat(WINDOWS.distinct("con", 2)).isEqualTo("%63on%~2");
    }

    @Test
    void knowsWhichNamesAreOneFile() {
        assertThat(WINDOWS.key("README")).isEqualTo(WINDOWS.key("ReadMe"));
        assertThat(MAC.key("\u00c4")).isEqualTo(MAC.key("a\u0308"));
        assertThat(LINUX.key("README")).isNotEqualTo(LINUX.key("ReadMe"));
    }

    @Test
    void knowsHowFarPathsReach() {
        assertThat(LINUX.reaches(Path.of("/" + "a/".repeat(2047)))).isTrue();
        assertThat(LINUX.reaches(Path.of("/" + "aa/".repeat(1400)))).isFalse();
        assertThat(LINUX.reaches(Path.of("/" + "日/".repeat(1100)))).isFalse();
    }

    /** Whatever NTFS can hold becomes a name that the host can hold and that can be told again, unless it was cut. */
    @Test
    void everyNameCanBeToldAgain() {
        SplittableRandom random = new SplittableRandom(2026);
        for (int round = 0; round < 5_000; round++) {
            String name = name(random);
            for (HostNames names : new HostNames[] {LINUX, MAC, WINDOWS, ASCII}) {
                String host = names.hostName(name);
                assertThat(names.hostName(host)).as(name).isEqualTo(host);
                assertThat(names.length(host)).isBetween(1, 255);
                assertThat(host).isNotIn(".", "..").doesNotContain("/", "\0");
                if (!host.equals(name) && !host.contains("%~")) {
                    assertThat(told(host)).isEqualTo(name);
                }
            }
        }
    }

    private static String name(SplittableRandom random) {
        String likely = "ab%20uU.. ~:\\/?\0\ud800\udc00äCON1日";
        StringBuilder name = new StringBuilder();
        int length = random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(8);
        for (int i = 0; i < length; i++) {
            name.append(
                    random.nextInt(4) > 0
                            ? likely.charAt(random.nextInt(likely.length()))
                            : (char) random.nextInt(0x10000));
        }
        return name.toString();
    }

    private static String told(String escaped) {
        if (escaped.equals("%")) {
            return "";
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) != '%') {
                name.append(escaped.charAt(i));
            } else if (escaped.charAt(i + 1) == 'u') {
                name.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                name.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            }
        }
        return name.toString();
    }
}
