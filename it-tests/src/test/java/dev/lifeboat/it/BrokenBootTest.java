package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.boot.BootChecks;
import dev.lifeboat.verify.report.AllRules;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One thing that a start needs broken in the sample, by the tools of others, and exactly that is found, with its verdict. */
class BrokenBootTest {
    private static final String CONFIG = "Windows/System32/config/";
    private static final String DRIVERS = "Windows/System32/drivers/";
    private static final String MANAGER = "EFI/Microsoft/Boot/bootmgfw.efi";
    private static final String BCD = "EFI/Microsoft/Boot/BCD";
    private static final String ENTRIES = "[HIVE\\Objects\\{9dea862c-5cdd-4e70-acc1-f32b344d4795}\\Elements\\";
    private static final String LOADER = "[HIVE\\Objects\\{a1c4e7f0-fe9b-11f0-8d2c-0a1b2c3d4e01}\\Elements\\";
    private static final String CONTROL = "[HIVE\\ControlSet001\\Control";
    private static final String SERVICES = "[HIVE\\ControlSet001\\Services\\";
    private static final String ON_C = "VERSION/" + SetCopy.C + ".vhdx";
    private static final String STORE = "VERSION/Esp.vhdx/" + BCD;
    private static final int CODE = 0x400;

    /** Rules that take another computer than this sample, and where they are shown. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("boot.other-ids", "BootStoreCheckTest: a disk with other ids than its boot store"),
            Map.entry("boot.target-not-judged", "BootStoreCheckTest: devices that are no partition"),
            Map.entry("boot.files-elsewhere", "below: a single image"),
            Map.entry("windows.none", "BrokenSetTest"),
            Map.entry("windows.data-only", "WindowsCheckTest: documents that name no critical volume"),
            Map.entry("windows.not-seen", "WindowsCheckTest: a folder on the way to Windows that is damaged"),
            Map.entry("windows.program-not-judged", "SystemFilesCheckTest: a form of files that nobody has"),
            Map.entry("boot.store-not-judged", "BootStoreCheckTest: the same"),
            Map.entry("boot.file-not-judged", "BootFilesCheckTest: the same"),
            Map.entry("drivers.not-judged", "DriversCheckTest: the same"),
            Map.entry("drivers.import-not-judged", "ImportsCheckTest: the same"),
            Map.entry("windows.file-missing", "BrokenSetTest"),
            Map.entry("windows.other-file-missing", "BrokenSetTest"),
            Map.entry("boot.files-missing", "BrokenSetTest"),
            Map.entry("boot.files-of-other-firmware", "BrokenSetTest"),
            Map.entry("registry.not-judged", "HivesCheckTest: a version of hives that nobody has"));

    @TempDir
    private static Path folder;

    private static Path original;

    /**
     * A way to break a volume.
     *
     * @param findings how each begins, but for the good ones and that of the set's place
     */
    private record Case(String what, String image, EditedVolume.Editing editing, List<String> findings) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Case esp(String what, EditedVolume.Editing editing, String... findings) {
        return new Case(what, "Esp", editing, List.of(findings));
    }

    private static Case windows(String what, EditedVolume.Editing editing, String... findings) {
        return new Case(what, SetCopy.C, editing, List.of(findings));
    }

    @BeforeAll
    static void prepare() throws IOException {
        EditedVolume.requireTools();
        original = SetCopy.original(folder);
    }

    private static String text(String value) {
        return "hex(1):" + hex((value + "\0").getBytes(UTF_16LE));
    }

    private static String texts(String... values) {
        return "hex(7):" + hex((String.join("\0", values) + "\0\0").getBytes(UTF_16LE));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(",").formatHex(bytes);
    }

    static Stream<Case> cases() {
        return Stream.of(bootFiles(), bootStore(), programs(), registry(), drivers(), states())
                .flatMap(s -> s);
    }

    private static Stream<Case> bootFiles() {
        return Stream.of(
                esp(
                        "a boot manager of zeros",
                        v -> v.write(MANAGER, new byte[4096]),
                        "LOST boot.file-damaged: VERSION/Esp.vhdx: /" + MANAGER + " cannot be read: DOS header"),
                esp(
                        "a bit of the boot manager",
                        v -> v.flip(MANAGER, CODE + 1),
                        "UNDECIDED boot.file-changed: VERSION/Esp.vhdx: /" + MANAGER + " states the checksum"),
                esp(
                        "no fallback",
                        v -> v.empty("EFI/Boot/bootx64.efi"),
                        "NOTE boot.fallback-missing: VERSION/Esp.vhdx: /EFI/Boot/bootx64.efi is missing or empty"),
                windows(
                        "last started by BIOS",
                        v -> v.registry(CONFIG + "SYSTEM", CONTROL + "]", "\"PEFirmwareType\"=dword:00000001"),
                        "NOTE boot.firmware-last-start: " + ON_C + ": the registry (PEFirmwareType) says BIOS;"));
    }

    private static Stream<Case> bootStore() {
        return Stream.of(
                esp(
                        "a boot store of zeros",
                        v -> v.write(BCD, new byte[8192]),
                        "LOST boot.store-unreadable: " + STORE + ": "),
                esp(
                        "a boot store that was being written",
                        v -> {
                            byte[] store = v.read(BCD);
                            store[4]++; // the first sequence number, and with it the checksum
                            store[508] ^= (byte) (store[4] ^ store[4] - 1);
                            v.write(BCD, store);
                        },
                        "UNDECIDED boot.store-unfinished: " + STORE + ": Windows had not ended writing it"),
                esp(
                        "nothing to start",
                        v -> v.registry(
                                BCD,
                                ENTRIES + "23000003]",
                                "\"Element\"=" + text("{00000000-0000-0000-0000-000000000001}"),
                                ENTRIES + "24000001]",
                                "\"Element\"=" + texts("{00000000-0000-0000-0000-000000000001}")),
                        "LOST boot.no-entry: " + STORE + ": neither the default nor the menu has one"),
                esp(
                        "something else is the default",
                        v -> v.registry(
                                BCD,
                                ENTRIES + "23000003]",
                                "\"Element\"=" + text("{b2721d73-1db4-4c62-bf78-c548a880142d}")),
                        "NOTE boot.not-default: " + STORE + ": the default is another than 'Windows 11'"),
                esp(
                        "the loader for BIOS",
                        v -> v.registry(
                                BCD, LOADER + "12000002]", "\"Element\"=" + text("\\Windows\\system32\\winload.exe")),
                        "LOST boot.loader-of-other-firmware: " + STORE + ": 'Windows 11' starts",
                        "UNDECIDED boot.firmware-contradiction: VERSION: the documents of the backup: UEFI,"),
                esp(
                        "a partition that is not there",
                        v -> {
                            byte[] store = v.read(BCD);
                            byte[] c = HexFormat.of().parseHex("2e0c1f5d443b554c9a660718293a4b5c");
                            for (int i = 0; i + c.length <= store.length; i++) {
                                if (Arrays.equals(store, i, i + c.length, c, 0, c.length)) {
                                    store[i] ^= 1;
                                }
                            }
                            v.write(BCD, store);
                        },
                        "NOTE boot.ids-not-in-images: " + STORE + ": 'Windows 11' starts"),
                windows(
                        "no loader",
                        v -> v.empty("Windows/System32/winload.efi"),
                        "LOST boot.target-missing: " + ON_C + ": \\Windows\\system32\\winload.efi is missing or empty",
                        "LOST windows.file-missing: " + ON_C + ": /Windows/System32/winload.efi is missing or empty"),
                esp(
                        "recovery is switched off",
                        v -> v.registry(BCD, LOADER + "16000009]", "\"Element\"=hex(3):00"),
                        "NOTE boot.no-recovery: " + STORE + ": 'Windows 11' has none"),
                new Case(
                        "no recovery environment",
                        SetCopy.RECOVERY,
                        v -> v.empty("Recovery/WindowsRE/Winre.wim"),
                        List.of(
                                "NOTE boot.recovery-missing: " + STORE + ": 'Windows Recovery Environment' wants"
                                        + " \\Recovery\\WindowsRE\\Winre.wim from partition {",
                                "NOTE recovery.media-needed: VERSION: there is none here; needed: ")),
                new Case(
                        "no disk for the recovery environment",
                        SetCopy.RECOVERY,
                        v -> v.empty("Recovery/WindowsRE/boot.sdi"),
                        List.of("NOTE boot.recovery-missing: " + STORE + ": 'Windows Recovery Environment' wants"
                                + " \\Recovery\\WindowsRE\\boot.sdi from partition {")));
    }

    private static Stream<Case> programs() {
        return Stream.of(
                windows(
                        "a hal for another processor",
                        v -> {
                            byte[] hal = v.read("Windows/System32/hal.dll");
                            hal[0x84] = 0x64; // behind the letters PE
                            hal[0x85] = (byte) 0xaa;
                            v.write("Windows/System32/hal.dll", hal);
                        },
                        "LOST windows.program-damaged: " + ON_C
                                + ": /Windows/System32/hal.dll is for ARM64, expected x64"),
                windows(
                        "a bit of the kernel",
                        v -> v.flip("Windows/System32/ntoskrnl.exe", CODE + 1),
                        "LOST windows.kernel-changed: " + ON_C
                                + ": /Windows/System32/ntoskrnl.exe states the checksum"),
                windows(
                        "a bit of a program",
                        v -> v.flip("Windows/System32/csrss.exe", CODE + 1),
                        "UNDECIDED windows.program-changed: " + ON_C
                                + ": /Windows/System32/csrss.exe states the checksum"));
    }

    private static Stream<Case> registry() {
        return Stream.of(
                windows(
                        "SECURITY of zeros",
                        v -> v.write(CONFIG + "SECURITY", new byte[8192]),
                        "LOST registry.unreadable: " + ON_C + "/" + CONFIG + "SECURITY: "),
                windows(
                        "DEFAULT was being written",
                        v -> {
                            byte[] hive = v.read(CONFIG + "DEFAULT");
                            hive[4]++;
                            hive[508] ^= (byte) (hive[4] ^ hive[4] - 1);
                            v.write(CONFIG + "DEFAULT", hive);
                        },
                        "UNDECIDED registry.unfinished: " + ON_C + "/" + CONFIG + "DEFAULT: Windows had not ended"),
                windows(
                        "a key of SOFTWARE",
                        v -> v.flip(CONFIG + "SOFTWARE", lastKey(v.read(CONFIG + "SOFTWARE"))),
                        "DAMAGED registry.damaged: " + ON_C + "/" + CONFIG + "SOFTWARE: registry key: signature is"),
                windows(
                        "a key of SYSTEM",
                        v -> v.flip(CONFIG + "SYSTEM", lastKey(v.read(CONFIG + "SYSTEM"))),
                        "UNDECIDED registry.system-damaged: " + ON_C + "/" + CONFIG
                                + "SYSTEM: registry key: signature is"),
                windows(
                        "a set of drivers that is not there",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                "[HIVE\\Select]",
                                "\"Default\"=dword:00000002",
                                "\"Current\"=dword:00000001"),
                        "LOST registry.control-set: " + ON_C + ": SYSTEM: the key Select"));
    }

    private static int lastKey(byte[] hive) {
        for (int at = hive.length - 8; at > 0; at--) {
            if (hive[at] == 'n' && hive[at + 1] == 'k' && hive[at - 1] == -1 && hive[at + 2] == 0x20) {
                return at;
            }
        }
        throw new AssertionError("no key");
    }

    private static Stream<Case> drivers() {
        return Stream.of(
                windows(
                        "a driver that is needed",
                        v -> v.empty(DRIVERS + "pci.sys"),
                        "LOST drivers.needed: " + ON_C
                                + ": driver pci (start 0, error control 3): /Windows/System32/drivers/pci.sys"),
                windows(
                        "a driver that storage is filtered by",
                        v -> v.flip(DRIVERS + "ehstorclass.sys", CODE + 1),
                        "LOST drivers.needed: " + ON_C + ": driver EhStorClass (start 0, error control 1,"
                                + " through which all disks are reached): /Windows/System32/drivers/ehstorclass.sys states"),
                windows(
                        "a filter that nobody knows",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                CONTROL + "\\Class\\{71a27cdd-812a-11d0-bec7-08002be2092f}]",
                                "\"UpperFilters\"=" + texts("volsnap", "snapman")),
                        "LOST drivers.filter-unknown: " + ON_C + ": 'snapman' filters volumes,"),
                windows(
                        "a driver that is not needed",
                        v -> v.empty(DRIVERS + "wof.sys"),
                        "DAMAGED drivers.optional: " + ON_C + ": driver Wof (start 0, error control 1):"
                                + " /Windows/System32/drivers/Wof.sys is missing or empty"),
                windows(
                        "a driver of the system",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                SERVICES + "cdrom]",
                                "\"Type\"=dword:00000001",
                                "\"Start\"=dword:00000001",
                                "\"ErrorControl\"=dword:00000001"),
                        "NOTE drivers.later: " + ON_C + ": driver cdrom (start 1, error control 1):"),
                windows(
                        "a driver in a place that nobody knows",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                SERVICES + "pci]",
                                "\"Type\"=dword:00000001",
                                "\"Start\"=dword:00000000",
                                "\"ErrorControl\"=dword:00000003",
                                "\"ImagePath\"=" + text("\\Device\\HarddiskVolume3\\pci.sys")),
                        "UNDECIDED drivers.elsewhere: " + ON_C + ": driver pci (start 0, error control 3):"),
                windows(
                        "what needed drivers are linked with",
                        v -> v.empty(DRIVERS + "storport.sys"),
                        "LOST drivers.import-missing: " + ON_C
                                + ": /Windows/System32/drivers/storahci.sys is linked with storport.sys, which is missing"),
                windows(
                        "what another driver is linked with",
                        v -> {
                            v.registry(
                                    CONFIG + "SYSTEM",
                                    SERVICES + "storahci]",
                                    "\"Type\"=dword:00000001",
                                    "\"Start\"=dword:00000000",
                                    "\"ErrorControl\"=dword:00000001",
                                    SERVICES + "stornvme]",
                                    "\"Type\"=dword:00000001",
                                    "\"Start\"=dword:00000003",
                                    "\"ErrorControl\"=dword:00000001");
                            v.empty(DRIVERS + "storport.sys");
                        },
                        "DAMAGED drivers.optional-import-missing: " + ON_C
                                + ": /Windows/System32/drivers/storahci.sys is linked with storport.sys, which is missing"));
    }

    private static Stream<Case> states() {
        return Stream.of(
                windows(
                        "the letter of another volume",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                "[HIVE\\MountedDevices]",
                                "\"\\\\DosDevices\\\\C:\"=hex(3):"
                                        + hex(HexFormat.of().parseHex("444d494f3a49443a" + guid(SetCopy.RECOVERY)))),
                        "UNDECIDED windows.letter-of-other-volume: " + ON_C + ": C: is partition {" + SetCopy.RECOVERY
                                + "}"),
                windows(
                        "the letter of no volume",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                "[HIVE\\MountedDevices]",
                                "\"\\\\DosDevices\\\\C:\"=hex(3):01,02,03,04,00,00,10,00,00,00,00,00"),
                        "NOTE windows.letter-not-in-images: " + ON_C
                                + ": C: is the partition at 0x100000 of disk 04030201"),
                windows(
                        "an update",
                        v -> v.registry(
                                CONFIG + "SOFTWARE",
                                "[HIVE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing]",
                                "[HIVE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending]"),
                        "NOTE windows.update-pending: " + ON_C + ": the registry has the key RebootPending"),
                windows(
                        "files to replace",
                        v -> v.registry(
                                CONFIG + "SYSTEM",
                                CONTROL + "\\Session Manager]",
                                "\"PendingFileRenameOperations\"=" + texts("\\??\\C:\\a", "")),
                        "NOTE windows.renames-pending: " + ON_C + ": PendingFileRenameOperations has 1 files"),
                windows(
                        "asleep",
                        v -> v.write("hiberfil.sys", Arrays.copyOf("HIBR".getBytes(US_ASCII), 65536)),
                        "NOTE windows.hibernated: " + ON_C + ": /hiberfil.sys begins with hibr"));
    }

    /** In the order in which Windows stores it. */
    private static String guid(String text) {
        String[] part = text.split("-", -1);
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            for (int at = part[i].length() - 2; at >= 0; at -= 2) {
                hex.append(part[i], at, at + 2);
            }
        }
        return hex.append(part[3]).append(part[4]).toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsWhatIsBroken(Case broken) throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path image = set.image(broken.image);
        set.replace(image, EditedVolume.of(image, folder, broken.editing));
        Report report = set.verify();
        List<String> found = set.findings(report)
                .filter(finding -> !finding.startsWith("NOTE set.not-at-top"))
                .toList();
        List<String> expected = new ArrayList<>(broken.findings);
        assertThat(found).allMatch(finding -> expected.stream().anyMatch(finding::startsWith));
        assertThat(expected).allMatch(beginning -> found.stream().anyMatch(f -> f.startsWith(beginning)));
        assertThat(report.verdict()).isEqualTo(worst(broken.findings));
    }

    private static Verdict worst(List<String> findings) {
        return findings.stream()
                .map(finding -> Verdict.of(Severity.valueOf(finding.substring(0, finding.indexOf(' ')))))
                .reduce(Verdict.NO_FAULT, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private static Set<String> rules(boolean good) {
        return rules(BootChecks.quick(), good);
    }

    private static Set<String> rules(List<? extends Check<?>> checks, boolean good) {
        return checks.stream()
                .flatMap(check -> AllRules.byQuestion().get(check.question()).stream())
                .filter(rule -> (rule.severity() == Severity.GOOD) == good)
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRuleHasItsEvidence() throws IOException {
        String page = Files.readString(Checkout.top().resolve("docs/windows-evidence.md"));
        assertThat(rules(BootChecks.full(), false))
                .allSatisfy(id -> assertThat(page).contains("`" + id + "`"));
    }

    @Test
    void everyRuleHasABrokenSet() {
        Set<String> shown = cases().flatMap(c -> c.findings.stream())
                .map(finding -> finding.replaceFirst("^[A-Z]+ ([^:]+):.*$", "$1"))
                .filter(id -> !id.startsWith("recovery.")) // of these each has its own in RecoveryInSetTest
                .collect(Collectors.toCollection(TreeSet::new));
        shown.addAll(ELSEWHERE.keySet());
        assertThat(shown).isEqualTo(rules(false));
    }

    @Test
    void inTheSampleAllIsGood() throws IOException {
        Report report =
                SetCopy.of(original, Files.createTempDirectory(folder, "set")).verify();
        assertThat(report.findings().stream().map(f -> f.rule().id()).collect(Collectors.toSet()))
                .containsAll(rules(true));
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
    }

    @Test
    void asASingleImageTheVolumeOfWindowsIsCheckedToo() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path image = set.image(SetCopy.C);
        Report report = verify(Files.copy(image, set.top().resolve("C.vhdx")));
        assertThat(set.findings(report))
                .containsExactly("NOTE boot.files-elsewhere: C.vhdx: no volume holds boot manager and BCD");
        Path broken = EditedVolume.of(image, folder, v -> v.empty(DRIVERS + "pci.sys"));
        assertThat(set.findings(verify(broken)))
                .hasSize(2)
                .anyMatch(f -> f.startsWith("LOST drivers.needed: image.vhdx/partition 1: driver pci "));
        Report esp = verify(Files.copy(set.image("Esp"), set.top().resolve("E.vhdx")));
        assertThat(set.findings(esp)).isEmpty();
        assertThat(esp.findings())
                .extracting(f -> f.rule().id())
                .noneMatch(id -> id.matches("(boot|windows|registry|drivers)\\..*"));
    }

    private static Report verify(Path image) throws IOException {
        return Verifier.verify(BackupLocation.find(image, Optional.empty(), Optional.empty()), Progress.NONE);
    }
}
