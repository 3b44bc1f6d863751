package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.pe.PeImage;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.recovery.RecoveryChecks;
import dev.lifeboat.verify.check.recovery.RecoveryImage;
import dev.lifeboat.verify.check.recovery.RecoveryJudge;
import dev.lifeboat.verify.check.recovery.RecoveryNeed;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recovery environments that wimlib makes, in the sample and beside it, and what wimlib says of them. */
class RecoveryInSetTest {
    private static final String SYSTEM = "Windows/System32/";
    private static final String IN_SET = "Recovery/WindowsRE/Winre.wim";
    private static final String ON_RECOVERY = "VERSION/" + SetCopy.RECOVERY + ".vhdx/" + IN_SET;
    private static final String SETTINGS = SYSTEM + "Recovery/ReAgent.xml";
    private static final String NEEDED =
            " needed: an installation stick or ISO of Windows 11, build 26100 or newer, for x64";

    @TempDir
    private static Path folder;

    private static Path original;
    private static Path sound;

    @BeforeAll
    static void prepare() throws IOException {
        EditedVolume.requireTools();
        Tools.require("wimlib-imagex");
        original = SetCopy.original(folder);
        Path files = folder.resolve("files");
        for (String path : List.of(
                SYSTEM + "boot/winload.efi",
                SYSTEM + "winload.efi",
                SYSTEM + "ntoskrnl.exe",
                SYSTEM + "bmrui.exe",
                SYSTEM + "wbengine.exe",
                SYSTEM + "wbadmin.exe",
                SYSTEM + "diskpart.exe",
                SYSTEM + "bcdboot.exe",
                SYSTEM + "manage-bde.exe",
                SYSTEM + "config/SYSTEM",
                "sources/recovery/RecEnv.exe",
                "Windows/Boot/EFI_EX/bootmgfw_EX.efi")) {
            Path file = files.resolve(path);
            Files.createDirectories(file.getParent());
            byte[] program = new PeImage(true).checksum().bytes;
            program[program.length - 1] = (byte) path.length(); // contents that differ
            Files.write(file, program);
        }
        sound = folder.resolve("sound.wim");
        Tools.run(
                folder,
                "wimlib-imagex",
                "capture",
                files.toString(),
                sound.toString(),
                "Microsoft Windows Recovery Environment (amd64)",
                "--compress=LZX",
                "--boot",
                "--check",
                "--image-property",
                "WINDOWS/ARCH=9",
                "--image-property",
                "WINDOWS/INSTALLATIONTYPE=WindowsPE",
                "--image-property",
                "WINDOWS/VERSION/MAJOR=10",
                "--image-property",
                "WINDOWS/VERSION/MINOR=0",
                "--image-property",
                "WINDOWS/VERSION/BUILD=26100",
                "--image-property",
                "WINDOWS/VERSION/SPBUILD=4652",
                "--image-property",
                "WINDOWS/LANGUAGES/LANGUAGE=de-DE",
                "--image-property",
                "WINDOWS/LANGUAGES/DEFAULT=de-DE");
    }

    private static Path copy() throws IOException {
        Path copy = Files.createTempDirectory(folder, "wim").resolve("Winre.wim");
        return Files.copy(sound, copy);
    }

    /** With an image that wimlib changed. */
    private static Path changed(String... arguments) throws IOException {
        Path wim = copy();
        List<String> command = new ArrayList<>(List.of("wimlib-imagex", arguments[0], wim.toString()));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Tools.run(folder, command.toArray(String[]::new));
        return wim;
    }

    private static SetCopy set(EditedVolume.Editing editing) throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path image = set.image(SetCopy.RECOVERY);
        set.replace(image, EditedVolume.of(image, folder, editing));
        return set;
    }

    private static SetCopy with(Path wim) throws IOException {
        return set(v -> v.write(IN_SET, Files.readAllBytes(wim)));
    }

    private static Report verify(SetCopy set, Level level) throws IOException {
        return Verifier.verify(
                BackupLocation.find(set.top(), Optional.of(SetCopy.COMPUTER), Optional.empty()),
                VerifyOptions.of(level),
                Progress.NONE);
    }

    private static List<String> recovery(SetCopy set, Report report) {
        return set.allFindings(report)
                .filter(f -> f.matches("[A-Z]+ (boot\\.recovery|boot\\.no-rec|recovery|ntfs|image)\\S*: .*"))
                .toList();
    }

    private static List<String> good(Report report) {
        return report.findings().stream()
                .filter(f -> f.severity() == Severity.GOOD)
                .map(Finding::rule)
                .map(Rule::id)
                .filter(id -> id.startsWith("recovery."))
                .toList();
    }

    @Test
    void theSampleHasAStandIn() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Report report = verify(set, Level.FULL);
        assertThat(recovery(set, report))
                .containsExactly(
                        "NOTE recovery.not-of-windows: " + ON_RECOVERY + ": /Windows/System32/bmrui.exe says of itself"
                                + " 'Stand-in for bmrui.exe, made for tests. Not from Windows.', made by"
                                + " 'none: made by samples/make of Lifeboat'; likewise 2 more",
                        "NOTE recovery.media-needed: VERSION: none of those found here (1) will do;" + NEEDED
                                + ", language en-US");
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
        assertThat(good(report))
                .containsExactly("recovery.settings", "recovery.bootable", "recovery.files", "recovery.version");
    }

    @Test
    void aSoundOneWillDo() throws IOException {
        SetCopy set = with(sound);
        for (Level level : Level.values()) {
            Report report = verify(set, level);
            assertThat(recovery(set, report)).isEmpty();
            assertThat(good(report))
                    .containsExactly(
                            "recovery.settings",
                            "recovery.bootable",
                            "recovery.files",
                            "recovery.programs",
                            "recovery.version",
                            "recovery.usable");
        }
    }

    @Test
    void oneBesideTheBackupWillDo() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path beside = set.top()
                .resolve("Lifeboat/" + SetCopy.COMPUTER + "/" + SetCopy.VERSION)
                .resolve("winre/Winre.wim");
        Files.createDirectories(beside.getParent());
        Files.copy(sound, beside);
        String before = Sha256.of(beside);
        Report report = verify(set, Level.FULL);
        assertThat(recovery(set, report)).singleElement().asString().startsWith("NOTE recovery.not-of-windows: ");
        assertThat(report.findings())
                .filteredOn(f -> f.rule().id().equals("recovery.usable"))
                .singleElement()
                .satisfies(f -> assertThat(f.where()).isEqualTo(beside.toString()));
        assertThat(Sha256.of(beside)).isEqualTo(before);
    }

    @Test
    void factsAreThoseThatWimlibTells() throws IOException {
        RecoveryImage image;
        try (FileSource file = FileSource.open(sound)) {
            image = RecoveryJudge.judge(file, RecoveryNeed.UNKNOWN, true, read -> {}, f -> {})
                    .image()
                    .orElseThrow();
        }
        String info = Tools.run(folder, "wimlib-imagex", "info", sound.toString());
        assertThat(image.machine()).contains(Machine.X64);
        assertThat(info)
                .containsPattern("Boot Index: +" + image.number() + "\n")
                .containsPattern("Architecture: +x86_64\n")
                .containsPattern("Build: +" + image.build().orElseThrow() + "\n")
                .containsPattern(
                        "Service Pack Build: +" + image.updateRevision().orElseThrow() + "\n")
                .containsPattern("Installation Type: +" + image.installation() + "\n")
                .containsPattern("Default Language: +" + image.languages().get(0) + "\n")
                .containsPattern("Name: +" + Pattern.quote(image.name()) + "\n");
        List<String> paths = Tools.run(folder, "wimlib-imagex", "dir", sound.toString(), "1")
                .lines()
                .toList();
        assertThat(image.missing()).doesNotContainAnyElementsOf(paths);
        assertThat(image.missing())
                .containsExactly("/Windows/System32/boot/winload.exe", "/Windows/System32/winload.exe");
    }

    @ParameterizedTest
    @CsvSource({
        SYSTEM + "bmrui.exe, no-image-recovery, true",
        SYSTEM + "wbengine.exe, no-image-recovery, true",
        SYSTEM + "ntoskrnl.exe, does-not-start, true",
        SYSTEM + "config/SYSTEM, does-not-start, true",
        SYSTEM + "boot/winload.efi, tool-missing, false",
        SYSTEM + "diskpart.exe, tool-missing, false",
        "sources/recovery/RecEnv.exe, tool-missing, false",
        "Windows/Boot/EFI_EX/bootmgfw_EX.efi, no-2023-boot-manager, false",
    })
    void aFileIsMissing(String path, String rule, boolean mediaNeeded) throws IOException {
        Path wim = changed("update", "1", "--command=delete /" + path);
        SetCopy set = with(wim);
        Report report = verify(set, Level.QUICK);
        List<String> found = new ArrayList<>(recovery(set, report));
        assertThat(found.remove(0))
                .startsWith("NOTE recovery." + rule + ": " + ON_RECOVERY + ": /" + path + " is missing or empty: ");
        if (mediaNeeded) {
            assertThat(found.remove(0)).endsWith(NEEDED + ", language de-DE");
        }
        assertThat(found).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "--boot, '', 0, not-bootable: its header names no image to start from, true",
        "--image-property, WINDOWS/ARCH=12, 1, 'other-processor: is for ARM64, Windows for x64', true",
        "--image-property, WINDOWS/VERSION/BUILD=22621, 1, 'older: is of build 22621.4652, Windows of 26100', false",
        "--image-property, WINDOWS/VERSION/SPBUILD=6899, 1, usb-dead: is of build 26100.6899, false",
        "--image-property, WINDOWS/VERSION/SPBUILD=6900, 1, usb-dead: is of build 26100.6900, false",
    })
    void aPropertyIsAnother(String option, String value, String image, String finding, boolean mediaNeeded)
            throws IOException {
        Path wim = value.isEmpty() ? changed("info", image, option) : changed("info", image, option, value);
        SetCopy set = with(wim);
        Report report = verify(set, Level.QUICK);
        assertThat(recovery(set, report))
                .hasSize(mediaNeeded ? 2 : 1)
                .first()
                .isEqualTo("NOTE recovery." + finding.replace(": ", ": " + ON_RECOVERY + ": "));
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
    }

    @Test
    void itIsSplit() throws IOException {
        Path part = copy().resolveSibling("part.swm");
        Tools.run(folder, "wimlib-imagex", "split", sound.toString(), part.toString(), "0.001");
        SetCopy set = with(part);
        assertThat(recovery(set, verify(set, Level.QUICK)))
                .first()
                .asString()
                .startsWith("NOTE recovery.not-bootable: " + ON_RECOVERY + ": it is part 1 of ");
    }

    @Test
    void itIsSolid() throws IOException {
        Path solid = copy().resolveSibling("solid.esd");
        Tools.run(folder, "wimlib-imagex", "export", sound.toString(), "1", solid.toString(), "--solid", "--boot");
        SetCopy set = with(solid);
        assertThat(recovery(set, verify(set, Level.QUICK)))
                .first()
                .isEqualTo("NOTE recovery.not-bootable: " + ON_RECOVERY
                        + ": its contents are compressed together (solid), as in an .esd file");
    }

    @Test
    void itIsDamagedInItsHeaderAndTables() throws IOException {
        byte[] bytes = Files.readAllBytes(sound);
        for (int at : new int[] {0, 0x0c, 0x10, 0x30, 0x68, 0x78}) {
            byte[] broken = bytes.clone();
            broken[at] ^= 0x40;
            SetCopy set = set(v -> v.write(IN_SET, broken));
            Report report = verify(set, Level.QUICK);
            assertThat(recovery(set, report))
                    .as("byte %d", at)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .first()
                    .asString()
                    .matches("(DAMAGED recovery.damaged|NOTE recovery.not-judged): " + ON_RECOVERY + ".*");
            assertThat(report.verdict()).isIn(Verdict.WITH_LOSS, Verdict.NO_FAULT);
        }
    }

    @Test
    void itIsCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(sound);
        SetCopy set = set(v -> v.write(IN_SET, Arrays.copyOf(bytes, bytes.length / 2)));
        Report report = verify(set, Level.QUICK);
        assertThat(recovery(set, report)).first().asString().startsWith("DAMAGED recovery.damaged: " + ON_RECOVERY);
        assertThat(report.verdict()).isEqualTo(Verdict.WITH_LOSS);
    }

    /** Which a full check alone sees; wimlib sees it, too. */
    @Test
    void aContentIsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(sound);
        bytes[208 + 100] ^= 1; // contents follow the header
        Path wim = Files.write(copy(), bytes);
        assertThat(Tools.runWithInput(folder, "", "wimlib-imagex", "verify", wim.toString())
                        .exit())
                .isNotZero();
        SetCopy set = with(wim);
        assertThat(recovery(set, verify(set, Level.QUICK))).isEmpty();
        Report report = verify(set, Level.FULL);
        assertThat(recovery(set, report))
                .anyMatch(f -> f.matches("DAMAGED recovery.damaged: " + ON_RECOVERY + " at 0x.*; files: 1:/.*"))
                .anyMatch(f -> f.startsWith("NOTE recovery.media-needed: "));
        assertThat(report.verdict()).isEqualTo(Verdict.WITH_LOSS);
    }

    private static List<String> withSettings(String from, String to, boolean wide) throws IOException {
        SetCopy set = with(sound);
        Path image = set.image(SetCopy.C);
        set.replace(image, EditedVolume.of(image, folder, v -> {
            String text = new String(v.read(SETTINGS), UTF_8);
            assertThat(text).contains(from);
            v.write(SETTINGS, ("\ufeff" + text.replace(from, to)).getBytes(wide ? UTF_16LE : UTF_8));
        }));
        return recovery(set, verify(set, Level.QUICK));
    }

    @Test
    void theSettingsOfWindows() throws IOException {
        String on = "VERSION/" + SetCopy.C + ".vhdx/" + SETTINGS;
        assertThat(withSettings("WindowsRE version", "WindowsRE version", true)).isEmpty();
        assertThat(withSettings("<InstallState state=\"1\"", "<InstallState state=\"0\"", true))
                .containsExactly("NOTE recovery.disabled: " + on + ": InstallState is 0");
        assertThat(withSettings("\\Recovery\\WindowsRE", "\\Recovery\\Gone", false))
                .singleElement()
                .asString()
                .startsWith(
                        "NOTE recovery.elsewhere: " + on + ": it names the folder \\Recovery\\Gone on the partition");
        assertThat(withSettings("</WindowsRE>", "</Windows>", false))
                .singleElement()
                .asString()
                .startsWith("NOTE recovery.settings-unreadable: " + on + ": ");
    }

    @Test
    void everyRuleHasItsEvidence() throws IOException {
        String page = Files.readString(Checkout.top().resolve("docs/windows-evidence.md"));
        assertThat(RecoveryChecks.all().stream()
                        .flatMap(check -> check.rules().stream())
                        .filter(rule -> rule.severity() != Severity.GOOD)
                        .map(Rule::id))
                .allSatisfy(id -> assertThat(page).contains("`" + id + "`"));
    }
}
