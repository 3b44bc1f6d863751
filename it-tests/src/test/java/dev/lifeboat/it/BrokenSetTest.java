package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.report.AllRules;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
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

/** One thing broken in a good set, and exactly that is found, in these words and with the verdict that docs/checks.md says. */
class BrokenSetTest {
    private static final String NOT_AT_TOP =
            "NOTE set.not-at-top: WindowsImageBackup: lies in 'TOP', not at the top of a drive";
    private static final String OTHER = "0c1d2e3f-4051-4627-9384-95a6b7c8d9ea";

    /** Rules that are shown elsewhere, and where. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "set.access-denied", "ClosedSetTest, as it takes a user who is not let in",
            "set.in-use", "AccessTest of formats, SetChecksTest of verify: only Windows locks files against readers",
            "set.being-written", "below, as it takes a file that changes at the right moment",
            "set.not-at-top", "below, as every broken set lies so");

    @TempDir
    private static Path folder;

    private static Path original;
    private static SetImages images;

    /** Breaks a copy of the set. */
    private interface Breaking {
        void apply(SetCopy set) throws IOException;
    }

    /**
     * A way to break a set.
     *
     * @param findings all but the good ones, but for that of the place
     */
    private record Case(String what, Breaking breaking, List<String> findings) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Case broken(String what, Breaking breaking, String... findings) {
        return new Case(what, breaking, List.of(findings));
    }

    @BeforeAll
    static void prepare() throws IOException {
        original = SetCopy.original(folder);
        images = new SetImages(
                folder, original.resolve("WindowsImageBackup/OFFICE-PC").resolve(SetCopy.VERSION));
    }

    static Stream<Case> cases() {
        return Stream.of(places(), besides(), documents(), volumes(), windows()).flatMap(s -> s);
    }

    private static Stream<Case> places() {
        return Stream.of(
                broken(
                        "a second computer",
                        s -> Files.createFile(
                                Files.createDirectory(s.store().resolve("ZOE")).resolve("MediaId")),
                        "NOTE set.several-computers: WindowsImageBackup: holds 2 computers: OFFICE-PC, ZOE"),
                broken(
                        "older versions in shadow copies",
                        s -> Files.createFile(s.computer().resolve("SPPMetadataCache/{" + OTHER + "}")),
                        "NOTE set.older-versions-elsewhere: OFFICE-PC/SPPMetadataCache: names 2 versions, the folder holds 1"),
                broken(
                        "another version without images",
                        s -> Files.createDirectory(s.computer().resolve("Backup 2025-12-31 235959")),
                        "NOTE set.other-version-without-images: OFFICE-PC/Backup 2025-12-31 235959:"
                                + " holds no .vhdx and no .vhd"),
                broken(
                        "no images",
                        s -> Stream.of(SetCopy.C, SetCopy.RECOVERY, "Esp")
                                .map(s::image)
                                .forEach(s::delete),
                        "LOST set.version-without-images: VERSION: holds no .vhdx and no .vhd"),
                broken(
                        "images outside of a version",
                        s -> {
                            Files.createFile(s.store().resolve("old.vhd"));
                            Files.createFile(s.computer().resolve("D.VHDX"));
                        },
                        "NOTE set.stray-image: OFFICE-PC/D.VHDX: lies in no folder of a version",
                        "NOTE set.stray-image: TOP/WindowsImageBackup/old.vhd: lies in no folder of a version"),
                broken(
                        "two images of a volume",
                        s -> Files.copy(s.image(SetCopy.C), s.file(SetCopy.C + ".VHD")),
                        "UNDECIDED set.two-images-of-one-volume: VERSION: " + SetCopy.C + ".vhdx and " + SetCopy.C
                                + ".VHD are of the same volume"),
                broken(
                        "one file for two volumes",
                        s -> s.replace(s.image(SetCopy.RECOVERY), s.image(SetCopy.C)),
                        "UNDECIDED set.one-file-for-two-volumes: VERSION: " + SetCopy.RECOVERY
                                + ".vhdx is the same file as " + SetCopy.C + ".vhdx",
                        "NOTE boot.recovery-missing: VERSION/Esp.vhdx/EFI/Microsoft/Boot/BCD: 'Windows Recovery"
                                + " Environment' wants \\Recovery\\WindowsRE\\Winre.wim from partition {"
                                + SetCopy.RECOVERY + "}",
                        "NOTE recovery.media-needed: VERSION: there is none here; needed: an installation stick or ISO of"
                                + " Windows 11, build 26100 or newer, for x64"),
                broken(
                        "two images of the EFI system partition",
                        s -> Files.copy(s.image("Esp"), s.image(SetCopy.ESP)),
                        "UNDECIDED set.two-images-of-one-volume: VERSION: Esp.vhdx and " + SetCopy.ESP
                                + ".vhdx are of the same volume"));
    }

    private static Stream<Case> besides() {
        String catalogs = "OFFICE-PC/Catalog: ";
        return Stream.of(
                broken(
                        "no catalogs",
                        s -> s.delete(s.computer().resolve("Catalog")),
                        "LOST set.catalog-missing: " + catalogs
                                + "GlobalCatalog and BackupGlobalCatalog are missing or empty"),
                broken(
                        "an empty catalog",
                        s -> Files.write(s.computer().resolve("Catalog/BackupGlobalCatalog"), new byte[0]),
                        "NOTE set.catalog-one-missing: " + catalogs + "BackupGlobalCatalog is missing or empty"),
                broken(
                        "a file where the catalogs should lie",
                        s -> {
                            s.delete(s.computer().resolve("Catalog"));
                            Files.createFile(s.computer().resolve("Catalog"));
                        },
                        "LOST set.catalog-missing: " + catalogs
                                + "GlobalCatalog and BackupGlobalCatalog are missing or empty"),
                broken(
                        "no MediaId",
                        s -> s.delete(s.computer().resolve("MediaId")),
                        "NOTE set.media-id: OFFICE-PC: MediaId is missing"),
                broken(
                        "a long MediaId",
                        s -> Files.write(s.computer().resolve("MediaId"), new byte[17]),
                        "NOTE set.media-id: OFFICE-PC/MediaId: has 17 bytes, expected 16"),
                broken(
                        "a MediaId that the drive does not give",
                        s -> {
                            s.delete(s.computer().resolve("MediaId"));
                            Files.createSymbolicLink(s.computer().resolve("MediaId"), Path.of("/proc/self/mem"));
                        },
                        "UNDECIDED set.unreadable: OFFICE-PC/MediaId: cannot be read (Input/output error)"),
                broken(
                        "no file of SPPMetadataCache",
                        s -> s.delete(s.computer().resolve("SPPMetadataCache/{" + SetCopy.PREFIX + "}")),
                        "NOTE set.metadata-cache: OFFICE-PC/SPPMetadataCache: {" + SetCopy.PREFIX
                                + "} is missing or empty"));
    }

    private static Stream<Case> documents() {
        String asr = " VERSION: lacks ..._Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml";
        return Stream.of(
                broken("no ASR document", s -> s.delete(s.file(SetCopy.ASR)), "LOST document.no-asr:" + asr),
                broken(
                        "an ASR document of zeros",
                        s -> Files.write(s.file(SetCopy.ASR), new byte[4808]),
                        "LOST document.no-asr: " + SetCopy.ASR + " at 0x0: document: holds no text, only 4808 bytes"),
                broken(
                        "no Components",
                        s -> s.delete(s.file(SetCopy.COMPONENTS)),
                        "LOST document.no-components: VERSION: lacks ..._Components.xml"),
                broken(
                        "Components of another kind",
                        s -> Files.copy(
                                s.file(SetCopy.SPECS), s.file(SetCopy.COMPONENTS), StandardCopyOption.REPLACE_EXISTING),
                        "LOST document.no-components: " + SetCopy.COMPONENTS
                                + " at 0x0: root element: is 'BackupSpecs', expected 'BACKUP_COMPONENTS'"),
                broken(
                        "no BackupSpecs",
                        s -> s.delete(s.file(SetCopy.SPECS)),
                        "UNDECIDED document.no-specs: VERSION: lacks BackupSpecs.xml"),
                broken(
                        "BackupSpecs cut off in a character",
                        s -> Files.write(
                                s.file(SetCopy.SPECS), Arrays.copyOf(Files.readAllBytes(s.file(SetCopy.SPECS)), 701)),
                        "UNDECIDED document.no-specs: BackupSpecs.xml at 0x2bc: UTF-16 text:"
                                + " ends with half a character: was it cut off?"),
                broken(
                        "a writer's document is empty",
                        s -> Files.write(s.file(SetCopy.WMI), new byte[0]),
                        "NOTE document.damaged: " + SetCopy.WMI + " at 0x0: document: is empty"),
                broken(
                        "documents of two backups",
                        s -> Files.copy(s.file(SetCopy.COMPONENTS), s.file(OTHER + "_Components.xml")),
                        "UNDECIDED document.two-of-a-kind: VERSION/" + SetCopy.COMPONENTS
                                + ": is the second of its kind"),
                broken(
                        "a huge document",
                        s -> {
                            try (var file = Files.newByteChannel(s.file(SetCopy.WMI), StandardOpenOption.WRITE)) {
                                file.position(65L << 20).write(ByteBuffer.allocate(2));
                            }
                        },
                        "UNDECIDED document.unsupported: VERSION/" + SetCopy.WMI
                                + ": a document of 68157442 bytes is not supported, at most 67108864"));
    }

    private static Stream<Case> volumes() {
        return Stream.of(
                broken(
                        "no image of C:",
                        s -> s.delete(s.image(SetCopy.C)),
                        "LOST set.critical-volume-missing: VERSION: lacks the image of C: (" + SetCopy.C + ")"),
                broken(
                        "no image of the recovery partition",
                        s -> s.delete(s.image(SetCopy.RECOVERY)),
                        "LOST set.critical-volume-missing: VERSION: lacks the image of " + SetCopy.RECOVERY),
                broken(
                        "no image of the EFI system partition",
                        s -> s.delete(s.image("Esp")),
                        "LOST set.efi-system-missing: VERSION: lacks Esp.vhdx"),
                broken(
                        "no image of a data volume",
                        s -> addToSpecs(s, OTHER, "D:"),
                        "DAMAGED set.volume-missing: VERSION: lacks the image of D: (" + OTHER + ")"),
                broken(
                        "an image that belongs to nobody",
                        s -> Files.copy(s.image(SetCopy.RECOVERY), s.image(OTHER)),
                        "NOTE set.image-unexpected: VERSION/" + OTHER + ".vhdx: is named in no document"),
                broken(
                        "a volume named twice",
                        s -> addToSpecs(s, SetCopy.C, "E:"),
                        "NOTE set.volume-named-twice: VERSION/BackupSpecs.xml: names C: (" + SetCopy.C + ") twice"),
                broken(
                        "a volume left out",
                        s -> addToAsr(s, OTHER, "D:"),
                        "NOTE set.left-out: VERSION: does not hold D: (" + OTHER + ")"),
                broken(
                        "a volume of the system disk left out",
                        s -> {
                            String c = "9c93ebc7-0000-0000-0000-500600000000";
                            Files.move(s.image(SetCopy.C), s.image(c));
                            s.edit(SetCopy.SPECS, SetCopy.C, c);
                            s.edit(SetCopy.ASR, SetCopy.C, c);
                            addToAsr(s, "9c93ebc7-0000-0000-0000-602200000000", "D:");
                        },
                        "NOTE set.left-out-of-system-disk: VERSION:"
                                + " does not hold D: (9c93ebc7-0000-0000-0000-602200000000)"));
    }

    private static Stream<Case> windows() {
        String empty = "/Windows/System32/ntoskrnl.exe is missing or empty, or cannot be read";
        return Stream.of(
                broken(
                        "no Windows",
                        s -> Files.copy(
                                s.image(SetCopy.RECOVERY), s.image(SetCopy.C), StandardCopyOption.REPLACE_EXISTING),
                        "LOST windows.none: VERSION: has no volume with the folder /Windows/System32/config"),
                broken(
                        "an empty kernel",
                        s -> s.replace(s.image(SetCopy.C), images.withoutKernel()),
                        "LOST windows.file-missing: VERSION/" + SetCopy.C + ".vhdx: " + empty),
                broken(
                        "an old Windows beside",
                        s -> {
                            Files.createLink(s.image(OTHER), images.withoutKernel());
                            addToSpecs(s, OTHER, "D:");
                            addToAsr(s, OTHER, "D:");
                        },
                        "NOTE windows.other-file-missing: VERSION/" + OTHER + ".vhdx: " + empty),
                broken(
                        "no boot store",
                        s -> s.replace(s.image("Esp"), images.withoutBootStore()),
                        "LOST boot.files-missing: VERSION:"
                                + " no volume holds /EFI/Microsoft/Boot/bootmgfw.efi and /EFI/Microsoft/Boot/BCD"),
                broken(
                        "boot files for BIOS",
                        s -> s.replace(s.image("Esp"), images.forBios()),
                        "LOST boot.files-of-other-firmware: VERSION: holds boot files for BIOS, expected UEFI",
                        "UNDECIDED boot.firmware-contradiction: VERSION: the documents of the backup: UEFI,"
                                + " an EFI system partition: UEFI, the place of the boot store: BIOS"));
    }

    private static void addToSpecs(SetCopy set, String volume, String letter) throws IOException {
        String name = "\\\\?\\Volume{" + volume + "}\\";
        set.edit(
                SetCopy.SPECS,
                "</FileSpecs>",
                "<Volume Name=\"" + name + "\" AccessPath=\"" + letter + "\" OriginalAccessPath=\"" + letter
                        + "\" Label=\"\" OriginalLabel=\"\" ><FileSpec FilePath=\"" + letter
                        + "\\\" FileName=\"*\" IsRecursive=\"true\" IsInclude=\"true\" /></Volume></FileSpecs>");
    }

    private static void addToAsr(SetCopy set, String volume, String letter) throws IOException {
        set.edit(
                SetCopy.ASR,
                "</BACKUP_LOCATIONS>",
                "<FILE_GROUP logicalPath=\"Volumes\" componentName=\"Volume{" + volume
                        + "}\" caption=\"Select this volume (" + letter
                        + ") if it is a critical volume.\" restoreMetadata=\"no\" notifyOnBackupComplete=\"no\""
                        + " selectable=\"yes\" selectableForRestore=\"yes\" componentFlags=\"0\"/></BACKUP_LOCATIONS>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsWhatIsBroken(Case broken) throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        broken.breaking.apply(set);
        Report report = set.verify();
        List<String> expected = new ArrayList<>(broken.findings);
        expected.add(NOT_AT_TOP);
        assertThat(set.findings(report)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(report.verdict()).isEqualTo(worst(broken.findings));
    }

    /** By the first word of the findings. */
    private static Verdict worst(List<String> findings) {
        return findings.stream()
                .map(finding -> Verdict.of(Severity.valueOf(finding.substring(0, finding.indexOf(' ')))))
                .reduce(Verdict.NO_FAULT, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    @Test
    void theGoodSetIsGood() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        List<String> before = contents(set);
        Report report = set.verify();
        assertThat(contents(set)).isEqualTo(before).isNotEmpty(); // an image is never changed
        assertThat(set.findings(report)).containsExactly(NOT_AT_TOP);
        assertThat(report.verdict().exitCode()).isZero();
        Set<String> good = report.findings().stream().map(f -> f.rule().id()).collect(Collectors.toSet());
        assertThat(good)
                .contains("set.computer-name", "set.versions", "set.catalog", "document.all", "set.volumes")
                .contains("windows.files", "boot.files");
    }

    private static List<String> contents(SetCopy set) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(set.top())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                contents.add(file + " " + Files.getLastModifiedTime(file) + " " + Sha256.of(file));
            }
        }
        return contents;
    }

    private static Set<String> rules() {
        return SetChecks.all().stream()
                .flatMap(check -> AllRules.byQuestion().get(check.question()).stream())
                .filter(rule -> rule.severity() != Severity.GOOD)
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRuleHasItsEvidence() throws IOException {
        String page = Files.readString(Checkout.top().resolve("docs/windows-evidence.md"));
        assertThat(rules()).allSatisfy(id -> assertThat(page).contains("`" + id + "`"));
    }

    @Test
    void everyRuleHasABrokenSet() {
        Set<String> shown = cases().flatMap(c -> c.findings.stream())
                .map(finding -> finding.replaceFirst("^[A-Z]+ ([^:]+):.*$", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        shown.addAll(ELSEWHERE.keySet());
        shown.addAll(Set.of("set.folder-name", "set.computer-renamed")); // below, as the place is another
        shown.removeIf(id -> id.matches("(boot|windows|recovery)\\..*")); // of these each has its own in other tests
        assertThat(shown).isEqualTo(rules());
    }

    @Test
    void aRenamedTopFolder() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Files.move(set.store(), set.top().resolve("WindowsImageBackup-2026"));
        Report report = SetCopy.verify(set.top().resolve("WindowsImageBackup-2026"), Progress.NONE);
        assertThat(set.findings(report))
                .containsExactly("LOST set.folder-name: WindowsImageBackup-2026: is called"
                        + " 'WindowsImageBackup-2026', expected WindowsImageBackup");
        assertThat(report.verdict().exitCode()).isEqualTo(1);
        Path link = Files.createSymbolicLink(
                set.top().resolve("WindowsImageBackup"), set.top().resolve("WindowsImageBackup-2026"));
        assertThat(set.findings(SetCopy.verify(link, Progress.NONE))).containsExactly(NOT_AT_TOP);
    }

    @Test
    void aComputerInNoStore() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Files.move(set.computer(), set.top().resolve(SetCopy.COMPUTER));
        Report report = SetCopy.verify(set.top().resolve(SetCopy.COMPUTER), Progress.NONE);
        assertThat(set.findings(report))
                .containsExactly("LOST set.folder-name: OFFICE-PC: lies in '"
                        + set.top().getFileName() + "', expected WindowsImageBackup");
    }

    @Test
    void aLinkToTheStoreIsAsGoodAsTheStore() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path store = Files.createSymbolicLink(set.top().resolve("mine"), set.store());
        Path computer = Files.createSymbolicLink(set.top().resolve(SetCopy.COMPUTER), set.computer());
        for (Path link : List.of(store, computer)) {
            assertThat(SetCopy.verify(link, Progress.NONE).findings())
                    .as("%s", link)
                    .filteredOn(f -> f.severity() != Severity.GOOD && !SetCopy.isOfStandIn(f))
                    .extracting(f -> f.rule().id())
                    .containsExactly("set.not-at-top");
        }
    }

    @Test
    void aRenamedComputer() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Files.move(set.computer(), set.store().resolve("ANNAS-PC"));
        Report report =
                Verifier.verify(BackupLocation.find(set.top(), Optional.empty(), Optional.empty()), Progress.NONE);
        assertThat(set.findings(report))
                .containsExactlyInAnyOrder(
                        NOT_AT_TOP, "NOTE set.computer-renamed: ANNAS-PC: does not stand in the catalogs");
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
    }

    @Test
    void atTheTopOfADriveThereIsNothingToSay() throws IOException {
        Path drive = Files.createDirectory(folder.resolve("drive"));
        Mounts.tmpfs(drive);
        try {
            SetCopy set = SetCopy.of(original, drive);
            assertThat(set.findings(set.verify())).isEmpty();
            Path deep = Files.createDirectory(drive.resolve("deep"));
            Files.move(set.store(), deep.resolve("WindowsImageBackup"));
            assertThat(set.findings(SetCopy.verify(deep, Progress.NONE)))
                    .containsExactly(
                            "NOTE set.not-at-top: WindowsImageBackup: lies in 'deep', not at the top of a drive");
        } finally {
            Mounts.unmount(drive);
        }
    }

    /** What else was found may be the work of the same moment: LOST does not count then. */
    @Test
    void aSetThatIsBeingWrittenHasNoVerdict() throws IOException {
        for (String changed : List.of(SetCopy.SPECS, SetCopy.C + ".vhdx", OTHER + ".vhdx")) {
            SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
            ownFile(set.image(SetCopy.C));
            set.delete(set.file(SetCopy.COMPONENTS));
            boolean[] done = {false};
            Report report = SetCopy.verify(set.top(), (where, bytes) -> {
                if (!done[0] && bytes > 0) {
                    done[0] = true;
                    append(set.file(changed));
                }
            });
            assertThat(set.findings(report))
                    .as(changed)
                    .contains("UNDECIDED set.being-written: VERSION/" + changed + ": changed while it was checked")
                    .contains("LOST document.no-components: VERSION: lacks ..._Components.xml");
            assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(report.verdict().exitCode()).isEqualTo(3);
        }
    }

    /** Makes a link a file of its own, so that it may be written to. */
    private static void ownFile(Path image) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        Files.delete(image);
        Files.write(image, bytes);
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[2], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
