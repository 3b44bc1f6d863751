package dev.lifeboat.verify.check.container;

import static dev.lifeboat.formats.vhd.VhdBytes.BLOCK;
import static dev.lifeboat.formats.vhd.VhdBytes.HEADER_AT;
import static dev.lifeboat.formats.vhd.VhdBytes.placeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.vhd.VhdBytes;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VhdChecksTest {
    private static final List<Check<ImageFile>> CHECKS = ContainerChecks.vhd();
    private static final UUID PARENT = new UUID(0x1111, 0x2222);

    private static List<String> bad(byte[] bytes) throws IOException {
        return Findings.bad(CHECKS, "a.vhd", bytes);
    }

    @Test
    void eachRuleHasItsOwnIdAndSaysWhatItMeans() {
        List<Rule> rules =
                CHECKS.stream().flatMap(check -> check.rules().stream()).toList();
        assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("vhd."));
        assertThat(rules).extracting(Rule::meaning).allMatch(text -> text.endsWith("."));
    }

    @Test
    void findsNothingInGoodFiles() throws IOException {
        assertThat(Findings.of(CHECKS, "a.vhd", VhdBytes.dynamic(3).block(1, 7).bytes()))
                .containsExactly(
                        "GOOD vhd.footers: a.vhd: a disk of 196608 bytes",
                        "GOOD vhd.header-good: a.vhd: blocks of 65536 bytes",
                        "GOOD vhd.blocks: a.vhd: 1 of 3 blocks");
        assertThat(Findings.of(CHECKS, "a.vhd", VhdBytes.fixed(1).bytes()))
                .containsExactly(
                        "GOOD vhd.footers: a.vhd: a disk of 65536 bytes",
                        "GOOD vhd.blocks: a.vhd: a fixed disk of 65536 bytes");
    }

    @Test
    void tellsADamagedCopyFromADamagedEnd() throws IOException {
        byte[] bytes = VhdBytes.dynamic(1).bytes();
        bytes[0] = 'C';
        assertThat(bad(bytes))
                .containsExactly(
                        "NOTE vhd.footer-copy: a.vhd at 0x0: VHD footer copy: signature is \"Conectix\", expected \"conectix\"");
        bytes[0] = 'c';
        bytes[bytes.length - 512] = 'C';
        assertThat(bad(bytes))
                .containsExactly(
                        "DAMAGED vhd.footer-end: a.vhd at 0x11200: VHD footer: signature is \"Conectix\", expected \"conectix\"");
        bytes[0] = 'C';
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhd.footer: a.vhd at 0x11200: VHD footer: signature is \"Conectix\", expected \"conectix\"");
    }

    @Test
    void comparesTheFooterWithItsCopy() throws IOException {
        byte[] bytes = VhdBytes.dynamic(2).bytes();
        bytes[48 + 6] = 2; // 64 KiB less
        VhdBytes.seal(bytes, 0, 512, 64);
        assertThat(bad(bytes))
                .singleElement(STRING)
                .startsWith("DAMAGED vhd.footers-different: a.vhd at 0x0: VHD footer copy: is ")
                .contains("currentSize=131584", "currentSize=131072");
    }

    @Test
    void saysThatWindowsRefusesAWrongChecksum() throws IOException {
        byte[] bytes = VhdBytes.dynamic(1).bytes();
        bytes[HEADER_AT + 900] ^= 1;
        bytes[70] ^= 1;
        bytes[bytes.length - 512 + 70] ^= 1;
        assertThat(bad(bytes))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("LOST vhd.footer-checksum: a.vhd at 0x11240: VHD footer: checksum is 0x\\w+,"
                                        + " computed 0x\\w+"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "LOST vhd.header-checksum: a.vhd at 0x200: VHD dynamic header: checksum is wrong"));
    }

    @Test
    void aDamagedHeaderIsTheOnlyFinding() throws IOException {
        byte[] bytes = VhdBytes.dynamic(1).bytes();
        bytes[HEADER_AT] = 'C';
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhd.header: a.vhd at 0x200: VHD dynamic header: signature is \"Cxsparse\", expected \"cxsparse\"");
    }

    @Test
    void findsBlocksThatOverlapByASector() throws IOException {
        assertThat(bad(VhdBytes.dynamic(4)
                        .entry(0, placeOf(1) / 512 + 1)
                        .entry(1, placeOf(2) / 512)
                        .entry(2, placeOf(0) / 512)
                        .entry(3, placeOf(2) / 512)
                        .bytes()))
                .containsExactly(
                        "LOST vhd.bat-overlap: a.vhd at 0x604: block 1: is at 0x21400, where a block before it is too",
                        "LOST vhd.bat-overlap: a.vhd at 0x60c: block 3: is at 0x21400, where a block before it is too");
    }

    @Test
    void aBlockThatTheTableLostIsWorthANote() throws IOException {
        assertThat(bad(VhdBytes.dynamic(3).block(0, 7).block(1, 8).entry(1, -1).bytes()))
                .containsExactly(
                        "NOTE vhd.unclaimed: a.vhd at 0x11200: 132096 bytes hold data, and are no block of the disk");
    }

    @Test
    void findsBlocksWhereNoneCanBe() throws IOException {
        byte[] bytes = VhdBytes.dynamic(2).entry(0, 2).block(1, 5).bytes();
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 512 - 1);
        assertThat(bad(cut))
                .containsExactly(
                        "DAMAGED vhd.footer-end: a.vhd at 0x211ff: VHD footer: signature is \"" + "\\x05".repeat(8)
                                + "\", expected \"conectix\"",
                        "LOST vhd.bat-entry: a.vhd at 0x600: block 0: cannot be at 0x400, where the file's tables are",
                        "LOST vhd.bat-beyond-end: a.vhd at 0x604: block 1: should be at 0x11200, and the file ends at 0x213ff");
    }

    @Test
    void findsThatAFixedDiskWasCutOff() throws IOException {
        assertThat(bad(VhdBytes.fixed(2).size(3 * BLOCK).bytes()))
                .containsExactly(
                        "LOST vhd.bat-beyond-end: a.vhd: a fixed disk of 196608 bytes, and the file holds 131072");
    }

    @Test
    void asksForParents(@TempDir Path folder) throws IOException {
        Path path = Files.write(
                folder.resolve("c.vhd"),
                VhdBytes.differencing(1, PARENT).locator("W2ru", ".\\p.vhd").bytes());
        try (FileSource file = FileSource.open(path)) {
            assertThat(Findings.of(CHECKS, new ImageFile(path, file)))
                    .last()
                    .isEqualTo(
                            "LOST vhd.parent: c.vhd: parent {00000000-0000-1111-0000-000000002222} is missing; looked in "
                                    + folder.toRealPath() + " for .\\p.vhd");
            Files.write(folder.resolve("p.vhd"), VhdBytes.dynamic(1).bytes());
            assertThat(Findings.of(CHECKS, new ImageFile(path, file)))
                    .last()
                    .isEqualTo("GOOD vhd.parents: c.vhd: parents: 1");
            Files.write(
                    folder.resolve("p.vhd"),
                    VhdBytes.dynamic(1).entry(0, 1 << 20).bytes());
            assertThat(Findings.of(CHECKS, new ImageFile(path, file)))
                    .last(STRING)
                    .startsWith("LOST vhd.parent: p.vhd at 0x600: block 0: should be at 0x20000000,");
        }
    }

    @Test
    void anyBytesGiveFindings() throws IOException {
        var random = new SplittableRandom(42);
        byte[] good = VhdBytes.dynamic(2).block(1, 9).bytes();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = good.clone();
            bytes[random.nextInt(1544)] = (byte) random.nextInt();
            bytes[bytes.length - 512 + random.nextInt(88)] = (byte) random.nextInt();
            if (random.nextBoolean()) {
                VhdBytes.seal(bytes, 0, 512, 64);
                VhdBytes.seal(bytes, HEADER_AT, 1024, 36);
            }
            Findings.of(CHECKS, "a.vhd", bytes);
        }
    }
}
