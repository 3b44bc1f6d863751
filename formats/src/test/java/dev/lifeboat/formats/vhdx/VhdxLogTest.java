package dev.lifeboat.formats.vhdx;

import static dev.lifeboat.formats.vhdx.VhdxBytes.BLOCKS_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.LOG_AT;
import static dev.lifeboat.formats.vhdx.VhdxBytes.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VhdxLogTest {
    private static final UUID GUID = new UUID(0xabcd, 0xef01);
    private static final int PAGE = 4096;
    /** Two blocks that are full of ones. */
    private final VhdxBytes file = new VhdxBytes(2).logGuid(GUID).block(0, 1).block(1, 1);

    private static LogBytes entry(long sequence, int tail) {
        return new LogBytes(GUID, sequence, tail);
    }

    private ByteSource replayed() throws IOException {
        ByteSource source = file.source("a.vhdx");
        return VhdxLog.read(source, VhdxHeader.readCurrent(source)).contents();
    }

    private byte[] page(long at) throws IOException {
        return replayed().bytes(at, PAGE);
    }

    private static byte[] pageOf(int value) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) value);
        return page;
    }

    @Test
    void putsDataAndZerosInTheirPlaces() throws IOException {
        file.put(
                LOG_AT,
                entry(5, 0)
                        .page(BLOCKS_AT + PAGE, 42)
                        .zeros(BLOCKS_AT + 4 * PAGE, 2 * PAGE)
                        .bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(pageOf(1));
        assertThat(page(BLOCKS_AT + PAGE)).isEqualTo(LogBytes.pageOf(42));
        assertThat(page(BLOCKS_AT + 4 * PAGE)).isEqualTo(pageOf(0));
        assertThat(page(BLOCKS_AT + 5 * PAGE)).isEqualTo(pageOf(0));
        assertThat(page(BLOCKS_AT + 6 * PAGE)).isEqualTo(pageOf(1));
    }

    @Test
    void readsAnyRangeOverTheBordersOfChanges() throws IOException {
        file.put(
                LOG_AT,
                entry(5, 0)
                        .page(BLOCKS_AT + PAGE, 42)
                        .zeros(BLOCKS_AT + 2 * PAGE, PAGE)
                        .bytes());
        byte[] whole = new byte[4 * PAGE];
        Arrays.fill(whole, (byte) 1);
        System.arraycopy(LogBytes.pageOf(42), 0, whole, PAGE, PAGE);
        Arrays.fill(whole, 2 * PAGE, 3 * PAGE, (byte) 0);
        for (int from : new int[] {0, PAGE - 1, PAGE, PAGE + 7, PAGE + 8, 2 * PAGE - 4, 2 * PAGE - 1}) {
            for (int length : new int[] {1, 5, 9, PAGE, PAGE + 3, 2 * PAGE}) {
                assertThat(replayed().bytes(BLOCKS_AT + from, length))
                        .as("%s bytes at %s", length, from)
                        .isEqualTo(Arrays.copyOfRange(whole, from, from + length));
            }
        }
    }

    @Test
    void laterEntriesWin() throws IOException {
        file.put(LOG_AT, entry(5, 0).zeros(BLOCKS_AT, 8 * PAGE).bytes());
        file.put(
                LOG_AT + PAGE,
                entry(6, 0)
                        .page(BLOCKS_AT + PAGE, 42)
                        .page(BLOCKS_AT + 2 * PAGE, 43)
                        .bytes());
        file.put(
                LOG_AT + 4 * PAGE, entry(7, 0).zeros(BLOCKS_AT + 2 * PAGE, PAGE).bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(pageOf(0));
        assertThat(page(BLOCKS_AT + PAGE)).isEqualTo(LogBytes.pageOf(42));
        assertThat(page(BLOCKS_AT + 2 * PAGE)).isEqualTo(pageOf(0));
        assertThat(page(BLOCKS_AT + 7 * PAGE)).isEqualTo(pageOf(0));
        assertThat(page(BLOCKS_AT + 8 * PAGE)).isEqualTo(pageOf(1));
    }

    @Test
    void startsAtTheTailOfTheLastEntry() throws IOException {
        file.put(LOG_AT, entry(5, 0).page(BLOCKS_AT, 42).bytes());
        file.put(
                LOG_AT + 2 * PAGE, entry(6, 2 * PAGE).page(BLOCKS_AT + PAGE, 43).bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(pageOf(1));
        assertThat(page(BLOCKS_AT + PAGE)).isEqualTo(LogBytes.pageOf(43));
    }

    @Test
    void takesTheSequenceWithTheGreatestNumberWhoseTailIsInIt() throws IOException {
        file.put(LOG_AT, entry(5, 0).page(BLOCKS_AT, 42).bytes());
        file.put(LOG_AT + 16 * PAGE, entry(9, 16 * PAGE).page(BLOCKS_AT, 43).bytes());
        file.put(LOG_AT + 32 * PAGE, entry(99, 5 * PAGE).page(BLOCKS_AT, 44).bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(LogBytes.pageOf(43));
    }

    @Test
    void comparesSequenceNumbersUnsigned() throws IOException {
        file.put(LOG_AT, entry(5, 0).page(BLOCKS_AT, 42).bytes());
        file.put(LOG_AT + 16 * PAGE, entry(-9, 16 * PAGE).page(BLOCKS_AT, 43).bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(LogBytes.pageOf(43));
    }

    @Test
    void ignoresATornEntry() throws IOException {
        file.put(LOG_AT, entry(5, 0).page(BLOCKS_AT, 42).bytes());
        byte[] torn = entry(6, 0).page(BLOCKS_AT, 43).bytes();
        torn[PAGE + 100] ^= 1;
        file.put(LOG_AT + 2 * PAGE, torn);
        assertThat(page(BLOCKS_AT)).isEqualTo(LogBytes.pageOf(42));
    }

    @Test
    void goesOnAtTheStartOfTheLogBehindItsEnd() throws IOException {
        byte[] wrapped = entry(5, MIB - PAGE).page(BLOCKS_AT, 42).bytes();
        file.put(LOG_AT + MIB - PAGE, Arrays.copyOf(wrapped, PAGE));
        file.put(LOG_AT, Arrays.copyOfRange(wrapped, PAGE, 2 * PAGE));
        file.put(LOG_AT + PAGE, entry(6, MIB - PAGE).page(BLOCKS_AT + PAGE, 43).bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(LogBytes.pageOf(42));
        assertThat(page(BLOCKS_AT + PAGE)).isEqualTo(LogBytes.pageOf(43));
    }

    /** The first sector of an entry has room for 126 descriptors, the second for 128 more. */
    @Test
    void followsDescriptorsIntoFurtherSectors() throws IOException {
        for (int count : new int[] {125, 126, 127, 200}) {
            LogBytes entry = entry(5, 0);
            for (int i = 0; i < count; i++) {
                entry = i % 100 == 99 ? entry.page(BLOCKS_AT + i * PAGE, i) : entry.zeros(BLOCKS_AT + i * PAGE, PAGE);
            }
            file.put(LOG_AT, entry.bytes());
            int last = count - 1;
            assertThat(page(BLOCKS_AT + last * PAGE))
                    .as("%s descriptors", count)
                    .isEqualTo(last % 100 == 99 ? LogBytes.pageOf(last) : pageOf(0));
            assertThat(page(BLOCKS_AT + 99 * PAGE)).isEqualTo(LogBytes.pageOf(99));
        }
    }

    @Test
    void ignoresOldEntriesWhenTheLogIsNotLive() throws IOException {
        file.logGuid(new UUID(0, 0)).put(LOG_AT, entry(5, 0).page(BLOCKS_AT, 42).bytes());
        assertThat(page(BLOCKS_AT)).isEqualTo(pageOf(1));
    }

    @Test
    void refusesALiveLogWithoutAValidEntry() {
        file.put(LOG_AT, new LogBytes(new UUID(1, 1), 5, 0).page(BLOCKS_AT, 42).bytes());
        assertThatThrownBy(this::replayed)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhdx at 0x100000: VHDX log: has no valid entries of"
                        + " {00000000-0000-abcd-0000-00000000ef01}, although the header says so");
    }

    @Test
    void refusesAFileThatIsShorterThanWhenTheLogWasWritten() {
        file.put(LOG_AT, entry(5, 0).fileSize(7L * MIB + 1, 7L * MIB + 1).bytes());
        assertThatThrownBy(this::replayed)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.vhdx at 0x100030: VHDX log entry: the file had at least 7340033 bytes when this was written"
                                + " and now has 7340032: it was cut off");
    }

    @Test
    void readsZerosWhereTheLogMakesTheFileLonger() throws IOException {
        file.put(LOG_AT, entry(5, 0).fileSize(0, 8L * MIB).page(8L * MIB, 42).bytes());
        assertThat(replayed().size()).isEqualTo(8L * MIB + PAGE);
        assertThat(page(7L * MIB)).isEqualTo(pageOf(0));
        assertThat(page(8L * MIB)).isEqualTo(LogBytes.pageOf(42));
    }

    @Test
    void refusesChangesToHeadersAndToTheLogItself() {
        file.put(LOG_AT, entry(5, 0).page(VhdxHeader.FIRST_AT, 42).bytes());
        assertThatThrownBy(this::replayed)
                .isInstanceOf(CorruptImageException.class)
                .hasMessage("a.vhdx at 0x100050: VHDX log entry: descriptor changes 4096 bytes at 0x10000,"
                        + " where the log never writes");
        file.put(LOG_AT, entry(5, 0).zeros(LOG_AT - PAGE, 2 * PAGE).bytes());
        assertThatThrownBy(this::replayed)
                .hasMessage("a.vhdx at 0x100050: VHDX log entry: descriptor changes 8192 bytes at 0xff000,"
                        + " where the log never writes");
    }

    @Test
    void refusesALogThatCannotBeThere() {
        byte[] bytes = file.bytes();
        bytes[0x20000 + 72 + 1] = 0x10; // log offset
        VhdxBytes.seal(bytes, 0x20000, 4096);
        ByteSource source = ByteSource.of("a.vhdx", bytes);
        assertThatThrownBy(() -> VhdxLog.read(source, VhdxHeader.readCurrent(source)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(
                        "a.vhdx at 0x101000: VHDX log: has to be replayed, and cannot be here with a length of 1048576"
                                + " bytes");
    }

    @Test
    void refusesALiveLogOfAnUnknownVersion() {
        byte[] bytes = file.bytes();
        bytes[0x20000 + 64] = 3;
        VhdxBytes.seal(bytes, 0x20000, 4096);
        ByteSource source = ByteSource.of("a.vhdx", bytes);
        assertThatThrownBy(() -> VhdxLog.read(source, VhdxHeader.readCurrent(source)))
                .hasMessage("a.vhdx: version 3 of the VHDX log is not supported, and the log has to be replayed");
    }
}
