package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * $LogFile as its two restart pages describe it: whether changes may stand in it that are not in the volume yet. The records
 * of the log itself are not read.
 */
public final class LogFile {
    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 64 << 10;

    private final Optional<RestartPage> current;
    private final List<CorruptImageException> problems;

    private LogFile(Optional<RestartPage> current, List<CorruptImageException> problems) {
        this.current = current;
        this.problems = List.copyOf(problems);
    }

    /** What the log says of the volume. */
    public enum State {
        /** All changes are in the volume. */
        CLEAN,
        /** Windows would first finish or take back what the log says, as after every snapshot of a running computer. */
        IN_USE,
        /** Filled with 0xff, as by mkntfs or after a repair; Windows makes it anew. */
        EMPTY,
        /** Neither page can be read. */
        DAMAGED
    }

    /**
     * Reads the restart pages.
     *
     * @param log the content of $LogFile
     * @return what they say; problems are kept rather than thrown
     * @throws IOException if the storage cannot be read
     */
    static LogFile read(ByteSource log) throws IOException {
        List<CorruptImageException> problems = new ArrayList<>(2);
        List<RestartPage> pages = new ArrayList<>(2);
        if (isEmpty(log)) {
            return new LogFile(Optional.empty(), problems);
        }
        int second = 4096;
        for (int i = 0; i < 2; i++) {
            try {
                RestartPage page = RestartPage.read(log, i == 0 ? 0 : second);
                pages.add(page);
                second = page.pageSize();
            } catch (CorruptImageException e) {
                problems.add(e);
            }
        }
        Optional<RestartPage> current = pages.stream().max((a, b) -> Long.compareUnsigned(a.lastLsn(), b.lastLsn()));
        return new LogFile(current, problems);
    }

    private static boolean isEmpty(ByteSource log) throws IOException {
        int length = (int) Math.min(log.size(), 2 * 4096);
        for (byte b : log.bytes(0, length)) {
            if (b != (byte) 0xff) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns what the log says of the volume.
     *
     * @return the state
     */
    public State state() {
        if (current.isPresent()) {
            return current.get().clean() ? State.CLEAN : State.IN_USE;
        }
        return problems.isEmpty() ? State.EMPTY : State.DAMAGED;
    }

    /**
     * Returns the restart page that counts.
     *
     * @return the sound one, or the newer of two; empty if there is none
     */
    public Optional<RestartPage> current() {
        return current;
    }

    /**
     * Returns what is wrong with the restart pages.
     *
     * @return a complaint for each of the two that cannot be read
     */
    public List<CorruptImageException> problems() {
        return problems;
    }

    /**
     * A restart page.
     *
     * @param major version of the log: 1, or 2 where Windows 8 and newer write it in another way
     * @param minor version
     * @param pageSize in bytes, also where the second restart page lies
     * @param byChkdsk whether chkdsk wrote it
     * @param lastLsn the log sequence number up to which it is good
     * @param flags 2 if the volume was left clean
     * @param clients names of those who use the log: NTFS
     */
    public record RestartPage(
            int major, int minor, int pageSize, boolean byChkdsk, long lastLsn, int flags, List<String> clients) {
        private static final int HEADER = 30;
        private static final int CLEAN = 2;
        private static final int NO_CLIENT = 0xffff;
        private static final int CLIENT_SIZE = 160;

        /**
         * Reads one.
         *
         * @param log the content of $LogFile
         * @param at offset of the page
         * @return what it says
         * @throws CorruptImageException if it is torn or contradicts itself
         * @throws IOException if the storage cannot be read
         */
        static RestartPage read(ByteSource log, long at) throws IOException {
            Struct header = Struct.read(log, at, HEADER, "restart page");
            boolean byChkdsk = header.ascii(0, 4).equals("CHKD");
            if (!byChkdsk) {
                header.expectAscii(0, "RSTR");
            }
            long size = header.u32(16);
            if (Long.bitCount(size) != 1 || size < SMALLEST_PAGE || size > LARGEST_PAGE) {
                throw header.corrupt(16, "page size", "is " + size + ", expected a power of two up to 65536");
            }
            Struct page = Struct.read(log, at, (int) size, "restart page");
            byte[] bytes = page.bytes(0, (int) size);
            UpdateSequence.apply(log, at, bytes, 0, (int) size, HEADER, "restart page");
            page = Struct.of(log, at, bytes, "restart page");
            int areaAt = page.u16(24);
            Struct area = page.part(areaAt, size - areaAt, "restart area");
            return new RestartPage(
                    page.u16(28), page.u16(26), (int) size, byChkdsk, area.bits64(0), area.u16(14), clients(area));
        }

        /** A list that begins at a number and goes on by numbers. */
        private static List<String> clients(Struct area) throws CorruptImageException {
            List<String> names = new ArrayList<>(1);
            int count = area.u16(8);
            int array = area.u16(22);
            for (int client = area.u16(12); client != NO_CLIENT; ) {
                if (client >= count || names.size() == count) {
                    throw area.corrupt(12, "client " + client, "is not one of " + count + ", or is met twice");
                }
                Struct record = area.part(array + (long) client * CLIENT_SIZE, CLIENT_SIZE, "client " + client);
                int length = (int) Math.min(record.u32(28), 128);
                names.add(record.utf16(32, length / 2));
                client = record.u16(18);
            }
            return List.copyOf(names);
        }

        /**
         * Tells whether the volume holds all that was done.
         *
         * @return true if nobody uses the log, or it was left clean
         */
        public boolean clean() {
            return clients.isEmpty() || (flags & CLEAN) != 0;
        }
    }
}
