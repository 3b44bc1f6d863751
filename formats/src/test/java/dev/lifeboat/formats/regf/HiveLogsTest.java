package dev.lifeboat.formats.regf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs built here, replayed over a hive. Each version of the hive has one key, named by a letter. */
class HiveLogsTest {
    private static final int BINS = 4096;

    private static byte[] hive(String name) {
        return HiveBytes.of(new TestKey("ROOT").with(new TestKey(name)), BINS);
    }

    /** As Windows leaves it when it is stopped in the middle of write 7. */
    private static byte[] dirty() {
        byte[] hive = hive("a");
        HiveBytes.putInt(hive, 4, 8);
        return HiveBytes.fixChecksum(hive);
    }

    private static byte[] newLog(int firstSequence, String... names) throws IOException {
        byte[][] versions = Arrays.stream(names).map(HiveLogsTest::hive).toArray(byte[][]::new);
        return HiveLogBytes.newLog(firstSequence, versions);
    }

    private static byte[] oldLog(int bits, String name) {
        return HiveLogBytes.oldLog(8, bits, hive(name));
    }

    private static Hive read(byte[] hive, byte[]... logs) throws IOException {
        ByteSource[] sources = new ByteSource[logs.length];
        for (int i = 0; i < logs.length; i++) {
            sources[i] = ByteSource.of("LOG" + (i + 1), logs[i]);
        }
        return Hive.read(ByteSource.of("HIVE", hive), List.of(sources));
    }

    private static String name(Hive hive) throws IOException {
        return hive.root().subkeys().get(0).name();
    }

    @Test
    void entriesOfBothLogsFollowEachOther() throws IOException {
        Hive hive = read(dirty(), newLog(9, "d", "e"), newLog(7, "b", "c"));
        assertThat(name(hive)).isEqualTo("e");
        assertThat(hive.recovery()).isEqualTo(new Recovery(Recovery.State.REPLAYED, 4, BINS, List.of()));
        assertThat(hive.baseBlock().primarySequence()).isEqualTo(10);
        assertThat(hive.baseBlock().dirty()).isFalse();
    }

    @Test
    void aCleanHiveNeedsNoLog() throws IOException {
        assertThat(name(read(hive("a"), newLog(7, "b")))).isEqualTo("a");
    }

    @Test
    void olderEntriesHaveNothingToAdd() throws IOException {
        Hive hive = read(dirty(), newLog(5, "x", "y"));
        assertThat(name(hive)).isEqualTo("a");
        assertThat(hive.recovery().state()).isEqualTo(Recovery.State.INCOMPLETE);
        assertThat(hive.recovery().unused()).containsExactly("LOG1: holds no entry from number 7 on");
    }

    @Test
    void replayEndsBeforeAGap() throws IOException {
        Hive hive = read(dirty(), newLog(7, "b"), newLog(9, "d"));
        assertThat(name(hive)).isEqualTo("b");
        assertThat(hive.recovery().unused()).containsExactly("LOG2: entries from number 9 on do not follow number 7");
    }

    @Test
    void replayEndsBeforeATornEntry() throws IOException {
        byte[] log = newLog(7, "b", "c");
        log[log.length - 1] ^= 1;
        assertThat(name(read(dirty(), log))).isEqualTo("b");
        log[512 + 12] ^= 1;
        assertThat(read(dirty(), log).recovery().state()).isEqualTo(Recovery.State.INCOMPLETE);
    }

    @Test
    void aDestroyedBaseBlockIsTakenFromTheLog() throws IOException {
        byte[] hive = dirty();
        Arrays.fill(hive, 0, 512, (byte) 0x55);
        assertThat(name(read(hive, newLog(7, "b", "c")))).isEqualTo("c");
        assertThatThrownBy(() -> read(hive)).hasMessageContaining("signature is \"UUUU\", expected \"regf\"");
        byte[] sums = dirty();
        sums[4] = 99;
        assertThat(name(read(sums, newLog(7, "b")))).isEqualTo("b");
    }

    @Test
    void anOldLogHasTheChangedPages() throws IOException {
        Hive hive = read(dirty(), oldLog(0x01, "b"));
        assertThat(name(hive)).isEqualTo("b");
        assertThat(hive.recovery()).isEqualTo(new Recovery(Recovery.State.REPLAYED, 1, 512, List.of()));
        assertThat(name(read(dirty(), oldLog(0xff, "c")))).isEqualTo("c");
    }

    @Test
    void anOldLogOfAnotherTimeIsOfNoUse() throws IOException {
        byte[] log = oldLog(0x01, "b");
        log[12] ^= 1;
        assertThat(read(dirty(), HiveBytes.fixChecksum(log)).recovery().unused())
                .containsExactly("LOG1: was made for another state of the hive");
    }

    @Test
    void anOldLogThatIsCutShortIsOfNoUse() throws IOException {
        byte[] log = Arrays.copyOf(oldLog(0x03, "b"), 1536);
        assertThat(read(dirty(), log).recovery().unused())
                .containsExactly("LOG1 at 0x600: dirty page: lies behind the end at 0x600");
        assertThat(read(dirty(), new byte[0], new byte[100], hive("x"))
                        .recovery()
                        .unused())
                .containsExactly(
                        "LOG2 at 0x0: registry base block: 512 bytes do not fit in 100 bytes",
                        "LOG3: is no log, but a hive");
    }
}
