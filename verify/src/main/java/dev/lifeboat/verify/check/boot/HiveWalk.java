package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Optional;

/** Reads every cell of a hive that a key leads to: keys, lists, values with their data, class names, permissions. */
final class HiveWalk {
    /** Keys share permissions, so that more of them are read than are stored. */
    private static final int TIMES_THE_HIVE = 64;

    private final Hive hive;
    private long room;
    private long keys;
    private long values;
    private long damaged;
    private Optional<ImageException> first = Optional.empty();

    private HiveWalk(Hive hive, long size) {
        this.hive = hive;
        this.room = TIMES_THE_HIVE * size;
    }

    /**
     * Reads a hive.
     *
     * @param hive with its logs replayed
     * @param size of it in bytes, which bounds the work
     * @return what was met
     * @throws IOException if the storage cannot be read
     */
    static HiveWalk of(Hive hive, long size) throws IOException {
        HiveWalk walk = new HiveWalk(hive, size);
        try {
            hive.walk(walk::key);
        } catch (ImageException e) {
            walk.damage(e); // what lies below cannot be found any more
        }
        return walk;
    }

    private void key(RegistryKey key) throws IOException {
        keys++;
        attempt(key::className);
        attempt(() -> spend(key.securityDescriptor().map(bytes -> bytes.length).orElse(0)));
        attempt(() -> {
            for (RegistryValue value : key.values()) {
                values++;
                spend(value.size());
                attempt(value::data);
            }
        });
    }

    private void spend(long bytes) throws IOException {
        room -= bytes;
        if (room < 0) {
            throw new UnsupportedImageException(
                    hive.toString(), "its keys hold far more data than the file has room for");
        }
    }

    /** Reads a part. */
    private interface Part {
        void read() throws IOException;
    }

    private void attempt(Part part) throws IOException {
        if (room < 0) {
            return;
        }
        try {
            part.read();
        } catch (ImageException e) {
            damage(e);
        }
    }

    private void damage(ImageException e) {
        damaged++;
        if (first.isEmpty()) {
            first = Optional.of(e);
        }
    }

    /** The first complaint; empty for a sound hive. */
    Optional<ImageException> complaint() {
        return first;
    }

    /** How much was read, and what was not. */
    String told() {
        String read = keys + " keys, " + values + " values";
        return damaged == 0 ? read : damaged + " places are damaged; " + read + " were read";
    }
}
