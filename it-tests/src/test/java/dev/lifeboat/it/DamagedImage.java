package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A {@link WindowsDisk} that is being damaged; closing it makes it whole again. Finds its way by the plain layout that the
 * tools give so small a disk, and not with the readers that are tested.
 */
final class DamagedImage implements Closeable {
    static final int DATA = 0x80;
    static final int INDEX_ALLOCATION = 0xa0;

    private static final int CLUSTER = 4096;
    private static final int RECORD = 1024;

    private final RandomAccessFile file;
    private final Deque<Undo> undos = new ArrayDeque<>();

    /** Bytes as they were. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Undo(long at, byte[] bytes) {}

    DamagedImage(Path image) throws IOException {
        this.file = new RandomAccessFile(image.toFile(), "rw");
    }

    // ---------------------------------------------------------------- changes

    void write(long at, byte... bytes) throws IOException {
        undos.push(new Undo(at, read(at, bytes.length)));
        file.seek(at);
        file.write(bytes);
    }

    void zero(long at, int length) throws IOException {
        write(at, new byte[length]);
    }

    void flip(long at) throws IOException {
        write(at, (byte) ~read(at, 1)[0]);
    }

    void flipBit(long bits, long bit) throws IOException {
        long at = bits + bit / 8;
        write(at, (byte) (read(at, 1)[0] ^ 1 << bit % 8));
    }

    void copy(long from, long to, int length) throws IOException {
        write(to, read(from, length));
    }

    // ---------------------------------------------------------------- places in a VHDX

    /** The offset of a region: qemu-img lists the block allocation table first, and then the metadata. */
    long region(int index) throws IOException {
        return buffer(0x30000 + 16 + 32L * index, 32).getLong(16);
    }

    long blockEntry(int block) throws IOException {
        return region(0) + 8L * block;
    }

    // ---------------------------------------------------------------- places in the Windows volume

    long record(int number) throws IOException {
        long mft = buffer(WindowsDisk.WINDOWS, 512).getLong(0x30) * CLUSTER;
        long at = WindowsDisk.WINDOWS + mft + (long) number * RECORD;
        assertThat(new String(read(at, 4), ISO_8859_1)).isEqualTo("FILE");
        return at;
    }

    /** The record of a file of the root, found by its name. */
    long record(String name) throws IOException {
        for (int number = 24; number < 200; number++) {
            if (indexOf(read(record(number), RECORD), name) >= 0) {
                return record(number);
            }
        }
        throw new AssertionError("no record has the name " + name);
    }

    private long attribute(long record, int type) throws IOException {
        ByteBuffer bytes = buffer(record, RECORD);
        int at = bytes.getShort(0x14);
        while (bytes.getInt(at) != type) {
            assertThat(bytes.getInt(at)).as("attribute").isNotEqualTo(-1);
            at += bytes.getInt(at + 4);
        }
        return record + at;
    }

    /** Where the value of a resident attribute is. */
    long value(long record, int type) throws IOException {
        long attribute = attribute(record, type);
        return attribute + buffer(attribute, 32).getShort(0x14);
    }

    /** Where the first run of an attribute stands: a byte 0x21, its length in one byte, its cluster in two. */
    long run(long record, int type) throws IOException {
        long attribute = attribute(record, type);
        long run = attribute + buffer(attribute, 64).getShort(0x20);
        assertThat(read(run, 1)[0]).as("form of the run").isEqualTo((byte) 0x21);
        return run;
    }

    long cluster(long record) throws IOException {
        return buffer(run(record, DATA), 4).getShort(2);
    }

    /** Where the clusters of an attribute start. */
    long clusters(long record, int type) throws IOException {
        long attribute = attribute(record, type);
        long run = attribute + buffer(attribute, 64).getShort(0x20);
        int offsetBytes = read(run, 1)[0] >> 4;
        ByteBuffer offset = buffer(run + 1 + (read(run, 1)[0] & 0xf), 8);
        return WindowsDisk.WINDOWS + (offset.getLong(0) & ((1L << (8 * offsetBytes)) - 1)) * CLUSTER;
    }

    /** The entry of a file in some index block: the file's reference comes first, the name 82 bytes later. */
    long entry(String name) throws IOException {
        for (long at = WindowsDisk.WINDOWS; at < WindowsDisk.RECOVERY; at += CLUSTER) {
            if (new String(read(at, 4), ISO_8859_1).equals("INDX")) {
                int used = 0x18 + buffer(at, 0x20).getInt(0x1c); // what a split left behind it is no entry any more
                int found = indexOf(read(at, used), name);
                if (found > 0) {
                    return at + found - 82;
                }
            }
        }
        throw new AssertionError("no entry has the name " + name);
    }

    private static int indexOf(byte[] bytes, String name) {
        // Where a record or index is odd, so are its names: look at bytes, not at characters.
        return new String(bytes, ISO_8859_1).indexOf(new String(name.getBytes(UTF_16LE), ISO_8859_1));
    }

    // ---------------------------------------------------------------- bytes

    private byte[] read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    private ByteBuffer buffer(long at, int length) throws IOException {
        return ByteBuffer.wrap(read(at, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        for (Undo undo : undos) { // the last first
            file.seek(undo.at);
            file.write(undo.bytes);
        }
        file.close();
    }
}
