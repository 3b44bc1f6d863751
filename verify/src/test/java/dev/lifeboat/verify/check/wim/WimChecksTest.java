package dev.lifeboat.verify.check.wim;

import static dev.lifeboat.formats.wim.WimBytes.directory;
import static dev.lifeboat.formats.wim.WimBytes.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Subject;
import dev.lifeboat.verify.report.Verdict;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WimChecksTest {
    @TempDir
    Path folder;

    private Report verify(Level level, String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return verify(level, file);
    }

    private static Report verify(Level level, Path file) throws IOException {
        BackupLocation location = BackupLocation.find(file, Optional.empty(), Optional.empty());
        assertThat(Verifier.isWim(location)).isTrue();
        return Verifier.verify(
                location,
                new VerifyOptions(level, false, Optional.empty(), Optional.empty(), Optional.empty()),
                Progress.NONE);
    }

    /** What is wrong, a line each. */
    private List<String> bad(Level level, byte[] bytes) throws IOException {
        return lines(verify(level, "a.wim", bytes), Severity.NOTE);
    }

    private static List<String> lines(Report report, Severity least) {
        return report.findings().stream()
                .filter(f -> f.severity().compareTo(least) >= 0)
                .map(f -> f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message())
                .toList();
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return copy;
    }

    @Test
    void findsNothingInAGoodFile() throws IOException {
        byte[] bytes = WimBytes.sample().boot(1).integrity().bytes();
        assertThat(lines(verify(Level.QUICK, "a.wim", bytes), Severity.GOOD))
                .containsExactly(
                        "GOOD wim.header: a.wim: images: 2, to start from: 1",
                        "GOOD wim.description: a.wim: images: 2",
                        "GOOD wim.integrity: a.wim: pieces: 2",
                        "GOOD wim.resources: a.wim: entries of the blob table: 7",
                        "GOOD wim.files: a.wim/image 1: directories: 2, other names: 6",
                        "GOOD wim.files: a.wim/image 2: directories: 1, other names: 1");
        Report full = verify(Level.FULL, "a.wim", bytes);
        assertThat(lines(full, Severity.GOOD))
                .contains("GOOD wim.integrity-kept: a.wim: pieces: 2", "GOOD wim.contents: a.wim: 85 bytes");
        assertThat(full.verdict()).isEqualTo(Verdict.NO_FAULT);
        assertThat(full.label()).isEqualTo("RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full)");
        assertThat(full.sentence()).isEqualTo("Every file of it can be read, and is as it was when it was stored.");
        assertThat(full.subject()).isEqualTo(Subject.WIM);
        assertThat(full.volumes()).isEqualTo(2);
    }

    @Test
    void aWimIsKnownByItsNameWhereItsBeginningIsDestroyed() throws IOException {
        byte[] bytes = WimBytes.sample().bytes();
        bytes[0] = 0;
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly(
                        "LOST wim.unreadable: a.wim at 0x0: WIM header: signature is \"\\x00SWIM\\x00\\x00\\x00\","
                                + " expected \"MSWIM\\x00\\x00\\x00\"");
        assertThat(bad(Level.QUICK, new byte[10])).hasSize(1).allMatch(line -> line.startsWith("LOST wim.unreadable"));
    }

    @Test
    void aFileThatIsBeingWritten() throws IOException {
        assertThat(bad(Level.QUICK, WimBytes.sample().flags(0x40).bytes()))
                .containsExactly("DAMAGED wim.unfinished: a.wim at 0x10: the flag for a write in progress is set");
    }

    @Test
    void theImageToStartFrom() throws IOException {
        WimBytes sample = WimBytes.sample().boot(1);
        assertThat(bad(Level.QUICK, with(sample.bytes(), 0x78, 3)))
                .containsExactly(
                        "DAMAGED wim.boot-image: a.wim at 0x78: the image to start from is 3, but there are 2");
        byte[] bytes = with(sample.bytes(), 0x78, 2);
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly(
                        "DAMAGED wim.boot-image: a.wim at 0x60: the metadata of the image to start from is at 0x"
                                + Integer.toHexString(sample.metadataAt(1)) + ", that of image 2 at 0x"
                                + Integer.toHexString(sample.metadataAt(2)));
    }

    @Test
    void aPartThatIsMissing() throws IOException {
        byte[] first = new WimBytes()
                .part(1, 2)
                .image(directory("", file("a", "alpha")))
                .bytes();
        Path one = Files.write(folder.resolve("s.swm"), first);
        assertThat(lines(verify(Level.QUICK, one), Severity.NOTE))
                .containsExactly("LOST wim.part: s2.swm: part 2 is not there");
        Files.write(
                folder.resolve("s2.swm"), new WimBytes().part(2, 2).blob("x").bytes());
        assertThat(lines(verify(Level.FULL, one), Severity.GOOD))
                .contains("GOOD wim.parts: s.swm: 2 parts", "GOOD wim.contents: s.swm: 6 bytes");
    }

    @Test
    void descriptions() throws IOException {
        assertThat(bad(Level.QUICK, WimBytes.sample().xml("<WIM><IMAGE>").bytes()))
                .hasSize(1)
                .allMatch(line -> line.startsWith("DAMAGED wim.xml: a.wim/XML at 0x"));
        assertThat(bad(
                        Level.QUICK,
                        WimBytes.sample().xml("<WIM><IMAGE INDEX=\"x\"/></WIM>").bytes()))
                .hasSize(1)
                .allMatch(line -> line.endsWith("INDEX: is 'x', expected a number"));
        assertThat(bad(Level.QUICK, with(WimBytes.sample().bytes(), 0x50, 0)))
                .containsExactly("DAMAGED wim.xml: a.wim at 0x48: there is no XML");
        WimBytes one = WimBytes.sample().xml("<WIM><IMAGE INDEX=\"2\"/></WIM>");
        byte[] bytes = one.bytes();
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly("DAMAGED wim.xml-images: a.wim at 0x" + Integer.toHexString(one.xmlAt())
                        + ": images are described: 1, there are 2");
    }

    @Test
    void integrityTables() throws IOException {
        WimBytes sample = WimBytes.sample().integrity();
        byte[] bytes = sample.bytes();
        assertThat(bad(Level.QUICK, with(bytes, sample.integrityAt() + 4, 4)))
                .containsExactly("DAMAGED wim.integrity-table: a.wim at 0x"
                        + Integer.toHexString(sample.integrityAt() + 4) + ": integrity table: count is 4, expected 2");
        assertThat(bad(Level.QUICK, with(bytes, sample.integrityAt() + 8, 0)))
                .hasSize(1)
                .allMatch(line -> line.contains("integrity table: chunk size is 0"));
        byte[] changed = with(bytes, sample.integrityAt() + 12, 0);
        assertThat(bad(Level.QUICK, changed)).isEmpty();
        assertThat(bad(Level.FULL, changed))
                .hasSize(1)
                .allMatch(line ->
                        line.startsWith("DAMAGED wim.integrity-changed: a.wim at 0xd0: 1024 bytes have the SHA-1 "));
    }

    @Test
    void contentsInEachOther() throws IOException {
        byte[] other = WimBytes.sha1(new byte[] {1});
        assertThat(bad(Level.QUICK, WimBytes.sample().entry(3, 0, 210, 3, other).bytes()))
                .containsExactly("DAMAGED wim.overlap: a.wim at 0xd2: the content with the SHA-1 "
                        + "bf8b4530d8d246dd74ac53a13471bba17941dff7 begins in the content with the SHA-1"
                        + " be76331b95dfc399cd776d2fc68021e0db03cc4f, which ends at 0xd5");
        assertThat(bad(Level.QUICK, WimBytes.sample().entry(3, 0, 200, 3, other).bytes()))
                .hasSize(1)
                .allMatch(line -> line.contains("begins in the header, which ends at 0xd0"));
    }

    @Test
    void aContentThatIsSaidToLieInAnotherPart() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.tableAt() + 24] = 2;
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly("DAMAGED wim.part-number: a.wim: the content with the SHA-1"
                        + " be76331b95dfc399cd776d2fc68021e0db03cc4f is said to lie in part 2, not 1");
    }

    @Test
    void metadataOfSeveralImages() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.tableAt() + 6 * 50 + 26] = 2;
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly("DAMAGED wim.metadata-references: a.wim/image 2: is referred to 2 times");
    }

    @Test
    void aDamagedContentNamesItsFiles() throws IOException {
        byte[] bytes = WimBytes.sample().bytes();
        bytes[208] ^= 1;
        assertThat(bad(Level.QUICK, bytes)).isEmpty();
        assertThat(bad(Level.FULL, bytes))
                .hasSize(1)
                .allMatch(line -> line.startsWith("DAMAGED wim.content: a.wim at 0xd0: content: has the SHA-1 ")
                        && line.endsWith("; files: 1:/a.txt, 2:/a.txt"));
        Report report = verify(Level.FULL, "a.wim", bytes);
        assertThat(report.verdict()).isEqualTo(Verdict.WITH_LOSS);
        assertThat(report.sentence())
                .isEqualTo("Files can be taken out of this WIM, but what is named below is lost or damaged.");
    }

    @Test
    void aContentOutsideTheFileNamesItsFilesQuickly() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(sample.tableAt() + 8, 1 << 30); // of alpha
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly("DAMAGED wim.content: a.wim at 0x40000000: 5 bytes do not fit in " + bytes.length
                        + " bytes; files: 1:/a.txt, 2:/a.txt");
    }

    @Test
    void aDamagedContentThatNobodyHas() throws IOException {
        byte[] bytes = WimBytes.sample()
                .entry(5, 0, 1 << 20, 5, WimBytes.sha1(new byte[] {1}))
                .bytes();
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly(
                        "NOTE wim.content-unused: a.wim at 0x100000: 5 bytes do not fit in " + bytes.length + " bytes");
    }

    @Test
    void aContentThatIsMissing() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.tableAt() + 30] ^= 1; // in alpha's entry
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly(
                        "DAMAGED wim.content-missing: a.wim/image 1:/a.txt: has the content with the SHA-1"
                                + " be76331b95dfc399cd776d2fc68021e0db03cc4f, which is not there",
                        "DAMAGED wim.content-missing: a.wim/image 2:/a.txt: has the content with the SHA-1"
                                + " be76331b95dfc399cd776d2fc68021e0db03cc4f, which is not there");
    }

    @Test
    void damagedMetadata() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.metadataAt(2) + 20] ^= 1;
        assertThat(bad(Level.QUICK, bytes))
                .hasSize(1)
                .allMatch(line ->
                        line.startsWith("LOST wim.metadata: a.wim/image 2/metadata at 0x0: content: has the SHA-1"));
        Report report = verify(Level.QUICK, "a.wim", bytes);
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_RESTORABLE);
        assertThat(report.sentence()).isEqualTo("Do not rely on this WIM: not every image in it can be read.");
    }

    @Test
    void metadataThatIsNotKnown() throws IOException {
        WimBytes sample = WimBytes.sample();
        byte[] bytes = sample.bytes();
        bytes[sample.tableAt() + 6 * 50 + 7] |= 0x8; // spanned
        assertThat(bad(Level.QUICK, bytes))
                .contains(
                        "UNDECIDED wim.metadata-unknown: a.wim/image 2/metadata: is continued in another part, which is"
                                + " not supported");
    }

    @Test
    void namesAndPermissions() throws IOException {
        byte[] bytes = new WimBytes()
                .image(directory(
                        "", directory("..", file("a/b", "x")), file("c", "x").security(0)))
                .bytes();
        assertThat(bad(Level.QUICK, bytes))
                .containsExactly(
                        "DAMAGED wim.name: a.wim/image 1:/..: is an impossible name",
                        "DAMAGED wim.name: a.wim/image 1:/../a/b: is an impossible name",
                        "DAMAGED wim.security: a.wim/image 1:/c: has the security descriptor 0 of 0");
    }

    /** A terabyte of nothing, which an entry of 50 bytes for each of a thousand contents makes of a few KB. */
    @Test
    void contentsThatExpandWithoutEnd() throws IOException {
        WimBytes sample = WimBytes.sample().flags(0x20002); // XPRESS
        for (int i = 0; i < 100; i++) {
            byte[] sha1 = WimBytes.sha1(new byte[] {(byte) i, 1});
            sample.entry(8 << 20, WimBytes.COMPRESSED, 208, 8L << 30, sha1);
        }
        byte[] bytes = Arrays.copyOf(with(sample.bytes(), 0x14, 1 << 15), 9 << 20);
        assertThat(bad(Level.FULL, bytes))
                .anyMatch(line ->
                        line.startsWith("UNDECIDED wim.too-much-to-read: a.wim: 858993459285 bytes in a file of"));
    }

    @Test
    void eachRuleHasItsOwnIdAndEachIsTested() throws IOException {
        List<Rule> rules = WimChecks.full().stream()
                .map(Check::rules)
                .flatMap(List::stream)
                .toList();
        assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("wim."));
        assertThat(rules).hasSize(27);
    }

    @Test
    void anyDamageGivesAReport() throws IOException {
        SplittableRandom random = new SplittableRandom(44);
        WimBytes sample = WimBytes.sample().boot(1).integrity();
        byte[] good = sample.bytes();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = good.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Report report = verify(Level.FULL, "a.wim", bytes);
            assertThat(report.findings()).isNotEmpty();
            if (!Arrays.equals(bytes, good) && report.verdict() == Verdict.NO_FAULT) {
                assertHarmless(good, bytes);
            }
        }
    }

    /** Only in the header and the XML are there bytes that mean nothing to a reader. */
    private static void assertHarmless(byte[] good, byte[] bytes) {
        for (int i = 208; i < bytes.length; i++) {
            boolean xml = i >= good.length - 12 - 2 * 20 - 400 && i < good.length - 12 - 2 * 20;
            assertThat(bytes[i] == good[i] || xml).as("byte " + i).isTrue();
        }
    }
}
