package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.compress.ChunkTable;
import dev.lifeboat.formats.compress.ChunkedSource;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Optional;

/**
 * A solid resource: many contents one behind the other, compressed together. A header of 16 bytes and the stored sizes of all
 * chunks stand in front of the chunks.
 */
final class SolidResource {
    private static final int HEADER = 16;

    /** A table of 8 MiB; .esd files have a few dozen chunks. */
    private static final long MOST_CHUNKS = 1 << 20;

    /**
     * As large as those of .esd files. A chunk is expanded in memory, beside what it is stored in.
     */
    private static final long LARGEST_CHUNK = 64 << 20;

    private final ByteSource stored;
    private final long size;
    private final ByteSource content;

    private SolidResource(ByteSource stored, long size, ByteSource content) {
        this.stored = stored;
        this.size = size;
        this.content = content;
    }

    /**
     * Reads the header and the table of chunks.
     *
     * @param part that holds it
     * @param resource where
     * @return the resource
     * @throws CorruptImageException if these contradict each other, or lie outside the file
     * @throws UnsupportedImageException if it is compressed in another way, or in larger chunks
     * @throws IOException if the storage cannot be read
     */
    static SolidResource read(WimPart part, ResourceHeader resource) throws IOException {
        ByteSource stored = part.bytes().slice("", resource.offset(), resource.stored());
        Struct s = Struct.read(stored, 0, HEADER, "solid resource");
        long size = s.u64(0, "size");
        long chunkSize = s.u32(8);
        Optional<Codec> codec = codec(stored, s.u32(12));
        if (codec.isEmpty()) {
            return new SolidResource(stored, size, stored.slice("", HEADER, size));
        }
        if (chunkSize > LARGEST_CHUNK) {
            throw new UnsupportedImageException(
                    stored.name(),
                    "has chunks of " + chunkSize + " bytes; only those of at most " + LARGEST_CHUNK + " are supported");
        }
        if (!codec.get().allows((int) chunkSize)) {
            throw s.corrupt(
                    8,
                    "chunk size",
                    "is " + chunkSize + ", which " + codec.get().label() + " does not allow");
        }
        ChunkTable table = table(stored, size, chunkSize);
        return new SolidResource(
                stored, size, ChunkedSource.of(stored.name(), stored, table, codec.get(), (int) chunkSize, size));
    }

    private static Optional<Codec> codec(ByteSource stored, long format) throws UnsupportedImageException {
        return switch ((int) format) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Codec.XPRESS);
            case 2 -> Optional.of(Codec.LZX);
            case 3 -> Optional.of(Codec.LZMS);
            default -> throw new UnsupportedImageException(
                    stored.name(), "has a solid resource of compression " + format + ", which is not known");
        };
    }

    private static ChunkTable table(ByteSource stored, long size, long chunkSize) throws IOException {
        long chunks = size / chunkSize + (size % chunkSize == 0 ? 0 : 1);
        if (chunks > MOST_CHUNKS) {
            throw new UnsupportedImageException(
                    stored.name(),
                    "has a solid resource of " + chunks + " chunks; at most " + MOST_CHUNKS + " are supported");
        }
        Struct s = Struct.read(stored, HEADER, 4 * (int) chunks, "solid resource's chunk table");
        long[] starts = new long[(int) chunks + 1];
        starts[0] = HEADER + 4 * chunks;
        for (int i = 0; i < chunks; i++) {
            starts[i + 1] = starts[i] + s.u32(4L * i); // 2^20 of 2^32 do not overflow
        }
        return chunk -> starts[(int) chunk];
    }

    ByteSource stored() {
        return stored;
    }

    /** In bytes, expanded. */
    long size() {
        return size;
    }

    /** Expanded. */
    ByteSource content() {
        return content;
    }
}
