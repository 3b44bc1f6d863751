package dev.lifeboat.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.mount.contained.ContainedBackup;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.fit.DiskSize;
import dev.lifeboat.verify.check.fit.FitChecks;
import dev.lifeboat.verify.check.fit.Target;
import dev.lifeboat.verify.check.fit.TargetDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that holds a backup of one image, which is a disk without anything on it. */
class ContainedVerifierTest {
    private static final int VERSION = 51;
    private static final int IMAGE = 52;

    @TempDir
    private Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();
    private final List<Long> progress = new ArrayList<>();

    @BeforeEach
    void addBackup() {
        volume.directory(49, TinyVolume.ROOT, "WindowsImageBackup");
        volume.directory(50, 49, "PC");
        volume.directory(VERSION, 50, "Backup 2026-01-31 120000");
        volume.file(IMAGE, VERSION, "C.vhdx").resident(0x80, "", NtfsBytes.ascii("x"));
        volume.file(53, VERSION, "D.vhdx").resident(0x80, "", NtfsBytes.ascii("y"));
    }

    private Report verify() throws IOException {
        return verify(VerifyOptions.of(Level.QUICK));
    }

    private Report verify(VerifyOptions options) throws IOException {
        Path image = Files.write(folder.resolve("Backup.img"), volume.bytes());
        try (ContainedBackup backup = ContainedBackup.open(image).orElseThrow()) {
            return ContainedVerifier.verify(
                    backup, Optional.empty(), Optional.empty(), options, (what, bytes) -> progress.add(bytes));
        }
    }

    /** What is said of images and volumes; the checks of the set, of which only images are here, have tests of their own. */
    private static List<String> ids(Report report, Severity severity) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> finding.rule().id())
                .filter(id -> id.startsWith("image.") || id.startsWith("ntfs."))
                .toList();
    }

    @Test
    void checksTheImageAndThenTheBackup() throws IOException {
        Report report = verify();
        assertThat(report.location().images())
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("C.vhdx", "D.vhdx");
        assertThat(ids(report, Severity.GOOD)).contains("ntfs.directories");
        assertThat(ids(report, Severity.LOST)).containsExactly("image.unreadable", "image.unreadable");
        assertThat(progress).isSorted();
    }

    /** The image is where the backup lies, and never restored itself; those in it cannot be opened here. */
    @Test
    void theImageNeedNotFitTheTarget() throws IOException {
        Target small = new Target(List.of(TargetDisk.described("a small disk", DiskSize.exactly(1))), Optional.empty());
        Report report = verify(VerifyOptions.of(Level.QUICK).withTarget(Optional.of(small)));
        assertThat(report.findings()).noneMatch(finding -> FitChecks.isFit(finding.rule()));
    }

    /** Nothing tells when the image was made, and nothing has to: the name of the backup does. */
    @Test
    void theAgeIsThatOfTheBackup() throws IOException {
        VerifyOptions options = new VerifyOptions(
                Level.QUICK, true, Optional.empty(), Optional.of(Duration.ofDays(100_000)), Optional.empty());
        assertThat(ages(verify(options))).containsExactly("GOOD set.age");
        options = new VerifyOptions(
                Level.QUICK, true, Optional.empty(), Optional.of(Duration.ofDays(-100_000)), Optional.empty());
        assertThat(ages(verify(options))).containsExactly("DAMAGED set.too-old");
    }

    private static List<String> ages(Report report) {
        return report.findings().stream()
                .map(finding -> finding.severity() + " " + finding.rule().id())
                .filter(finding -> finding.contains("set.age") || finding.contains("set.too-old"))
                .toList();
    }

    @Test
    void anImageThatTheOuterImageCannotListIsLost() throws IOException {
        volume.bytes()[TinyVolume.recordAt(IMAGE) + 510] ^= 1;
        Report report = verify();
        assertThat(ids(report, Severity.LOST)).containsExactly("image.contents-unreadable", "image.unreadable");
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().id().equals("image.contents-unreadable"))
                .singleElement()
                .asString()
                .contains("record 52");
        assertThat(ids(report, Severity.DAMAGED)).contains("ntfs.record");
    }

    @Test
    void aBackupThatCannotBeFoundAnyMoreIsLost() throws IOException {
        volume.bytes()[TinyVolume.recordAt(VERSION) + 510] ^= 1;
        Report report = verify();
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(ids(report, Severity.LOST)).containsExactly("image.contents-unreadable");
        assertThat(report.location().images()).containsExactly(folder.resolve("Backup.img"));
    }

    @Test
    void aFileThatCannotBeReadInTheImageIsAFinding() throws IOException {
        int encrypted = 0x4000;
        volume.file(54, VERSION, "Private.vhdx").nonResident(0x80, "", encrypted, Clusters.of(383, 1));
        volume.store(383, NtfsBytes.pattern(600));
        assertThat(ids(verify(), Severity.UNDECIDED)).containsExactly("image.unsupported");
    }
}
