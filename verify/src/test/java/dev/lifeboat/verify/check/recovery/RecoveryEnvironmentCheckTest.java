package dev.lifeboat.verify.check.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.boot.BootVolume;
import dev.lifeboat.verify.check.boot.TestComputer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a recovery environment is looked for, what the settings of Windows say of it, and what is needed if there is none. */
class RecoveryEnvironmentCheckTest {
    private static final String WINRE = "/Recovery/WindowsRE/Winre.wim";
    private static final String SETTINGS = "/Windows/System32/Recovery/ReAgent.xml";
    private static final String PLACE =
            "path=\"\\Recovery\\WindowsRE\" id=\"0\" offset=\"1048576\" guid=\"{" + TestComputer.DISK + "}\"";

    private final TestComputer pc = new TestComputer();
    private final List<Path> beside = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void aWindowsThatSaysWhichItIs() {
        pc.windows.put(WINRE, new TestRecoveryWim().bytes());
        pc.version.text("CurrentBuildNumber", 1, "26200\0").text("ProductName", 1, "Windows 10 Pro\0");
    }

    private List<String> run(List<BootVolume> volumes) throws IOException {
        List<String> found = new ArrayList<>();
        RecoverySubject subject = new RecoverySubject(pc.computer(volumes), beside, false, file -> file);
        for (Check<RecoverySubject> check : RecoveryChecks.ofBackup()) {
            check.run(
                    subject,
                    f -> found.add(f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message()));
        }
        found.removeIf(f -> f.matches("GOOD recovery\\.(bootable|files|programs|version): .*"));
        return found;
    }

    private List<String> run() throws IOException {
        return run(pc.volumes());
    }

    private void settings(int state, String place, Charset charset) {
        String text = "<?xml version='1.0' encoding='utf-8'?><WindowsRE version=\"2.0\"><WinreLocation " + place
                + "/><InstallState state=\"" + state + "\"/><OsBuildVersion path=\"26200.1.amd64fre\"/></WindowsRE>";
        pc.windows.put(SETTINGS, text.getBytes(charset));
    }

    @Test
    void isWhereTheBootStoreSays() throws IOException {
        assertThat(run()).containsExactly("GOOD recovery.usable: C" + WINRE + ": of build 26100.1742");
    }

    @Test
    void isWhereOnlyTheBootStoreSays() throws IOException {
        byte[] wim = pc.windows.files.remove(WINRE);
        pc.windows.put("/Recovery/{guid}/Winre.wim", wim);
        pc.winreImage("\\Recovery\\{guid}\\Winre.wim");
        assertThat(run()).containsExactly("GOOD recovery.usable: C/Recovery/{guid}/Winre.wim: of build 26100.1742");
    }

    @Test
    void isWhereTheSettingsSay() throws IOException {
        settings(1, PLACE, StandardCharsets.UTF_8);
        String leads = "GOOD recovery.settings: C" + SETTINGS + ": it leads to C" + WINRE
                + ", set up for build '26200.1.amd64fre'";
        assertThat(run()).contains(leads);
        settings(1, PLACE, StandardCharsets.UTF_16LE);
        assertThat(run()).contains(leads);
        byte[] wim = pc.windows.files.remove(WINRE);
        pc.windows.put("/Other/Winre.wim", wim);
        settings(1, PLACE.replace("Recovery\\WindowsRE", "Other"), StandardCharsets.UTF_8);
        assertThat(run())
                .contains("GOOD recovery.usable: C/Other/Winre.wim: of build 26100.1742")
                .noneMatch(f -> f.startsWith("NOTE"));
    }

    @Test
    void isOnADiskWithAnMbr() throws IOException {
        settings(
                1,
                "path=\"\\Recovery\\WindowsRE\" id=\"" + 0xcafe0001L + "\" offset=\"1048576\"",
                StandardCharsets.UTF_8);
        pc.set = false;
        assertThat(run(pc.bios(0xcafe0001L, true)))
                .containsExactly(
                        "GOOD recovery.settings: C" + SETTINGS + ": it leads to C" + WINRE
                                + ", set up for build '26200.1.amd64fre'",
                        "GOOD recovery.usable: C" + WINRE + ": of build 26100.1742");
    }

    @Test
    void isSwitchedOffAndKeptByWindows() throws IOException {
        settings(0, "path=\"\" id=\"0\" offset=\"0\"", StandardCharsets.UTF_8);
        pc.windows.put("/Windows/System32/Recovery/Winre.wim", pc.windows.files.remove(WINRE));
        assertThat(run())
                .containsExactly(
                        "NOTE recovery.disabled: C" + SETTINGS + ": InstallState is 0",
                        "GOOD recovery.usable: C/Windows/System32/Recovery/Winre.wim: of build 26100.1742");
    }

    @Test
    void isNotWhereTheSettingsSay() throws IOException {
        settings(1, PLACE.replace("Recovery\\WindowsRE", "Gone"), StandardCharsets.UTF_8);
        assertThat(run())
                .contains("NOTE recovery.elsewhere: C" + SETTINGS
                        + ": it names the folder \\Gone on the partition at byte 1048576 of the disk {"
                        + TestComputer.DISK
                        + "}");
        pc.complete = false;
        assertThat(run()).noneMatch(f -> f.startsWith("NOTE"));
        pc.complete = true;
        settings(1, "path=\"\"", StandardCharsets.UTF_8);
        assertThat(run()).contains("NOTE recovery.elsewhere: C" + SETTINGS + ": it names no place (WinreLocation)");
    }

    @Test
    void theSettingsCannotBeRead() throws IOException {
        pc.windows.put(SETTINGS, "<WindowsRE>".getBytes(StandardCharsets.UTF_8));
        assertThat(run()).first().asString().startsWith("NOTE recovery.settings-unreadable: C" + SETTINGS + ": XML");
    }

    @Test
    void isNowhere() throws IOException {
        pc.windows.files.remove(WINRE);
        settings(1, PLACE, StandardCharsets.UTF_8); // that it leads nowhere is told of the boot store
        assertThat(run())
                .containsExactly(
                        "NOTE recovery.media-needed: SET: there is none here; needed: an installation stick or ISO"
                                + " of Windows 11, build 26100 or newer, for x64");
        pc.complete = false;
        assertThat(run()).isEmpty();
    }

    @Test
    void theLanguageIsThatOfWindows() throws IOException {
        pc.languages.with(new TestKey("fr-FR"), new TestKey("en-GB"));
        pc.windows.files.remove(WINRE);
        assertThat(run()).singleElement().asString().endsWith("for x64, language one of fr-FR, en-GB");
    }

    @Test
    void noneWillDo() throws IOException {
        pc.windows.put(
                WINRE,
                new TestRecoveryWim()
                        .without(TestRecoveryWim.SYSTEM + "bmrui.exe")
                        .bytes());
        assertThat(run())
                .containsExactly(
                        "NOTE recovery.no-image-recovery: C" + WINRE
                                + ": /Windows/System32/bmrui.exe is missing or empty: System Image Recovery itself",
                        "NOTE recovery.media-needed: SET: none of those found here (1) will do; needed: an installation"
                                + " stick or ISO of Windows 11, build 26100 or newer, for x64, language de-DE");
    }

    @Test
    void oneBesideWillDo() throws IOException {
        pc.windows.put(WINRE, new byte[] {1});
        Path wim = Files.write(folder.resolve("Winre.wim"), new TestRecoveryWim().bytes());
        beside.add(wim);
        beside.add(folder.resolve("gone.wim"));
        assertThat(run())
                .hasSize(3)
                .anyMatch(f -> f.startsWith("DAMAGED recovery.damaged: C" + WINRE))
                .contains("GOOD recovery.usable: " + wim + ": of build 26100.1742")
                .anyMatch(f -> f.startsWith("NOTE recovery.not-judged: " + folder.resolve("gone.wim")));
    }

    /** It is no part of the backup: nothing of that is lost. */
    @Test
    void damageOfWhatIsKeptBesideIsANote() throws IOException {
        byte[] bytes = new TestRecoveryWim().bytes();
        bytes[0x10] |= 0x40; // a write in progress
        Path wim = Files.write(folder.resolve("Winre.wim"), bytes);
        Path cut = Files.write(folder.resolve("short.wim"), new byte[] {1});
        beside.addAll(List.of(wim, cut));
        assertThat(run())
                .hasSize(3)
                .anyMatch(f -> f.startsWith("NOTE recovery.kept-damaged: " + wim))
                .anyMatch(f -> f.startsWith("NOTE recovery.kept-damaged: " + cut))
                .anyMatch(f -> f.startsWith("GOOD recovery.usable: C" + WINRE));
    }

    @Test
    void whatCannotBeReadIsNotJudged() throws IOException {
        pc.windows.unsupported.add(WINRE);
        assertThat(run())
                .hasSize(2)
                .anyMatch(f -> f.startsWith("NOTE recovery.not-judged: C" + WINRE + ": "))
                .anyMatch(f -> f.startsWith("NOTE recovery.media-needed: SET: none of those found here (1)"));
        pc.windows.damaged.add(WINRE);
        assertThat(run()).allMatch(f -> f.startsWith("NOTE recovery.media-needed: "));
    }

    @Test
    void aBackupWithoutWindowsIsNotAsked() throws IOException {
        assertThat(run(pc.volumes().subList(0, 1))).isEmpty();
    }

    @Test
    void onlyNamesOfProductsAreTaken() {
        assertThat(RecoveryNeed.withoutEdition("Windows 11 Pro")).contains("Windows 11");
        assertThat(RecoveryNeed.withoutEdition("Windows 7 Home Premium")).contains("Windows 7");
        assertThat(RecoveryNeed.withoutEdition("Windows Server 2022 Standard")).contains("Windows Server 2022");
        assertThat(RecoveryNeed.withoutEdition("Windows 8.1 Pro")).contains("Windows 8.1");
        assertThat(RecoveryNeed.withoutEdition("Anything else")).isEmpty();
    }
}
