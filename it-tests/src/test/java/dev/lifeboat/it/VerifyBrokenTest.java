package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.AllRules;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One thing broken in a sound image, and exactly that is found: no more, no less, and with the verdict that it deserves. */
class VerifyBrokenTest {
    private static final int FIXED_UP = 510; // the last bytes of a record's first sector are those that fixups protect
    private static final int VOLUME_INFORMATION = 0x70;

    @TempDir
    private static Path folder;

    /** Breaks an image. */
    private interface Edit {
        void apply(DamagedImage image) throws IOException;
    }

    /**
     * A way to break an image.
     *
     * @param image disk.raw or disk.vhdx
     * @param findings the ids of all findings but the good ones
     */
    private record Damage(String what, String image, Edit edit, Verdict verdict, List<String> findings) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void makeDisks() throws IOException {
        WindowsDisk.requireTools();
        WindowsDisk.makeVhdx(folder);
    }

    static Stream<Damage> damages() {
        return Stream.of(containers(), tables(), volumes(), files(), fat()).flatMap(s -> s);
    }

    private static Stream<Damage> containers() {
        return Stream.of(
                inVhdx("identifier", d -> d.flip(0), Verdict.NOT_RESTORABLE, "vhdx.identifier"),
                inVhdx("one header", d -> d.flip(0x10010), Verdict.NO_FAULT, "vhdx.header-copy"),
                inVhdx("both headers", d -> flipBoth(d, 0x10010, 0x20010), Verdict.NOT_RESTORABLE, "vhdx.header"),
                inVhdx("one region table", d -> d.flip(0x30020), Verdict.NO_FAULT, "vhdx.region-table-copy"),
                inVhdx(
                        "both region tables",
                        d -> flipBoth(d, 0x30020, 0x40020),
                        Verdict.NOT_RESTORABLE,
                        "vhdx.region-table"),
                inVhdx("metadata", d -> d.flip(d.region(1)), Verdict.NOT_RESTORABLE, "vhdx.metadata"),
                inVhdx(
                        "an empty block where another is",
                        d -> d.copy(d.blockEntry(14), d.blockEntry(40), 8),
                        Verdict.NOT_RESTORABLE,
                        "vhdx.bat-overlap"),
                inVhdx(
                        "an empty block beyond the end",
                        d -> d.write(d.blockEntry(40), (byte) 6, (byte) 0, (byte) 0, (byte) 0, (byte) 1),
                        Verdict.NOT_RESTORABLE,
                        "vhdx.bat-beyond-end"));
    }

    private static void flipBoth(DamagedImage image, long first, long second) throws IOException {
        image.flip(first);
        image.flip(second);
    }

    private static Stream<Damage> tables() {
        int last = 64 * WindowsDisk.MIB - WindowsDisk.SECTOR;
        return Stream.of(
                inRaw("first GPT", d -> d.flip(512 + 16), Verdict.WITH_LOSS, "disk.gpt-primary"),
                inRaw("an entry of the first GPT", d -> d.flip(1024 + 40), Verdict.WITH_LOSS, "disk.gpt-primary"),
                inRaw("second GPT", d -> d.flip(last + 16), Verdict.NO_FAULT, "disk.gpt-backup"),
                inRaw(
                        "both GPTs",
                        d -> flipBoth(d, 512 + 16, last + 16),
                        Verdict.NOT_RESTORABLE,
                        "disk.table-unreadable"),
                inRaw("protective MBR", d -> d.zero(0, 512), Verdict.NOT_RESTORABLE, "disk.protective-mbr"));
    }

    private static Stream<Damage> volumes() {
        int boot = WindowsDisk.WINDOWS;
        int bootCopy = WindowsDisk.WINDOWS + 40 * WindowsDisk.MIB - WindowsDisk.SECTOR;
        return Stream.of(
                inRaw("NTFS boot sector", d -> d.zero(boot, 512), Verdict.NOT_RESTORABLE, "disk.boot-sector"),
                inRaw("its copy", d -> d.zero(bootCopy, 512), Verdict.NO_FAULT, "disk.boot-sector-backup-differs"),
                inRaw(
                        "record of $MFT",
                        d -> d.flip(d.record(0) + FIXED_UP),
                        Verdict.NOT_RESTORABLE,
                        "ntfs.cluster-unowned",
                        "ntfs.entry-without-file",
                        "ntfs.mft-start-lost",
                        "ntfs.system-record"),
                inRaw(
                        "$MFTMirr",
                        d -> d.flip(d.clusters(d.record(1), DamagedImage.DATA) + 40),
                        Verdict.NO_FAULT,
                        "ntfs.mft-mirror"),
                inRaw(
                        "dirty flag",
                        d -> d.flipBit(d.value(d.record(3), VOLUME_INFORMATION) + 10, 0),
                        Verdict.NO_FAULT,
                        "ntfs.dirty",
                        "ntfs.mft-mirror"),
                inRaw(
                        "$UpCase",
                        d -> d.flip(d.clusters(d.record(10), DamagedImage.DATA) + 2 * 'e'),
                        Verdict.WITH_LOSS,
                        "ntfs.upcase-odd"),
                inRaw(
                        "a used cluster marked as free",
                        d -> d.flipBit(d.clusters(d.record(6), DamagedImage.DATA), d.cluster(d.record("photo.jpg"))),
                        Verdict.WITH_LOSS,
                        "ntfs.cluster-marked-free"),
                inRaw(
                        "a free cluster marked as used",
                        d -> d.flipBit(d.clusters(d.record(6), DamagedImage.DATA), 10_000),
                        Verdict.NO_FAULT,
                        "ntfs.cluster-unowned"));
    }

    private static Stream<Damage> files() {
        return Stream.of(
                inRaw(
                        "record of a file torn",
                        d -> d.flip(d.record("photo.jpg") + FIXED_UP),
                        Verdict.WITH_LOSS,
                        "ntfs.cluster-unowned",
                        "ntfs.entry-without-file",
                        "ntfs.record"),
                inRaw(
                        "a run outside of the volume",
                        d -> d.write(d.run(d.record("photo.jpg"), DamagedImage.DATA) + 3, (byte) 0x7f),
                        Verdict.WITH_LOSS,
                        "ntfs.cluster-unowned",
                        "ntfs.record"),
                inRaw(
                        "two files on the same cluster",
                        d -> d.copy(
                                d.run(d.record("photo.jpg"), DamagedImage.DATA) + 2,
                                d.run(d.record("document number 39.txt"), DamagedImage.DATA) + 2,
                                2),
                        Verdict.WITH_LOSS,
                        "ntfs.cluster-shared",
                        "ntfs.cluster-unowned"),
                inRaw(
                        "a directory entry of no file",
                        d -> d.write(d.entry("photo.jpg"), (byte) 0xf0),
                        Verdict.WITH_LOSS,
                        "ntfs.entry-without-file",
                        "ntfs.file-without-entry"),
                inRaw(
                        "part of the root directory torn",
                        d -> d.flip(d.clusters(d.record(5), DamagedImage.INDEX_ALLOCATION) + FIXED_UP),
                        Verdict.NOT_RESTORABLE,
                        "ntfs.system-directory",
                        "windows.not-seen"));
    }

    private static Stream<Damage> fat() {
        return Stream.of(
                inRaw("FAT boot sector", d -> d.zero(WindowsDisk.ESP, 512), Verdict.NOT_RESTORABLE, "disk.efi-system"));
    }

    private static Damage inVhdx(String what, Edit edit, Verdict verdict, String... findings) {
        return new Damage("VHDX: " + what, "disk.vhdx", edit, verdict, List.of(findings));
    }

    private static Damage inRaw(String what, Edit edit, Verdict verdict, String... findings) {
        return new Damage(what, "disk.raw", edit, verdict, List.of(findings));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void findsWhatIsBroken(Damage damage) throws IOException {
        Path image = folder.resolve(damage.image);
        try (DamagedImage damaged = new DamagedImage(image)) {
            damage.edit.apply(damaged);
            Report report = verify(image);
            List<String> found = report.findings().stream()
                    .filter(finding -> finding.severity() != Severity.GOOD)
                    .map(finding -> finding.rule().id())
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(found)
                    .as(
                            "%s",
                            report.findings().stream()
                                    .map(f -> f.rule().id() + ": " + f.message())
                                    .toList())
                    .isEqualTo(damage.findings);
            assertThat(report.verdict()).isEqualTo(damage.verdict);
            assertThat(found).allSatisfy(id -> assertThat(AllRules.find(id)).isPresent());
        }
    }

    @Test
    void findsNothingElse() throws IOException {
        for (String image : List.of("disk.raw", "disk.vhdx")) {
            assertThat(verify(folder.resolve(image)).findings())
                    .extracting(Finding::severity)
                    .containsOnly(Severity.GOOD);
        }
    }

    private static Report verify(Path image) throws IOException {
        return Verifier.verify(BackupLocation.find(image, Optional.empty(), Optional.empty()), Progress.NONE);
    }
}
