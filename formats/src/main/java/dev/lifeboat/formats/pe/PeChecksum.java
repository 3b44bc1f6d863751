package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The checksum of the optional header: 16-bit words added with the carry put back, the field itself taken as zero, and the length of
 * the file added. Microsoft documents that it is there; the sum is the one that every linker writes.
 */
final class PeChecksum {
    private static final int PIECE = 1 << 16;

    private PeChecksum() {}

    static long compute(ByteSource file, long fieldAt) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
        long sum = 0;
        for (long at = 0; at < file.size(); at += PIECE) {
            int length = (int) Math.min(PIECE, file.size() - at);
            buffer.clear().limit(length);
            file.read(at, buffer);
            for (long i = Math.max(at, fieldAt); i < Math.min(at + length, fieldAt + 4); i++) {
                buffer.put((int) (i - at), (byte) 0);
            }
            if (length % 2 != 0) { // only the last piece
                buffer.limit(length + 1).put(length, (byte) 0);
            }
            for (int i = 0; i < length; i += 2) {
                sum += buffer.getShort(i) & 0xffff;
            }
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum + file.size() & 0xffff_ffffL;
    }
}
