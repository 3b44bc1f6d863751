package dev.lifeboat.formats.vhdx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Makes one entry of a log, with its checksum. */
public final class LogBytes {
    private static final int SECTOR = 4096;

    private final UUID guid;
    private final long sequence;
    private final int tail;
    private long flushed;
    private long last;
    private final List<Change> changes = new ArrayList<>();

    /** A page of one value, or zeros where there is no page. */
    private static final class Change {
        private final long at;
        private final long zeros;
        private final byte[] page;

        Change(long at, long zeros, byte[] page) {
            this.at = at;
            this.zeros = zeros;
            this.page = page;
        }
    }

    /**
     * @param tail offset in the log where replay starts
     */
    public LogBytes(UUID guid, long sequence, int tail) {
        this.guid = guid;
        this.sequence = sequence;
        this.tail = tail;
    }

    public LogBytes fileSize(long flushedFileOffset, long lastFileOffset) {
        flushed = flushedFileOffset;
        last = lastFileOffset;
        return this;
    }

    /** Each byte of the page has another value than its neighbour. */
    public LogBytes page(long at, int seed) {
        return page(at, pageOf(seed));
    }

    public LogBytes page(long at, byte[] page) {
        changes.add(new Change(at, 0, page));
        return this;
    }

    public static byte[] pageOf(int seed) {
        byte[] page = new byte[SECTOR];
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (seed + i);
        }
        return page;
    }

    public LogBytes zeros(long at, long length) {
        changes.add(new Change(at, length, null));
        return this;
    }

    public byte[] bytes() {
        int descriptorSectors = (64 + 32 * changes.size() + SECTOR - 1) / SECTOR;
        long pages = changes.stream().filter(change -> change.page != null).count();
        byte[] bytes = new byte[(int) (descriptorSectors + pages) * SECTOR];
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, ascii("loge")).putInt(8, bytes.length).putInt(12, tail);
        b.putLong(16, sequence).putInt(24, changes.size());
        b.put(32, VhdxBytes.guid(guid)).putLong(48, flushed).putLong(56, last);
        int descriptor = 64;
        int data = descriptorSectors * SECTOR;
        for (Change change : changes) {
            b.putLong(descriptor + 16, change.at).putLong(descriptor + 24, sequence);
            if (change.page == null) {
                b.put(descriptor, ascii("zero")).putLong(descriptor + 8, change.zeros);
            } else {
                b.put(descriptor, ascii("desc"));
                b.put(descriptor + 4, Arrays.copyOfRange(change.page, 4092, 4096));
                b.put(descriptor + 8, Arrays.copyOfRange(change.page, 0, 8));
                b.put(data, change.page).put(data, ascii("data"));
                b.putInt(data + 4, (int) (sequence >>> 32)).putInt(data + 4092, (int) sequence);
                data += SECTOR;
            }
            descriptor += 32;
        }
        VhdxBytes.seal(bytes, 0, bytes.length);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
