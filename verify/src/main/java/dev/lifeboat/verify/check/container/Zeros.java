package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;

/** Tells room that is empty from room that is not. */
final class Zeros {
    private static final int CHUNK = 1 << 16;

    private Zeros() {}

    /** Whether a range of a source holds nothing but zeros. */
    static boolean fill(ByteSource source, long from, long length) throws IOException {
        for (long at = 0; at < length; at += CHUNK) {
            for (byte b : source.bytes(from + at, (int) Math.min(CHUNK, length - at))) {
                if (b != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
