package dev.lifeboat.verify.check.container;

import static dev.lifeboat.formats.vhdx.VhdxBytes.BLOCKS_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.FULLY_PRESENT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.LOG_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.METADATA_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.MIB;
import static dev.lifeboat.formats.vhdx.VhdxBytes.PARTIALLY_PRESENT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.TABLE_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.vhdx.LogBytes;
import dev.lifeboat.formats.vhdx.VhdxBytes;
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

class VhdxChecksTest {
    private static final List<Check<ImageFile>> CHECKS = ContainerChecks.vhdx();
    private static final UUID LOG = new UUID(0xabcd, 0xef01);
    private static final UUID PARENT = new UUID(0x1111, 0x2222);

    private static List<String> bad(VhdxBytes file) throws IOException {
        return bad(file.bytes());
    }

    private static List<String> bad(byte[] bytes) throws IOException {
        return Findings.bad(CHECKS, "a.vhdx", bytes);
    }

    @Test
    void eachRuleHasItsOwnIdAndSaysWhatItMeans() {
        List<Rule> rules =
                CHECKS.stream().flatMap(check -> check.rules().stream()).toList();
        assertThat(rules).extracting(Rule::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("vhdx."));
        assertThat(rules).extracting(Rule::meaning).allMatch(text -> text.endsWith("."));
    }

    @Test
    void findsNothingInAGoodFile() throws IOException {
        assertThat(Findings.of(CHECKS, "a.vhdx", new VhdxBytes(3).block(1, 7).bytes()))
                .containsExactly(
                        "GOOD vhdx.headers: a.vhdx: two headers",
                        "GOOD vhdx.log-empty: a.vhdx: nothing to replay",
                        "GOOD vhdx.region-tables: a.vhdx: two region tables",
                        "GOOD vhdx.metadata-good: a.vhdx: a disk of 3145728 bytes in sectors of 512",
                        "GOOD vhdx.blocks: a.vhdx: 1 of 3 blocks");
    }

    @Test
    void oneDamagedHeaderIsANote() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[0x10000] = 'H';
        assertThat(bad(bytes))
                .containsExactly(
                        "NOTE vhdx.header-copy: a.vhdx at 0x10000: VHDX header: signature is \"Head\", expected \"head\"");
    }

    @Test
    void twoDamagedHeadersAreTheOnlyFinding() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[0x10000] = 'H';
        bytes[0x20000] = 'H';
        assertThat(Findings.of(CHECKS, "a.vhdx", bytes))
                .containsExactly(
                        "LOST vhdx.header: a.vhdx at 0x10000: VHDX header: signature is \"Head\", expected \"head\"");
    }

    @Test
    void aFileThatIsNoVhdxIsLost() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[0] = 'V';
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhdx.identifier: a.vhdx at 0x0: VHDX file identifier: signature is \"Vhdxfile\", expected \"vhdxfile\"");
    }

    @Test
    void aLogThatCanBeReplayedIsANote() throws IOException {
        byte[] entry = new LogBytes(LOG, 5, 0).page(BLOCKS_AT, 1).bytes();
        assertThat(bad(new VhdxBytes(1).block(0, 7).logGuid(LOG).put(LOG_AT, entry)))
                .containsExactly(
                        "NOTE vhdx.log-dirty: a.vhdx at 0x100000: the log has to be replayed; its entries are intact: 1");
    }

    /** The one between them is torn: what the last one changed is not on the disk. */
    @Test
    void anEntryBehindAGapInTheLogIsDamage() throws IOException {
        VhdxBytes file = new VhdxBytes(1).block(0, 7).logGuid(LOG);
        for (int i = 0; i < 3; i++) {
            file.put(
                    LOG_AT + i * 0x2000,
                    new LogBytes(LOG, 5 + i, 0).page(BLOCKS_AT, i).bytes());
        }
        byte[] bytes = file.bytes();
        assertThat(bad(bytes))
                .containsExactly(
                        "NOTE vhdx.log-dirty: a.vhdx at 0x100000: the log has to be replayed; its entries are intact: 3");
        bytes[LOG_AT + 0x3000 + 100] ^= 1;
        assertThat(bad(bytes))
                .containsExactly(
                        "DAMAGED vhdx.log-gap: a.vhdx at 0x104000: VHDX log entry: sequence number is 7, and 6 is missing",
                        "NOTE vhdx.log-dirty: a.vhdx at 0x100000: the log has to be replayed; its entries are intact: 1");
        bytes[LOG_AT + 0x5000 + 100] ^= 1; // torn at the end, as any power cut can do
        assertThat(bad(bytes))
                .containsExactly(
                        "NOTE vhdx.log-dirty: a.vhdx at 0x100000: the log has to be replayed; its entries are intact: 1");
    }

    @Test
    void aLogThatCannotBeReplayedIsTheOnlyFinding() throws IOException {
        assertThat(bad(new VhdxBytes(1).block(0, 7).logGuid(LOG)))
                .containsExactly("LOST vhdx.log: a.vhdx at 0x100000: VHDX log: has no valid entries of"
                        + " {00000000-0000-abcd-0000-00000000ef01}, although the header says so");
    }

    @Test
    void oneDamagedRegionTableIsANote() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[0x40000] = 'R';
        assertThat(bad(bytes))
                .containsExactly(
                        "NOTE vhdx.region-table-copy: a.vhdx at 0x40000: VHDX region table: signature is \"Regi\", expected \"regi\"");
        bytes[0x30000] = 'R';
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhdx.region-table: a.vhdx at 0x30000: VHDX region table: signature is \"Regi\", expected \"regi\"");
    }

    @Test
    void aLogOnATableIsLost() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[0x20000 + 72 + 2] = 0x20;
        VhdxBytes.seal(bytes, 0x20000, 4096);
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhdx.region-overlap: a.vhdx at 0x200000: VHDX log: its 1048576 bytes overlap a region");
    }

    @Test
    void damagedMetadataIsTheOnlyFinding() throws IOException {
        byte[] bytes = new VhdxBytes(1).bytes();
        bytes[METADATA_AT] = 'M';
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhdx.metadata: a.vhdx at 0x200000: VHDX metadata table: signature is \"Metadata\", expected \"metadata\"");
    }

    @Test
    void namesAllBlocksInOnePlace() throws IOException {
        assertThat(bad(new VhdxBytes(4).block(1, 7).block(2, 7).entry(3, (BLOCKS_AT + MIB) | FULLY_PRESENT)))
                .containsExactly(
                        "LOST vhdx.bat-overlap: a.vhdx at 0x300008: block 1: is at 0x500000, and something else is at 0x500000 too",
                        "LOST vhdx.bat-overlap: a.vhdx at 0x300018: block 3: is at 0x500000, and something else is at 0x500000 too");
    }

    @Test
    void findsABlockOnATableAndOneThatMakesNoSense() throws IOException {
        assertThat(bad(new VhdxBytes(3)
                        .entry(0, TABLE_AT | FULLY_PRESENT)
                        .entry(1, 4)
                        .entry(2, FULLY_PRESENT)))
                .containsExactly(
                        "LOST vhdx.bat-entry: a.vhdx at 0x300008: VHDX block allocation table: block 1: state is 4, which is reserved",
                        "LOST vhdx.bat-entry: a.vhdx at 0x300000: block 0: cannot be at 0x300000, where the file's tables are",
                        "LOST vhdx.bat-entry: a.vhdx at 0x300010: block 2: cannot be at 0x0, where the file's tables are");
    }

    /** Neither is on a table, and no cut took it away. */
    @Test
    void anEntryBeyondAnyFileIsDamageOfTheTable() throws IOException {
        assertThat(bad(new VhdxBytes(2)
                        .entry(0, 0xffff_ffff_fff0_0000L | FULLY_PRESENT)
                        .entry(1, 1L << 48 | FULLY_PRESENT)))
                .containsExactly(
                        "LOST vhdx.bat-entry: a.vhdx at 0x300000: block 0: cannot be at 0xfffffffffff00000: no file is so"
                                + " large",
                        "LOST vhdx.bat-entry: a.vhdx at 0x300008: block 1: cannot be at 0x1000000000000: no file is so"
                                + " large");
    }

    @Test
    void findsThatAFileWasCutOff() throws IOException {
        byte[] bytes = Arrays.copyOf(new VhdxBytes(2).block(1, 7).bytes(), BLOCKS_AT + 2 * MIB - 1);
        assertThat(bad(bytes))
                .containsExactly(
                        "LOST vhdx.bat-beyond-end: a.vhdx at 0x300008: block 1: should be at 0x500000, and the file ends at 0x5fffff");
        assertThat(bad(Arrays.copyOf(bytes, TABLE_AT + 8)))
                .containsExactly(
                        "LOST vhdx.bat: a.vhdx at 0x300000: VHDX block allocation table: a disk of 2097152 bytes needs a"
                                + " table of 16 bytes; the region has 1048576 and the file ends at 0x300008");
    }

    @Test
    void theLastBlockNeedsOnlyWhatIsOnTheDisk() throws IOException {
        byte[] bytes = new VhdxBytes(1).block(0, 7).virtualSize(512).bytes();
        assertThat(bad(Arrays.copyOf(bytes, BLOCKS_AT + 512))).isEmpty();
    }

    @Test
    void entriesThatNotEveryWindowsAcceptsAreDamage() throws IOException {
        assertThat(bad(new VhdxBytes(2).entry(0, 5).entry(1, BLOCKS_AT | 2)))
                .containsExactly(
                        "DAMAGED vhdx.bat-odd: a.vhdx at 0x300000: block 0: state is 5, which is unmapped in version 0.95 of the"
                                + " format and not known today",
                        "DAMAGED vhdx.bat-odd: a.vhdx at 0x300008: block 1: is all zeros, and has a place in the file");
    }

    @Test
    void aBlockThatTheTableLostIsWorthANote() throws IOException {
        assertThat(bad(new VhdxBytes(3).block(0, 7).block(1, 8).entry(1, 0)))
                .containsExactly("NOTE vhdx.unclaimed: a.vhdx at 0x500000: holds data, and is no block of the disk");
        assertThat(bad(new VhdxBytes(3).block(0, 7).block(1, 8).entry(1, BLOCKS_AT + MIB)))
                .containsExactly(
                        "DAMAGED vhdx.bat-odd: a.vhdx at 0x300008: block 1: is not present, and has a place in the"
                                + " file");
    }

    @Test
    void roomThatIsEmptyNeedsNoBlock() throws IOException {
        assertThat(bad(new VhdxBytes(3).block(0, 7).block(1, 0).entry(1, 0))).isEmpty();
    }

    @Test
    void countsFindingsThatAreAlike() throws IOException {
        VhdxBytes file = new VhdxBytes(100);
        for (int block = 0; block < 100; block++) {
            file.entry(block, 4);
        }
        assertThat(bad(file)).hasSize(21).endsWith("LOST vhdx.bat-entry: a.vhdx: 80 further findings like this");
    }

    @Test
    void looksAtSectorBitmapsToo(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("p.vhdx"), new VhdxBytes(2).bytes());
        VhdxBytes child = new VhdxBytes(2).parent(PARENT, "p.vhdx").partialBlock(1, 7, 3);
        assertThat(badOnDisk(folder, child)).isEmpty();
        child.entry(4096, (BLOCKS_AT + MIB) | FULLY_PRESENT);
        assertThat(badOnDisk(folder, child))
                .containsExactly(
                        "LOST vhdx.bat-overlap: c.vhdx at 0x300008: block 1: is at 0x500000, and something else is at 0x500000 too",
                        "LOST vhdx.bat-overlap: c.vhdx at 0x308000: sector bitmap 0: is at 0x500000, and something else is at"
                                + " 0x500000 too");
        child.entry(4096, 0);
        assertThat(badOnDisk(folder, child))
                .containsExactly(
                        "LOST vhdx.bat-entry: c.vhdx at 0x300008: block 1: is partially present, and its sector bitmap is"
                                + " not in the file");
    }

    @Test
    void asksForParents(@TempDir Path folder) throws IOException {
        VhdxBytes child = new VhdxBytes(1).parent(PARENT, "p.vhdx");
        assertThat(badOnDisk(folder, child))
                .containsExactly(
                        "LOST vhdx.parent: c.vhdx: parent {00000000-0000-1111-0000-000000002222} is missing; looked in "
                                + folder.toRealPath() + " for p.vhdx");
        Files.write(folder.resolve("p.vhdx"), new VhdxBytes(1).bytes());
        assertThat(badOnDisk(folder, child)).isEmpty();
    }

    @Test
    void aParentWithDamagedBlocksIsDamage(@TempDir Path folder) throws IOException {
        VhdxBytes child = new VhdxBytes(2).parent(PARENT, "p.vhdx");
        Files.write(
                folder.resolve("p.vhdx"),
                new VhdxBytes(2).entry(1, 1L << 40 | FULLY_PRESENT).bytes());
        assertThat(badOnDisk(folder, child))
                .containsExactly("LOST vhdx.parent: p.vhdx at 0x300008: block 1: should be at 0x10000000000, and"
                        + " the file ends at 0x700000");
    }

    private static List<String> badOnDisk(Path folder, VhdxBytes child) throws IOException {
        Path path = Files.write(folder.resolve("c.vhdx"), child.bytes());
        try (FileSource file = FileSource.open(path)) {
            return Findings.of(CHECKS, new ImageFile(path, file)).stream()
                    .filter(line -> !line.startsWith("GOOD"))
                    .toList();
        }
    }

    @Test
    void anyBytesGiveFindings() throws IOException {
        var random = new SplittableRandom(42);
        byte[] entry = new LogBytes(LOG, 5, 0).page(BLOCKS_AT, 1).bytes();
        byte[] good =
                new VhdxBytes(2).block(1, 9).logGuid(LOG).put(LOG_AT, entry).bytes();
        int[] places = {0, 0x10000, 0x20000, 0x30000, 0x40000, LOG_AT, METADATA_AT, VhdxBytes.ITEMS_AT, TABLE_AT};
        for (int i = 0; i < 300; i++) {
            byte[] bytes = good.clone();
            bytes[places[random.nextInt(places.length)] + random.nextInt(80)] = (byte) random.nextInt();
            for (int header : new int[] {0x10000, 0x20000}) {
                VhdxBytes.seal(bytes, header, 4096);
            }
            Findings.of(CHECKS, "a.vhdx", bytes);
        }
    }

    @Test
    void partiallyPresentWithoutParentIsFine() throws IOException {
        assertThat(bad(new VhdxBytes(1).block(0, 7).entry(0, BLOCKS_AT | PARTIALLY_PRESENT)))
                .isEmpty();
    }
}
