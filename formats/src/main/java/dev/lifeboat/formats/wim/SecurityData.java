package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;

/** The security descriptors of an image, at the start of its metadata: a length, a count, their sizes, and they themselves. */
final class SecurityData {
    private static final int HEADER = 8;

    private final Struct bytes;
    private final long[] starts;

    private SecurityData(Struct bytes, long[] starts) {
        this.bytes = bytes;
        this.starts = starts;
    }

    /**
     * Reads the sizes.
     *
     * @param bytes all of it
     * @return the descriptors
     * @throws CorruptImageException if these do not fit
     */
    static SecurityData read(Struct bytes) throws CorruptImageException {
        if (bytes.size() < HEADER) {
            return new SecurityData(bytes, new long[1]);
        }
        long count = bytes.u32(4);
        if (count > (bytes.size() - HEADER) / 8) {
            throw bytes.corrupt(4, "count", "is " + count + ", too many for " + bytes.size() + " bytes");
        }
        long[] starts = new long[(int) count + 1];
        starts[0] = HEADER + 8 * count;
        for (int i = 0; i < count; i++) {
            long size = bytes.u64(HEADER + 8L * i, "size of a security descriptor");
            if (size > bytes.size() - starts[i]) {
                throw bytes.corrupt(
                        HEADER + 8L * i, "size of security descriptor " + i, "is " + size + ", more than there is");
            }
            starts[i + 1] = starts[i] + size;
        }
        return new SecurityData(bytes, starts);
    }

    int count() {
        return starts.length - 1;
    }

    /** A descriptor by its number, 0 to {@link #count} - 1. */
    Struct descriptor(int id) throws CorruptImageException {
        return bytes.part(starts[id], starts[id + 1] - starts[id], "security descriptor " + id);
    }
}
