package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A metadata resource: in memory, or, where it is too large for that, read as it is needed. */
final class MetadataBytes {
    /** That of Windows with 100,000 files takes about 25 MB. */
    private static final long LARGEST_IN_MEMORY = 64 << 20;

    /** Nearly all entries take less. */
    private static final int USUAL_ENTRY = 1 << 10;

    private static final int LARGEST_ENTRY = 1 << 24;
    private static final int PIECE = 1 << 20;

    private final ByteSource source;
    private final byte[] bytes;

    private MetadataBytes(ByteSource source, byte[] bytes) {
        this.source = source;
        this.bytes = bytes;
    }

    static MetadataBytes of(ByteSource source) throws IOException {
        if (source.size() <= LARGEST_IN_MEMORY) {
            return new MetadataBytes(source, source.bytes(0, (int) source.size()));
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE); // read once from end to end, so that its SHA-1 is compared
        for (long at = 0; at < source.size(); at += PIECE) {
            source.read(at, piece.clear().limit((int) Math.min(PIECE, source.size() - at)));
        }
        return new MetadataBytes(source, null);
    }

    ByteSource source() {
        return source;
    }

    long size() {
        return source.size();
    }

    /** Whether a directory ends here: there is no entry, or one without a length. */
    boolean endsAt(long offset) throws IOException {
        if (offset > size() - 8) {
            return true;
        }
        long length = part(offset, 8, "directory").bits64(0);
        return length >= 0 && length <= 8;
    }

    Struct part(long offset, int length, String what) throws IOException {
        if (bytes == null || offset < 0 || length > bytes.length - offset) {
            return Struct.read(source, offset, length, what);
        }
        return Struct.of(source, offset, bytes, (int) offset, length, what);
    }

    /** What begins with an entry, and may hold more. */
    Struct entry(long offset) throws IOException {
        long rest = size() - offset;
        if (bytes != null) {
            return Struct.of(source, offset, bytes, (int) offset, (int) rest, "directory entry");
        }
        int length = (int) Math.min(rest, USUAL_ENTRY);
        while (true) {
            Struct s = part(offset, length, "directory entry");
            try {
                Dentry.shape(s);
                return s;
            } catch (CorruptImageException e) {
                int more = (int) Math.min(rest, Math.min(16L * length, LARGEST_ENTRY));
                if (more == length) {
                    throw e;
                }
                length = more;
            }
        }
    }
}
