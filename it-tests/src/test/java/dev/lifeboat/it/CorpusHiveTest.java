package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.Recovery;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Registry hives against what reglookup lists, and against a hive that Windows recovered itself. */
@ExtendWith(Corpus.class)
class CorpusHiveTest {
    private static final String YARP = "msuhanov+yarp/";
    private static final String SYSTEM_B = "mkorman90+regipy/SYSTEM_B";
    private static final Set<String> DAMAGED =
            Set.of(YARP + "BadListHive", YARP + "GarbageHive", YARP + "TruncatedHive");
    private static final int BINS_AT = 4096;
    private static final int LOG_ENTRIES_AT = 512;

    static Stream<Corpus.Entry> hives() {
        return Corpus.ofKind("hive").stream().filter(entry -> !DAMAGED.contains(entry.name()));
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Corpus.unpack(Corpus.entry(name)));
    }

    private static ByteSource open(String name) throws IOException {
        return ByteSource.of(name, bytes(name));
    }

    /** Of a dirty hive, reglookup lists what the file holds, whatever the logs have to add; so do we without them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hives")
    void everyKeyAndValue(Corpus.Entry entry) throws IOException {
        ReglookupDump dump = ReglookupDump.read(entry.beside(".reglookup.csv.gz"));
        dump.assertSame(Hive.read(open(entry.name())));
        assertThat((long) dump.keys()).isEqualTo(entry.oracle().number("reglookup: .* (\\d+) keys"));
        assertThat((long) dump.values()).isEqualTo(entry.oracle().number("reglookup: .* (\\d+) values"));
    }

    /** The logs have all four writes since; Windows made the other file of this one and the logs. */
    @Test
    void logsMakeOfADirtyHiveWhatWindowsMakesOfIt() throws IOException {
        String dirty = YARP + "NewDirtyHive1__NewDirtyHive";
        Hive ours = Hive.read(open(dirty), List.of(open(dirty + ".LOG2"), open(dirty + ".LOG1")));
        assertThat(ours.recovery()).isEqualTo(new Recovery(Recovery.State.REPLAYED, 4, 20480, List.of()));
        Hive windows = Hive.read(open(YARP + "NewDirtyHive1__RecoveredHive_Windows10"));
        assertThat(windows.recovery().state()).isEqualTo(Recovery.State.CLEAN);
        assertThat(content(ours)).isEqualTo(content(windows)).hasSizeGreaterThan(5);
        assertThat(Hive.read(open(dirty)).recovery().state()).isEqualTo(Recovery.State.INCOMPLETE);
    }

    /** Each key with its time and security descriptor, each value with its data. */
    private static List<String> content(Hive hive) throws IOException {
        List<String> lines = new ArrayList<>();
        hive.walk(key -> {
            lines.add(key + " " + key.lastWritten() + " " + key.className() + " "
                    + key.securityDescriptor().map(HexFormat.of()::formatHex));
            for (RegistryValue value : key.values()) {
                lines.add(key + " " + value + " " + HexFormat.of().formatHex(value.data()));
            }
        });
        return lines;
    }

    /** Twenty-four entries in two logs; numbers before them are missing, as Windows had written what they hold. */
    @Test
    void replayedHiveReadsLikeOneWithTheLogsWrittenIntoIt(@TempDir Path folder) throws IOException {
        Tools.require("reglookup");
        byte[] log1 = bytes(SYSTEM_B + ".LOG1.gz");
        byte[] log2 = bytes(SYSTEM_B + ".LOG2.gz");
        Hive hive =
                Hive.read(open(SYSTEM_B + ".gz"), List.of(ByteSource.of("LOG1", log1), ByteSource.of("LOG2", log2)));
        assertThat(hive.recovery().state()).isEqualTo(Recovery.State.REPLAYED);
        assertThat(hive.recovery().entries()).isEqualTo(24);

        Path written = folder.resolve("SYSTEM");
        Files.write(written, write(bytes(SYSTEM_B + ".gz"), log1, log2));
        Path listing = folder.resolve("listing");
        Process process = new ProcessBuilder("reglookup", written.toString())
                .redirectOutput(listing.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.onExit().join().exitValue()).isZero();
        ReglookupDump dump = ReglookupDump.parse(Files.readString(listing, StandardCharsets.ISO_8859_1));
        dump.assertSame(hive);
        assertThat(dump.keys()).isEqualTo(35595);
    }

    /** Copies all pages of the logs into the hive, one after the other. */
    private static byte[] write(byte[] hive, byte[]... logs) {
        ByteBuffer out = ByteBuffer.wrap(Arrays.copyOf(hive, 16 << 20)).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] log : logs) {
            ByteBuffer in = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
            int at = LOG_ENTRIES_AT;
            int sequence = in.getInt(at + 12);
            for (; in.getInt(at) == 0x454c7648 && in.getInt(at + 12) == sequence; sequence++) {
                int count = in.getInt(at + 20);
                int page = at + 40 + 8 * count;
                for (int i = 0; i < count; i++) {
                    int length = in.getInt(at + 44 + 8 * i);
                    out.put(BINS_AT + in.getInt(at + 40 + 8 * i), log, page, length);
                    page += length;
                }
                out.putInt(40, in.getInt(at + 16));
                at += in.getInt(at + 4);
            }
        }
        fixChecksum(out);
        return Arrays.copyOf(out.array(), BINS_AT + out.getInt(40));
    }

    private static void fixChecksum(ByteBuffer block) {
        int sum = 0;
        for (int i = 0; i < 508; i += 4) {
            sum ^= block.getInt(i);
        }
        block.putInt(508, sum);
    }

    @Test
    void aLogWithAWrongChecksumIsOfNoUse() throws IOException {
        String dirty = YARP + "BadLogHive1__BadLogHive";
        Hive hive = Hive.read(open(dirty), List.of(open(dirty + ".LOG1")));
        assertThat(hive.recovery().state()).isEqualTo(Recovery.State.INCOMPLETE);
        assertThat(hive.recovery().unused()).containsExactly(dirty + ".LOG1: the checksum of its base block is wrong");
    }

    /** The same log with a right checksum: 64 dirty pages of 512 bytes, of which the hive has most already. */
    @Test
    void anOldLogIsReplayed() throws IOException {
        String dirty = YARP + "BadLogHive1__BadLogHive";
        byte[] log = bytes(dirty + ".LOG1");
        fixChecksum(ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN));
        Hive hive = Hive.read(open(dirty), List.of(ByteSource.of("LOG1", log)));
        assertThat(hive.recovery().state()).isEqualTo(Recovery.State.REPLAYED);
        assertThat(hive.recovery().changedBytes()).isEqualTo(32768);
        assertThat(hive.find("key_with_many_subkeys\\1")).isEmpty();
        RegistryKey changed = hive.find("key_with_many_subkeys\\4500").orElseThrow();
        assertThat(changed.value("v").orElseThrow().texts()).containsExactly("a", "bb", "ccc");
        assertThat(changed.lastWritten().orElseThrow().truncatedTo(ChronoUnit.SECONDS))
                .isEqualTo("2017-03-06T03:15:11Z");
    }

    @Test
    void damagedHivesSayWhatIsWrong() throws IOException {
        Hive list = Hive.read(open(YARP + "BadListHive"));
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> list.walk(key -> seen.add(key.name())))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(YARP + "BadListHive at 0x1484: registry key: parent is 896, expected 744");
        assertThat(seen).endsWith("1", "2");
        assertThatThrownBy(() -> Hive.read(open(YARP + "GarbageHive")))
                .hasMessage(YARP
                        + "GarbageHive at 0x1fc: registry base block: checksum is 0x4c564e49, computed 0x94d865b7");
        assertThatThrownBy(() -> Hive.read(open(YARP + "TruncatedHive")))
                .hasMessage(YARP + "TruncatedHive at 0x3000: hive bins: end at 0x78000, but the file ends before;"
                        + " it is cut short");
    }

    @Test
    void keysAreFoundWhateverTheCase() throws IOException {
        Hive hive = Hive.read(open("mkorman90+regipy/SYSTEM.gz"));
        RegistryKey key = hive.find("\\CONTROLSET001\\control\\AGP").orElseThrow();
        assertThat(key.path()).isEqualTo("ControlSet001\\Control\\AGP");
        assertThat(key.value("102b0520").orElseThrow().data()).startsWith(0x80, 0);
        assertThat(hive.find("ControlSet001\\Control\\NoSuch\\Key")).isEmpty();
        Hive letters = Hive.read(open("libguestfs+hivex/special"));
        assertThat(letters.find("ABCD_\u00c4\u00d6\u00dc\u00df")).isPresent();
    }

    /** Any damage gives a hive that can be walked, or a complaint; nothing else, and soon. */
    @Test
    void damageIsNamedOrHarmless() throws IOException {
        var random = new SplittableRandom(2026);
        for (String name :
                List.of("ColinFinck+nt-hive/testhive", YARP + "BigDataHive", YARP + "NewDirtyHive1__NewDirtyHive")) {
            byte[] sound = bytes(name);
            List<ByteSource> logs =
                    name.endsWith("NewDirtyHive") ? List.of(open(name + ".LOG1"), open(name + ".LOG2")) : List.of();
            for (int i = 0; i < 300; i++) {
                byte[] bytes = sound.clone();
                for (int n = random.nextInt(1, 20); n > 0; n--) {
                    int at = random.nextInt(4) == 0
                            ? random.nextInt(512)
                            : random.nextInt(Math.min(bytes.length, 160_000));
                    bytes[at] = (byte) random.nextInt();
                }
                if (random.nextBoolean()) {
                    fixChecksum(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
                }
                try {
                    content(Hive.read(ByteSource.of(name, bytes), logs));
                } catch (ImageException expected) {
                    assertThat(expected).hasMessageStartingWith(name);
                }
            }
        }
    }
}
