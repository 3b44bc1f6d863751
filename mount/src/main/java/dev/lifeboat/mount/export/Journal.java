package dev.lifeboat.mount.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What was written of an export, unit by unit: a file of 48 bytes that say of which source, and 32 bytes for each unit that is
 * not all zeros. A record is written after the data that it tells of; one that is not whole ends the file.
 */
final class Journal implements Closeable {
    private static final byte[] MAGIC = "lifeboat export1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 48;
    private static final int RECORD = 32;
    /** Records that are written together; as many units would be copied again. */
    private static final int TOGETHER = 16;

    private static final int BUFFER = 128 * RECORD;

    private final FileChannel channel;
    private final ByteBuffer pending = ByteBuffer.allocate(TOGETHER * RECORD);
    private long end;

    /**
     * A unit.
     *
     * @param number its offset on the disk divided by the size of a unit
     * @param stored a bit for each block in it that was written, the first one the lowest
     * @param checksum of these blocks
     * @param damaged whether zeros stand for something that could not be read
     */
    record Unit(long number, int stored, long checksum, boolean damaged) {}

    private Journal(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    /**
     * Begins a journal.
     *
     * @param path where nothing is
     * @param identity of source and target
     */
    static Journal create(Path path, String identity) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Journal journal = new Journal(channel, HEADER);
        try {
            writeAll(channel, ByteBuffer.wrap(header(identity)), 0);
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens a journal.
     *
     * @return empty if it is that of another source or target, or none
     */
    static Optional<Journal> open(Path path, String identity) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            readAll(channel, header, 0);
            if (!header.hasRemaining() && Arrays.equals(header.array(), header(identity))) {
                return Optional.of(new Journal(channel, HEADER + (channel.size() - HEADER) / RECORD * RECORD));
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    private static byte[] header(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEADER).put(MAGIC).put(hash).array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    void add(Unit unit) throws IOException {
        pending.putLong(unit.number()).putInt(unit.stored()).putLong(unit.checksum());
        pending.putInt(unit.damaged() ? 1 : 0).putInt(0);
        CRC32C crc = new CRC32C();
        crc.update(pending.array(), pending.position() - 28, 28);
        pending.putInt((int) crc.getValue());
        if (!pending.hasRemaining()) {
            flush();
        }
    }

    void flush() throws IOException {
        int length = pending.position();
        writeAll(channel, pending.flip(), end);
        pending.clear();
        end += length;
    }

    /** Forgets all units but the first ones. */
    void keep(long units) throws IOException {
        end = HEADER + units * RECORD;
        channel.truncate(end);
    }

    /** Reads the units in their order, up to the first that is not whole. */
    Reader reader() throws IOException {
        flush();
        return new Reader();
    }

    /** Goes through the units. */
    final class Reader {
        private final ByteBuffer records = ByteBuffer.allocate(BUFFER).limit(0);
        private long at = HEADER;
        private long last = -1;

        /** Returns null at the end. */
        Unit next() throws IOException {
            if (!records.hasRemaining()) {
                records.clear().limit((int) Math.min(BUFFER, end - at));
                readAll(channel, records, at);
                records.flip();
                records.limit(records.limit() / RECORD * RECORD);
                at += records.limit();
                if (!records.hasRemaining()) {
                    return null;
                }
            }
            CRC32C crc = new CRC32C();
            crc.update(records.array(), records.position(), 28);
            Unit unit = new Unit(records.getLong(), records.getInt(), records.getLong(), (records.getInt() & 1) != 0);
            records.getInt();
            boolean whole = records.getInt() == (int) crc.getValue();
            if (!whole || unit.number() <= last) {
                records.limit(0);
                at = end;
                return null;
            }
            last = unit.number();
            return unit;
        }
    }

    private static void readAll(FileChannel channel, ByteBuffer target, long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            int n = channel.read(target, at);
            if (n <= 0) {
                return;
            }
            at += n;
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer source, long to) throws IOException {
        long at = to;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            channel.close();
        }
    }
}
