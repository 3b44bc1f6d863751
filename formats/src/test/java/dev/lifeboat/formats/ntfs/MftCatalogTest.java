package dev.lifeboat.formats.ntfs;

import static dev.lifeboat.formats.ntfs.NtfsBytes.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MftCatalogTest {
    private final TinyVolume volume = TinyVolume.withFiles();

    private MftCatalog scan() throws IOException {
        return MftCatalog.scan(volume.open(), (record, problem) -> {
            throw problem;
        });
    }

    private static List<String> names(MftCatalog catalog, int directory) {
        return Arrays.stream(catalog.links().in(directory))
                .filter(catalog::counts)
                .mapToObj(catalog.links()::name)
                .toList();
    }

    @Test
    void knowsTheNamesInADirectory() throws IOException {
        assertThat(names(scan(), TinyVolume.DOCS))
                .containsExactlyInAnyOrder(
                        "hello.txt", "Fragmented.bin", "sparse.bin", "valid.bin", "streams.txt", "again.txt");
        assertThat(scan().records()).isEqualTo(64);
    }

    @Test
    void knowsFilesAndDirectories() throws IOException {
        MftCatalog catalog = scan();
        assertThat(catalog.directory(TinyVolume.DOCS)).isTrue();
        assertThat(catalog.directory(TinyVolume.HELLO)).isFalse();
        assertThat(catalog.inUse(TinyVolume.HELLO)).isTrue();
        assertThat(catalog.inUse(TinyVolume.DELETED)).isFalse();
        assertThat(catalog.inUse(36)).isFalse(); // no file of its own
        assertThat(catalog.sequence(8)).isEqualTo(8);
    }

    @Test
    void knowsSizesWhereverTheyStand() throws IOException {
        MftCatalog catalog = scan();
        assertThat(catalog.size(TinyVolume.HELLO)).isEqualTo(13);
        assertThat(catalog.size(TinyVolume.FRAGMENTED)).isEqualTo(5000);
        assertThat(catalog.size(TinyVolume.LISTED)).isEqualTo(3500);
        assertThat(catalog.size(TinyVolume.DOCS)).isZero();
    }

    @Test
    void takesNoSizeFromAPieceOfAFileThatIsGone() throws IOException {
        volume.record(36).base(reference(35, 9));
        assertThat(scan().size(TinyVolume.LISTED)).isZero();
    }

    @Test
    void knowsTimesAndAttributes() throws IOException {
        assertThat(scan().modified(TinyVolume.HELLO)).isEqualTo(NtfsBytes.NOON);
        assertThat(scan().attributes(TinyVolume.HELLO)).isEqualTo(0x20);
    }

    @Test
    void knowsLinksWhereverTheirTargetsStand() throws IOException {
        volume.put(
                TinyVolume.FREE,
                new RecordBuilder()
                        .links(0)
                        .base(reference(TinyVolume.HELLO, 1))
                        .resident(0xc0, "", NtfsBytes.symlink("a", "a", true)));
        volume.record(TinyVolume.HELLO)
                .resident(
                        0x20,
                        "",
                        NtfsBytes.concat(
                                NtfsBytes.listEntry(0x10, "", 0, reference(31, 1), 0),
                                NtfsBytes.listEntry(0x30, "", 0, reference(31, 1), 1),
                                NtfsBytes.listEntry(0x80, "", 0, reference(31, 1), 2),
                                NtfsBytes.listEntry(0xc0, "", 0, reference(TinyVolume.FREE, 1), 0)));
        MftCatalog catalog = scan();
        assertThat(catalog.link(TinyVolume.SYMLINK)).isTrue();
        assertThat(catalog.link(TinyVolume.JUNCTION)).isTrue();
        assertThat(catalog.link(TinyVolume.HELLO)).isTrue();
        assertThat(catalog.link(TinyVolume.WOF)).isFalse();
    }

    @Test
    void aNameDoesNotCountWhenItsDirectoryIsGone() throws IOException {
        volume.record(TinyVolume.DOCS).sequence(2);
        assertThat(names(scan(), TinyVolume.DOCS)).isEmpty();
    }

    @Test
    void aNameDoesNotCountWhenItsFileIsGone() throws IOException {
        volume.put(
                TinyVolume.FREE,
                new RecordBuilder()
                        .base(reference(TinyVolume.HELLO, 9))
                        .resident(0x30, "", NtfsBytes.fileName(reference(TinyVolume.DOCS, 1), "old.txt")));
        assertThat(names(scan(), TinyVolume.DOCS)).contains("hello.txt").doesNotContain("old.txt");
    }

    @Test
    void passesOverWhatLeadsOutOfTheTable() throws IOException {
        volume.put(
                TinyVolume.FREE,
                new RecordBuilder()
                        .base(reference(1_000_000, 1))
                        .resident(0x30, "", NtfsBytes.fileName(reference(2_000_000, 1), "far.txt")));
        volume.record(TinyVolume.HELLO).resident(0x30, "", NtfsBytes.fileName(reference(64, 1), "far.txt"));
        assertThat(names(scan(), TinyVolume.DOCS)).contains("hello.txt");
    }

    @Test
    void tellsOfEveryDamagedRecordAndGoesOn() throws IOException {
        volume.record(TinyVolume.FRAGMENTED).resident(0x30, "", new byte[66]);
        volume.bytes()[TinyVolume.recordAt(TinyVolume.HELLO) + 510] ^= 1;
        List<String> damage = new ArrayList<>();
        MftCatalog catalog =
                MftCatalog.scan(volume.open(), (record, problem) -> damage.add(record + ": " + problem.problem()));
        assertThat(damage)
                .containsExactly(
                        "31: record 31: update sequence is 0x0106 in sector 0, expected 0x0107",
                        "32: record 32: $FILE_NAME: name of 0 characters in 66 bytes");
        assertThat(names(catalog, TinyVolume.DOCS)).contains("Fragmented.bin");
    }

    @Test
    void refusesWhatDoesNotFitInMemory() throws IOException {
        Memory.require(1 << 20, "C.img", "a list of 5 names");
        assertThatThrownBy(() -> Memory.require(1L << 40, "C.img", "a list of 5 names"))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("C.img: a list of 5 names takes 1048576 MB of memory, more than is allowed; if the image is"
                        + " that large, run with LIFEBOAT_JAVA_OPTS=-Xmx2097152m");
    }

    /** Two tables are filled at the same time; each alone would fit. */
    @Test
    void namesOfAllTablesTogetherAreBounded() throws IOException {
        MemoryBudget budget = new MemoryBudget(3 << 20);
        LinkTable one = new LinkTable(20_000, budget);
        LinkTable other = new LinkTable(20_000, budget);
        String name = "日".repeat(255);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4_000; i++) {
                        add(one, i, 1, 0, 1, name, false);
                        add(other, i, 1, 0, 1, name, false);
                    }
                })
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageStartingWith(
                        "MFT: a list of more than 2048 names takes 4 MB of memory, more than is allowed");
    }

    @Test
    void keepsNamesOfAnyLetters() throws IOException {
        LinkTable links = new LinkTable(16, new MemoryBudget(1 << 30));
        String[] names = {"a", "Größe", "日本", "\ud800", "x".repeat(255), "日".repeat(255), "\u00ff\u0100"};
        for (int i = 0; i < names.length; i++) {
            add(links, i + 10, i + 65530, 3, 7, names[i], i % 2 == 1);
        }
        links.orderByParent(20);
        assertThat(links.size()).isEqualTo(names.length);
        for (int link : links.in(3)) {
            assertThat(links.name(link)).isEqualTo(names[links.file(link) - 10]);
            assertThat(links.fileSequence(link)).isEqualTo(links.file(link) - 10 + 65530 & 0xffff);
            assertThat(links.parentSequence(link)).isEqualTo(7);
            assertThat(links.dosOnly(link)).isEqualTo(links.file(link) % 2 == 1);
        }
    }

    @Test
    void keepsMoreNamesThanOneChunkHolds() throws IOException {
        LinkTable links = new LinkTable(16, new MemoryBudget(1 << 30));
        String pad = "日".repeat(249);
        for (int i = 0; i < 10_000; i++) {
            add(links, i, 1, i % 3, 1, pad + i, false);
        }
        links.orderByParent(3);
        assertThat(links.in(0)).hasSize(3334);
        assertThat(links.in(2)).hasSize(3333).contains(9998);
        assertThat(links.name(0)).isEqualTo(pad + "0");
        assertThat(links.name(9_999)).isEqualTo(pad + "9999");
    }

    @Test
    void takesOverTheNamesOfAnotherTable() throws IOException {
        LinkTable links = new LinkTable(16, new MemoryBudget(1 << 30));
        LinkTable more = new LinkTable(16, new MemoryBudget(1 << 30));
        String pad = "日".repeat(249);
        for (int i = 0; i < 5_000; i++) { // several chunks each
            add(links, i, 1, 0, 1, pad + i, false);
            add(more, 5_000 + i, 2, 0, 3, pad + (5_000 + i), true);
        }
        links.append(more);
        add(links, 10_000, 1, 0, 1, "last", false);
        links.append(new LinkTable(16, new MemoryBudget(1 << 30)));
        links.orderByParent(1);
        assertThat(links.size()).isEqualTo(10_001);
        for (int link : links.in(0)) {
            boolean other = link >= 5_000 && link < 10_000;
            assertThat(links.file(link)).isEqualTo(link);
            assertThat(links.fileSequence(link)).isEqualTo(other ? 2 : 1);
            assertThat(links.parentSequence(link)).isEqualTo(other ? 3 : 1);
            assertThat(links.dosOnly(link)).isEqualTo(other);
            assertThat(links.name(link)).isEqualTo(link == 10_000 ? "last" : pad + link);
        }
    }

    /** In either half, whichever thread it is that meets the damage. */
    @ParameterizedTest
    @ValueSource(ints = {TinyVolume.HELLO, TinyVolume.FRAGMENTED})
    void endsWhenNobodyWantsToKnowMore(int record) {
        volume.record(record).resident(0x30, "", new byte[66]);
        IOException enough = new IOException("enough");
        assertThatThrownBy(() -> MftCatalog.scan(volume.open(), (number, problem) -> {
                    throw enough;
                }))
                .isSameAs(enough);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("MFT");
    }

    @Test
    void tellsOfDamageInTheThreadThatAsks() throws IOException {
        volume.record(TinyVolume.FRAGMENTED).resident(0x30, "", new byte[66]);
        List<Thread> threads = new ArrayList<>();
        MftCatalog.scan(volume.open(), (number, problem) -> threads.add(Thread.currentThread()));
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    private static void add(
            LinkTable links, int file, int fileSequence, int parent, int parentSequence, String name, boolean dosOnly)
            throws IOException {
        ByteBuffer text = ByteBuffer.allocate(FileName.MOST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        text.asCharBuffer().put(name);
        links.add(file, fileSequence, parent, parentSequence, text.array(), name.length(), dosOnly);
    }
}
