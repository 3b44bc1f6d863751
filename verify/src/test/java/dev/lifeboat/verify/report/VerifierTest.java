package dev.lifeboat.verify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.ntfs.Clusters;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Verifier}, {@link Report}, {@link Verdict} and {@link FindingLimit}. */
class VerifierTest {
    @TempDir
    Path folder;

    private final TinyVolume volume = TinyVolume.withFiles();

    private Report verify(byte[] bytes) throws IOException {
        Path image = Files.write(folder.resolve("C.img"), bytes);
        return Verifier.verify(BackupLocation.find(image, Optional.empty(), Optional.empty()), Progress.NONE);
    }

    private static List<String> ids(Report report, Severity severity) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> finding.rule().id())
                .toList();
    }

    private static Report report(Severity... severities) {
        List<Finding> findings = Arrays.stream(severities)
                .map(severity -> new Rule("a.b", severity, "", "").at("", ""))
                .toList();
        var location = new BackupLocation(List.of(), Optional.empty());
        return new Report(location, findings, Map.of(), 1, Subject.SYSTEM_IMAGE, Level.QUICK);
    }

    @Test
    void findsNoFaultInASoundVolume() throws IOException {
        Report report = verify(volume.bytes());
        assertThat(report.verdict()).isEqualTo(Verdict.NO_FAULT);
        assertThat(report.volumes()).isEqualTo(1);
        assertThat(ids(report, Severity.NOTE)).containsExactly("disk.no-table");
        assertThat(ids(report, Severity.GOOD))
                .contains(
                        "disk.volume",
                        "ntfs.volume",
                        "ntfs.mft-start",
                        "ntfs.records",
                        "ntfs.clusters",
                        "ntfs.directories");
    }

    @Test
    void namesADamagedFile() throws IOException {
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        Report report = verify(volume.bytes());
        assertThat(report.verdict()).isEqualTo(Verdict.WITH_LOSS);
        assertThat(ids(report, Severity.DAMAGED)).contains("ntfs.record");
    }

    @Test
    void aVolumeThatWindowsWouldNotMountIsLost() throws IOException {
        volume.bytes()[TinyVolume.recordAt(0) + 510] ^= 1;
        assertThat(verify(volume.bytes()).verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
    }

    @Test
    void aDestroyedBootSectorIsSaidOnce() throws IOException {
        Arrays.fill(volume.bytes(), 0, 512, (byte) 0);
        Report report = verify(volume.bytes());
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(ids(report, Severity.LOST)).containsExactly("disk.boot-sector");
        assertThat(ids(report, Severity.GOOD)).contains("ntfs.records"); // as its files can still be copied out
    }

    /** Its size of a sector is one that NTFS may have, but not FAT. */
    @Test
    void aFatVolumeThatOnlyOpensByItsSpareBootSectorIsLost() throws IOException {
        ByteBuffer fat = ByteBuffer.allocate(134 * 512).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : new int[] {0, 6 * 512}) {
            fat.put(at, (byte) 0xeb).put(at + 2, (byte) 0x90).putShort(at + 11, (short) (at == 0 ? 256 : 512));
            fat.put(at + 13, (byte) 1)
                    .putShort(at + 14, (short) 32)
                    .put(at + 16, (byte) 2)
                    .put(at + 21, (byte) 0xf8);
            fat.putInt(at + 32, 134).putInt(at + 36, 1).putInt(at + 44, 2).putShort(at + 50, (short) 6);
        }
        for (int table : new int[] {32 * 512, 33 * 512}) {
            fat.putInt(table, 0x0ffffff8).putInt(table + 4, 0x0fffffff).putInt(table + 8, 0x0fffffff);
        }
        Report report = verify(fat.array());
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(ids(report, Severity.LOST)).containsExactly("volume.unreadable");
    }

    @Test
    void aVolumeWithoutItsTableIsLost() throws IOException {
        Arrays.fill(volume.bytes(), TinyVolume.MFT_AT, TinyVolume.MIRROR_AT + 4096, (byte) 0);
        Report report = verify(volume.bytes());
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(ids(report, Severity.LOST)).containsExactly("volume.unreadable");
    }

    @Test
    void aDestroyedPartitionTableIsNotADestroyedFile() throws IOException {
        byte[] bytes = new byte[100_000];
        bytes[450] = (byte) 0xee; // a protective MBR, and no GPT behind it
        bytes[454] = 1;
        bytes[458] = 100;
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        Report report = verify(bytes);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(ids(report, Severity.LOST)).containsExactly("disk.table-unreadable");
    }

    @Test
    void anUnknownVersionLeavesTheVerdictOpen() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[0x20000 + 66] = 2;
        VhdxBytes.seal(bytes, 0x20000, 4096);
        Report report = verify(bytes);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.findings()).extracting(finding -> finding.rule().id()).containsExactly("vhdx.header-unknown");
    }

    @Test
    void aMissingParentIsSaidOnce() throws IOException {
        Report report = verify(new VhdxBytes(1).parent(new UUID(1, 2), "p.vhdx").bytes());
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(report.findings())
                .filteredOn(finding -> finding.severity().compareTo(Severity.NOTE) > 0)
                .extracting(finding -> finding.rule().id())
                .containsExactly("vhdx.parent");
    }

    @Test
    void somethingThatIsNoImageIsLost() throws IOException {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) 'x');
        assertThat(verify(bytes).verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(verify(new byte[0]).verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
    }

    /** A file of 6 MiB, a disk of 64 GiB: all blocks of its file table but the first lie in one place. */
    @Test
    void tablesThatLeadToTheSamePlaceForEverAreNotFollowedForEver() throws IOException {
        int blocks = 1 << 16;
        long sectors = blocks * 2048L - 1;
        long clusters = (blocks - 2L) << 10;
        TinyVolume tiny = new TinyVolume();
        tiny.record(0).remove(0x80).nonResident(0x80, "", Clusters.of(8, 32, 600, 32, 1024, clusters));
        byte[] first = tiny.bytes();
        ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).putLong(40, sectors);
        VhdxBytes file =
                new VhdxBytes(2).virtualSize((long) blocks << 20).block(0, 0).block(1, 'x');
        for (int block = 2; block < blocks; block++) {
            file.entry(block + block / 4096, (VhdxBytes.BLOCKS_AT + VhdxBytes.MIB) | VhdxBytes.FULLY_PRESENT);
        }
        file.put(VhdxBytes.BLOCKS_AT, first);
        Path image = Files.write(folder.resolve("C.vhdx"), file.bytes());
        var location = BackupLocation.find(image, Optional.empty(), Optional.empty());
        Report report = Verifier.verify(location, VerifyOptions.IMAGE_ALONE, Progress.NONE, 1 << 20);
        assertThat(report.findings())
                .extracting(finding -> finding.rule().id())
                .contains("vhdx.bat-overlap", "image.too-much-to-read");
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
    }

    @Test
    void anImageThatCannotBeReadKeepsNothingOfTheOthersBack() throws IOException {
        Path image = Files.write(folder.resolve("C.img"), volume.bytes());
        Path missing = folder.resolve("A.img");
        var location = new BackupLocation(List.of(missing, image), Optional.empty());
        Report report = Verifier.verify(location, Progress.NONE);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(ids(report, Severity.UNDECIDED)).containsExactly("image.read-error");
        assertThat(report.volumes()).isEqualTo(1);
        var alone = new BackupLocation(List.of(missing), Optional.empty());
        assertThatThrownBy(() -> Verifier.verify(alone, Progress.NONE)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        Path image = Files.write(folder.resolve("C.img"), volume.bytes());
        List<String> steps = new ArrayList<>();
        long[] read = {0};
        Verifier.verify(BackupLocation.find(image, Optional.empty(), Optional.empty()), (what, bytes) -> {
            steps.add(what);
            assertThat(bytes).isGreaterThanOrEqualTo(read[0]);
            read[0] = bytes;
        });
        assertThat(steps).contains("C.img: Do directories and files agree?");
        assertThat(read[0]).isGreaterThan(TinyVolume.RECORDS * TinyVolume.RECORD);
    }

    @Test
    void leavesTheImageAsItWas() throws IOException {
        byte[] before = volume.bytes().clone();
        verify(volume.bytes());
        assertThat(folder.resolve("C.img")).hasBinaryContent(before);
        assertThat(folder).isDirectoryNotContaining("regex:.*[^g]$");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThatThrownBy(() -> BackupLocation.find(folder.resolve("none"), Optional.empty(), Optional.empty()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageEndingWith("none: does not exist");
    }

    @Test
    void theWorstFindingDecides() {
        assertThat(report().verdict()).isEqualTo(Verdict.NO_FAULT);
        assertThat(report(Severity.GOOD, Severity.NOTE).verdict()).isEqualTo(Verdict.NO_FAULT);
        assertThat(report(Severity.DAMAGED, Severity.NOTE).verdict()).isEqualTo(Verdict.WITH_LOSS);
        assertThat(report(Severity.DAMAGED, Severity.UNDECIDED).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report(Severity.LOST, Severity.UNDECIDED, Severity.DAMAGED).verdict())
                .isEqualTo(Verdict.NOT_RESTORABLE);
    }

    @Test
    void verdictsHaveTheExitCodesThatScriptsRelyOn() {
        assertThat(Verdict.values()).extracting(Verdict::exitCode).containsExactly(0, 4, 3, 1);
        assertThat(Verdict.values())
                .extracting(verdict -> verdict.label(Level.QUICK))
                .containsExactly("NO FAULT FOUND (quick)", "RESTORABLE WITH LOSS", "UNDECIDED", "NOT RESTORABLE");
    }

    @Test
    void keepsAHundredFindingsOfARuleAndCountsTheRest() {
        Rule many = new Rule("a.many", Severity.DAMAGED, "", "");
        Rule few = new Rule("a.few", Severity.LOST, "", "");
        FindingLimit limit = new FindingLimit();
        for (int i = 0; i < 130; i++) {
            limit.accept(many.at("", "number " + i));
        }
        limit.accept(few.at("", "last"));
        assertThat(limit.findings())
                .hasSize(101)
                .contains(many.at("", "number 99"))
                .endsWith(few.at("", "last"));
        assertThat(limit.omitted()).containsOnly(Map.entry("a.many", 30L));
    }

    @Test
    void thatAComparisonIsDueIsNoLoss() {
        var location = new BackupLocation(List.of(), Optional.empty());
        List<Finding> due = new ArrayList<>();
        due.add(AllRules.find("seal.too-long-ago").orElseThrow().at("", ""));
        Report report = new Report(location, due, Map.of(), 1, Subject.SYSTEM_IMAGE, Level.QUICK);
        assertThat(report.sentence()).isEqualTo(Verdict.LONG_AGO).contains("No damage was found");
        due.add(new Rule("a.b", Severity.DAMAGED, "", "").at("", ""));
        report = new Report(location, due, Map.of(), 1, Subject.SYSTEM_IMAGE, Level.QUICK);
        assertThat(report.sentence()).contains("what is named below is lost or damaged");
    }
}
