package dev.lifeboat.mount.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interruptions, damage, and what must not be replaced. Other tools read the results in it-tests. */
class ExportTest {
    private static final int MIB = 1 << 20;
    private static final int BLOCKS = 24;

    @TempDir
    private Path folder;

    /** Blocks of 1 MiB: some are not stored, some are zeros, the last ends in the middle. */
    private static VhdxBytes image() {
        VhdxBytes image = new VhdxBytes(BLOCKS).virtualSize(BLOCKS * MIB - 3 * 512);
        for (int n = 0; n < BLOCKS; n++) {
            if (n % 3 != 1) {
                image.block(n, n % 7 == 0 ? 0 : n);
            }
        }
        return image;
    }

    private static ExportSource source(VhdxBytes image) throws IOException {
        return new ExportSource(VhdxDisk.read(ByteSource.of("a.vhdx", image.bytes())), 512, "a.vhdx of that day");
    }

    private static ExportOptions options(ExportFormat format, boolean resume) {
        return new ExportOptions(format, resume, false, true, false);
    }

    private Path to(String name) {
        return folder.resolve(name);
    }

    private ExportResult run(ExportSource source, ExportOptions options, Path to) throws IOException {
        return new Export(source, options, to, (step, done, total) -> {}).run();
    }

    /** Ends after some units. */
    private ExportResult interrupted(ExportSource source, ExportOptions options, Path to, long after)
            throws IOException {
        AtomicReference<Export> export = new AtomicReference<>();
        export.set(new Export(source, options, to, (step, done, total) -> {
            if (done >= after) {
                export.get().stop();
            }
        }));
        return export.get().run();
    }

    private void assertSame(Path file, ExportFormat format, ByteSource expected) throws IOException {
        try (var opened = dev.lifeboat.formats.source.FileSource.open(file)) {
            ByteSource disk = format.open(opened);
            assertThat(disk.size()).isEqualTo(expected.size());
            assertThat(disk.bytes(0, (int) disk.size())).isEqualTo(expected.bytes(0, (int) expected.size()));
        }
    }

    private void assertNothingElse(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterAnInterruption(ExportFormat format) throws IOException {
        ExportSource source = source(image());
        ExportResult first = interrupted(source, options(format, false), to("a"), 5 * MIB);
        assertThat(first.complete()).isFalse();
        assertNothingElse(".a.lifeboat-part", ".a.lifeboat-journal");
        ExportResult second = run(source, options(format, true), to("a"));
        assertThat(second.complete()).isTrue();
        assertThat(second.resumed()).isGreaterThanOrEqualTo(5 * MIB).isLessThan(second.written());
        assertSame(to("a"), format, source.bytes());
        assertNothingElse("a");
        ExportResult whole = run(source, options(format, false), to("b"));
        assertThat(whole.written()).isEqualTo(second.written());
        if (format == ExportFormat.RAW || format == ExportFormat.QCOW2) { // the others hold identifiers of their own
            assertThat(to("a")).hasSameBinaryContentAs(to("b"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheInterruptionSpoiledIsWrittenAgain(ExportFormat format) throws IOException {
        ExportSource source = source(image());
        interrupted(source, options(format, false), to("a"), 8 * MIB);
        Path part = to(".a.lifeboat-part");
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
            file.seek(format == ExportFormat.RAW ? 2 * MIB + 100 : file.length() / 2);
            byte[] spoiled = new byte[100_000]; // a computer that lost its power has not kept all
            java.util.Arrays.fill(spoiled, (byte) 0x55);
            file.write(spoiled);
        }
        ExportResult second = run(source, options(format, true), to("a"));
        assertThat(second.resumed()).isLessThan(8 * MIB);
        assertSame(to("a"), format, source.bytes());
    }

    @Test
    void aPartThatIsCutIsGoneOnWith() throws IOException {
        ExportSource source = source(image());
        interrupted(source, options(ExportFormat.RAW, false), to("a"), 8 * MIB);
        try (RandomAccessFile file = new RandomAccessFile(to(".a.lifeboat-part").toFile(), "rw")) {
            file.setLength(3 * MIB);
        }
        try (RandomAccessFile file =
                new RandomAccessFile(to(".a.lifeboat-journal").toFile(), "rw")) {
            file.setLength(file.length() - 5); // nor is the last record whole
        }
        run(source, options(ExportFormat.RAW, true), to("a"));
        assertSame(to("a"), ExportFormat.RAW, source.bytes());
    }

    @Test
    void anInterruptionWhileGoingOnLosesNothing() throws IOException {
        ExportSource source = source(image());
        interrupted(source, options(ExportFormat.VHDX, false), to("a"), 8 * MIB);
        interrupted(source, options(ExportFormat.VHDX, true), to("a"), 1);
        assertThat(run(source, options(ExportFormat.VHDX, true), to("a")).resumed())
                .isGreaterThanOrEqualTo(8 * MIB);
        assertSame(to("a"), ExportFormat.VHDX, source.bytes());
    }

    @Test
    void anotherImageIsRefused() throws IOException {
        ExportSource source = source(image());
        interrupted(source, options(ExportFormat.RAW, false), to("a"), 8 * MIB);
        ExportSource other = new ExportSource(source.bytes(), 512, "another day");
        assertThatThrownBy(() -> run(other, options(ExportFormat.RAW, true), to("a")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("another image");
        // The same size and time, other bytes:
        ExportSource changed = source(image().block(2, 99));
        assertThatThrownBy(() -> run(changed, options(ExportFormat.RAW, true), to("a")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("is not the same any more at " + 2 * MIB);
        assertThatThrownBy(() -> run(source, options(ExportFormat.QCOW2, true), to("a")))
                .hasMessageContaining("another format");
        assertThatThrownBy(() -> run(source, options(ExportFormat.RAW, false), to("a")))
                .hasMessageContaining("--resume");
        run(source, options(ExportFormat.RAW, true), to("a"));
        assertSame(to("a"), ExportFormat.RAW, source.bytes());
    }

    @Test
    void whatIsThereIsReplacedOnlyIfAskedFor() throws IOException {
        ExportSource source = source(image());
        Files.writeString(to("a"), "mine");
        assertThatThrownBy(() -> run(source, options(ExportFormat.RAW, false), to("a")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("--overwrite");
        assertThat(to("a")).hasContent("mine");
        run(source, new ExportOptions(ExportFormat.RAW, false, false, true, true), to("a"));
        assertSame(to("a"), ExportFormat.RAW, source.bytes());
        Files.createDirectory(to("d"));
        assertThatThrownBy(() -> run(source, new ExportOptions(ExportFormat.RAW, false, false, true, true), to("d")))
                .hasMessageContaining("is no file");
    }

    @Test
    void damageEndsItOrIsListed() throws IOException {
        ExportSource source = source(image().entry(9, 4)); // a state that is reserved
        assertThatThrownBy(() -> run(source, options(ExportFormat.RAW, false), to("a")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("at " + 9 * MIB + " of the disk")
                .hasMessageContaining("block 9: state is 4");
        ExportResult result = run(source, new ExportOptions(ExportFormat.RAW, true, true, true, false), to("a"));
        assertThat(result.damage()).singleElement().satisfies(place -> {
            assertThat(place.offset()).isEqualTo(9L * MIB);
            assertThat(place.length()).isEqualTo(MIB);
        });
        try (var file = dev.lifeboat.formats.source.FileSource.open(to("a"))) {
            assertThat(file.bytes(9 * MIB, MIB)).containsOnly(0);
            assertThat(file.bytes(8 * MIB, 1)).containsExactly(8);
            assertThat(file.bytes(11 * MIB, 1)).containsExactly(11);
        }
    }

    /** Of an interrupted run, too, it is known what stands for damage. */
    @Test
    void damageIsListedAfterAnInterruption() throws IOException {
        ExportSource source = source(image().entry(2, 4));
        ExportOptions ignoring = new ExportOptions(ExportFormat.QCOW2, false, true, true, false);
        interrupted(source, ignoring, to("a"), 6 * MIB);
        ExportResult result = run(source, new ExportOptions(ExportFormat.QCOW2, true, true, true, false), to("a"));
        assertThat(result.resumed()).isPositive();
        assertThat(result.damage()).extracting(ExportResult.Damaged::offset).containsExactly(2L * MIB);
    }

    /** A disk that answers again, when it is gone on with: what it says now is written. */
    @ParameterizedTest
    @EnumSource
    void zerosDoNotStayForWhatCanBeReadAgain(ExportFormat format) throws IOException {
        ExportSource sound = source(image());
        Flaky flaky = new Flaky(sound.bytes());
        ExportSource source = new ExportSource(flaky, 512, sound.identity());
        interrupted(source, new ExportOptions(format, false, true, true, false), to("a"), 8 * MIB);
        flaky.failing.set(false);
        ExportResult result = run(source, new ExportOptions(format, true, true, true, false), to("a"));
        assertThat(result.damage()).isEmpty();
        assertSame(to("a"), format, sound.bytes());
    }

    /** Fails in its sixth MiB. */
    private record Flaky(ByteSource source, AtomicBoolean failing) implements ByteSource {
        Flaky(ByteSource source) {
            this(source, new AtomicBoolean(true));
        }

        @Override
        public String name() {
            return "flaky";
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            if (failing.get() && offset < 6 * MIB && offset + target.remaining() > 5 * MIB) {
                throw new IOException("no answer");
            }
            source.read(offset, target);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 512, 65536, MIB - 512, MIB + 512, 2 * MIB, 3 * MIB + 1536})
    void sizesOfAllKinds(int size) throws IOException {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 7);
        ExportSource source = new ExportSource(ByteSource.of("raw", bytes), 512, "");
        for (ExportFormat format : ExportFormat.values()) {
            Path to = to(format + "-" + size);
            run(source, options(format, false), to);
            int sectors = format == ExportFormat.RAW ? size : (size + 511) / 512 * 512;
            assertSame(to, format, ByteSource.of("raw", java.util.Arrays.copyOf(bytes, sectors)));
        }
    }

    @Test
    void sectorsOf4096BytesAreKeptOrRefused() throws IOException {
        VhdxDisk disk = VhdxDisk.read(ByteSource.of(
                "a.vhdx", new VhdxBytes(3).sectorSize(4096).block(1, 5).bytes()));
        ExportSource source = new ExportSource(disk, 4096, "");
        assertThat(ExportFormat.VHD.obstacle(disk.size(), 4096)).contains("4096", "--format vhdx");
        run(source, options(ExportFormat.VHDX, false), to("a"));
        try (VhdxDisk made = VhdxDisk.open(to("a"))) {
            assertThat(made.metadata().logicalSectorSize()).isEqualTo(4096);
            assertThat(made.bytes(MIB, 1)).containsExactly(5);
        }
    }

    @Test
    void largeDisksTakeWhatTheyStoreOnly() throws IOException {
        ByteSource large = new ByteSource() {
            @Override
            public String name() {
                return "large";
            }

            @Override
            public long size() {
                return 2041L << 30;
            }

            @Override
            public void read(long offset, ByteBuffer target) {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(ExportFormat.VHD.obstacle(large.size(), 512)).contains("2040 GiB");
        // A disk of 63 TiB with a single block at its end:
        VhdxBytes image = new VhdxBytes(3).block(0, 3);
        ByteSource small = VhdxDisk.read(ByteSource.of("a.vhdx", image.bytes()));
        ExportSource source = new ExportSource(new Tail(small, 63L << 40), 512, "");
        for (ExportFormat format : new ExportFormat[] {ExportFormat.VHDX, ExportFormat.QCOW2}) {
            ExportResult result = run(source, options(format, false), to(format.name()));
            assertThat(result.written()).isLessThanOrEqualTo(16 * MIB);
            try (var opened = dev.lifeboat.formats.source.FileSource.open(to(format.name()))) {
                assertThat(opened.size()).isLessThan(128 * MIB);
                assertThat(format.open(opened).bytes((63L << 40) - 3 * MIB, 1)).containsExactly(3);
            }
        }
    }

    /** A large disk that is a hole but for its end. */
    private record Tail(ByteSource end, long size) implements dev.lifeboat.formats.source.SparseSource {
        @Override
        public String name() {
            return "tail";
        }

        private long start() {
            return size - end.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            while (target.hasRemaining() && offset < start()) {
                target.put((byte) 0);
                offset++;
            }
            end.read(offset - start(), target);
        }

        @Override
        public Extent extentAt(long offset) {
            return offset < start()
                    ? new Extent(Origin.NOWHERE, start() - offset)
                    : new Extent(Origin.STORED, size - offset);
        }
    }
}
