package dev.lifeboat.formats.regf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Builds transaction logs byte by byte. */
public final class HiveLogBytes {
    /** Where the first entry of a log is. */
    public static final int ENTRIES_AT = 512;

    private static final int NEW = 6;
    private static final int OLD = 1;
    private static final int PAGE = 512;
    private static final int ENTRY_HEADER = 48;

    private HiveLogBytes() {}

    private static byte[] log(byte[] hive, int type, int sequence, int size) {
        byte[] log = Arrays.copyOf(Arrays.copyOf(hive, 512), size);
        HiveBytes.putInt(log, 28, type);
        HiveBytes.putInt(log, 4, sequence);
        HiveBytes.putInt(log, 8, sequence);
        return HiveBytes.fixChecksum(log);
    }

    /** How long an entry is that replaces all of the hive bins. */
    public static int entrySize(byte[] hive) {
        return (ENTRY_HEADER + hive.length - HiveBytes.BINS_AT + PAGE - 1) / PAGE * PAGE;
    }

    /** Entries that each replace all of the hive bins by those of the next version. */
    public static byte[] newLog(int firstSequence, byte[]... versions) throws IOException {
        int size = entrySize(versions[0]);
        int bins = versions[0].length - HiveBytes.BINS_AT;
        byte[] bytes = log(versions[0], NEW, firstSequence, ENTRIES_AT + size * versions.length);
        ByteBuffer log = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < versions.length; i++) {
            int at = ENTRIES_AT + size * i;
            log.put(at, "HvLE".getBytes(ISO_8859_1)).putInt(at + 4, size).putInt(at + 12, firstSequence + i);
            log.putInt(at + 16, bins).putInt(at + 20, 1).putInt(at + 40, 0).putInt(at + 44, bins);
            log.put(at + ENTRY_HEADER, versions[i], HiveBytes.BINS_AT, bins);
            seal(bytes, at, size);
        }
        return bytes;
    }

    /** Makes the two hashes of an entry right. */
    public static void seal(byte[] bytes, int at, int size) throws IOException {
        ByteSource source = ByteSource.of("log", bytes);
        ByteBuffer log = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        log.putLong(at + 24, Marvin32.of(Marvin32.REGISTRY_SEED, source, at + 40, size - 40));
        log.putLong(at + 32, Marvin32.of(Marvin32.REGISTRY_SEED, source, at, 32));
    }

    /** Some of the first eight pages of the hive bins. */
    public static byte[] oldLog(int sequence, int bits, byte[] version) {
        byte[] bytes = log(version, OLD, sequence, 1024 + PAGE * Integer.bitCount(bits));
        ByteBuffer log = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        log.put(512, "DIRT".getBytes(ISO_8859_1)).put(516, (byte) bits);
        int at = 1024;
        for (int page = 0; page < 8; page++) {
            if ((bits >> page & 1) != 0) {
                log.put(at, version, HiveBytes.BINS_AT + PAGE * page, PAGE);
                at += PAGE;
            }
        }
        return bytes;
    }
}
