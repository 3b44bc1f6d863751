package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.util.HashMap;
import java.util.Map;

/** Collects what logs change of a hive, the later over the earlier, in pages of 512 bytes. */
final class LogPages {
    static final int PAGE = 512;
    /** Changes of 256 MiB: more than any real log has room for, and the most that fits in memory. */
    static final int MOST = 1 << 19;

    private final Map<Integer, Place> places = new HashMap<>();

    /** Where the bytes of a page are. */
    record Place(ByteSource log, long at) {}

    /**
     * Adds a change.
     *
     * @param start in bytes from the start of the hive bins, a multiple of 512, less than 2^31
     * @param length in bytes, a multiple of 512
     * @param log that has the bytes
     * @param dataAt where
     * @throws UnsupportedImageException if there are too many
     */
    void add(long start, long length, ByteSource log, long dataAt) throws UnsupportedImageException {
        for (long done = 0; done < length; done += PAGE) {
            places.put((int) ((start + done) / PAGE), new Place(log, dataAt + done));
            if (places.size() > MOST) {
                throw new UnsupportedImageException(
                        log.name(), "a registry log that changes more than 256 MiB is not supported");
            }
        }
    }

    /** Returns where a page is, or null if no log changes it. */
    Place get(long page) {
        return places.get((int) page);
    }

    /** In pages of 512 bytes. */
    int size() {
        return places.size();
    }
}
