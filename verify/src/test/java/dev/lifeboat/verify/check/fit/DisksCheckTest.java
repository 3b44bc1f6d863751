package dev.lifeboat.verify.check.fit;

import static dev.lifeboat.verify.check.fit.TestFit.GB;
import static dev.lifeboat.verify.check.fit.TestFit.atLeast;
import static dev.lifeboat.verify.check.fit.TestFit.disk;
import static dev.lifeboat.verify.check.fit.TestFit.known;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DisksCheckTest {
    private final TestFit fit = new TestFit();

    private void finds(String... findings) throws IOException {
        assertThat(fit.run(new DisksCheck())).containsExactly(findings);
    }

    private void findsRules(String... findings) throws IOException {
        assertThat(fit.run(new DisksCheck()).stream()
                        .map(f -> f.substring(0, f.indexOf(" SET: ")))
                        .toList())
                .containsExactly(findings);
    }

    private static OriginalDisk data(long bytes, Necessity necessity) {
        return new OriginalDisk(
                "DATA", necessity, false, OptionalLong.empty(), bytes, bytes, OptionalInt.empty(), Optional.empty());
    }

    private static OriginalDisk second(long bytes) {
        return new OriginalDisk(
                "SECOND",
                Necessity.NEEDED,
                false,
                OptionalLong.of(bytes),
                bytes,
                bytes,
                OptionalInt.empty(),
                Optional.empty());
    }

    @Test
    void aDiskOfTheSameSizeFits() throws IOException {
        finds("GOOD fit.disks SET: OLD had 500.0 GB (500000000000 bytes); NEW would take its place, and has 500.0 GB"
                + " (500000000000 bytes)");
    }

    @Test
    void oneByteTooFewIsTooSmall() throws IOException {
        fit.targets(disk("NEW", 500 * GB - 1));
        finds(
                "LOST fit.system-disk-too-small SET: OLD had 500.0 GB (500000000000 bytes); NEW would take its place, and has"
                        + " 500.0 GB (499999999999 bytes)");
    }

    /** 512 GB is 512,110,190,592 bytes by what makers of disks agreed on; the label does not tell. */
    @Test
    void theSameLabelIsNotTheSameSize() throws IOException {
        fit.originals(known("OLD", 512_110_190_592L))
                .targets(TargetDisk.described("a disk of 512GB", DiskSize.labelled(512 * GB)));
        findsRules("UNDECIDED fit.size-by-label");
        fit.originals(known("OLD", 512_110_190_593L));
        findsRules("LOST fit.system-disk-too-small");
        fit.originals(known("OLD", 512 * GB));
        findsRules("GOOD fit.disks");
    }

    @Test
    void whereTheSizeIsNotKnownTheVolumesTellTheLeast() throws IOException {
        fit.originals(atLeast("OLD", 400 * GB, 401 * GB)).targets(disk("NEW", 400 * GB - 1));
        finds(
                "LOST fit.system-disk-too-small SET: OLD had at least 400.0 GB (400000000000 bytes), and at least 401.0 GB"
                        + " (401000000000 bytes) if all of these lay on it; NEW would take its place, and has 400.0 GB"
                        + " (399999999999 bytes)");
        fit.targets(disk("NEW", 400 * GB));
        findsRules("UNDECIDED fit.size-unknown");
    }

    /** The smallest disk that is sold and holds 401 GB has 480 GB. */
    @Test
    void aDiskOfAUsualSizeIsLikelyToDo() throws IOException {
        long usual = 480_103_981_056L;
        fit.originals(atLeast("OLD", 400 * GB, 401 * GB)).targets(disk("NEW", usual - 1));
        findsRules("UNDECIDED fit.size-unknown");
        fit.targets(disk("NEW", usual));
        findsRules("NOTE fit.size-likely");
        fit.allSeen = false; // a volume that was left out may have taken the rest of a larger disk
        findsRules("UNDECIDED fit.size-unknown");
    }

    @Test
    void twoDisksNeedTwo() throws IOException {
        fit.originals(known("OLD", 500 * GB), second(900 * GB));
        findsRules("LOST fit.critical-disk-too-small", "LOST fit.too-few-disks");
        fit.targets(disk("A", 500 * GB), disk("B", 900 * GB));
        findsRules("GOOD fit.disks");
        fit.targets(disk("A", 499 * GB), disk("B", 900 * GB));
        findsRules("LOST fit.system-disk-too-small", "GOOD fit.disks");
        fit.targets(disk("B", 900 * GB));
        findsRules("LOST fit.too-few-disks", "GOOD fit.disks");
    }

    @Test
    void whatIsPerhapsCriticalIsUndecided() throws IOException {
        fit.originals(known("OLD", 500 * GB), data(900 * GB, Necessity.NOT_KNOWN));
        findsRules("UNDECIDED fit.disk-perhaps-needed", "GOOD fit.disks");
        fit.targets(disk("A", 500 * GB), disk("B", 100 * GB));
        findsRules("UNDECIDED fit.disk-perhaps-needed", "GOOD fit.disks");
    }

    @Test
    void whatIsNotCriticalIsALoss() throws IOException {
        fit.originals(known("OLD", 500 * GB), data(900 * GB, Necessity.NOT_NEEDED));
        findsRules("DAMAGED fit.no-disk-for-data", "GOOD fit.disks");
        fit.targets(disk("A", 500 * GB), disk("B", 100 * GB));
        findsRules("DAMAGED fit.no-disk-for-data", "GOOD fit.disks");
    }
}
