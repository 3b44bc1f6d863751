package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.verify.check.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What must be so whatever the bytes are. */
final class Probe {
    private static final int PIECE = 2048;
    private static final int WHOLE = 1 << 14;
    private static final int MOST_EXTENTS = 200;

    private Probe() {}

    /** Something that reads. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** Returns what is read, or nothing where the image is refused with its name and, if it is corrupt, the offset. */
    static <T> Optional<T> read(String name, Reading<T> reading) throws IOException {
        try {
            T read = reading.read();
            assertThat(read).isNotNull();
            return Optional.of(read);
        } catch (ImageException refusal) {
            refusal(name, refusal);
            return Optional.empty();
        }
    }

    static void refusal(String name, ImageException refusal) {
        if (!refusal.where().startsWith(name)
                || refusal.problem().isBlank()
                || (refusal instanceof CorruptImageException && !refusal.where().contains(" at 0x"))) {
            throw new AssertionError("does not say where: " + refusal.getMessage(), refusal);
        }
    }

    /**
     * Reads a source in several ways. The same bytes must come each time, from anywhere; what is refused is refused again;
     * and nothing comes from behind the end.
     */
    static void source(String name, ByteSource source) throws IOException {
        long size = source.size();
        assertThat(size).isNotNegative();
        int length = (int) Math.min(size, WHOLE);
        Optional<byte[]> start = read(name, () -> source.bytes(0, length));
        Optional<byte[]> end = read(name, () -> source.bytes(size - length, length));
        start.ifPresent(bytes -> same(source, 0, bytes, PIECE + 1));
        end.ifPresent(bytes -> same(source, size - length, bytes, 509));
        read(name, () -> source.bytes((size >>> 1) - Math.min(size >>> 1, 1000), (int) Math.min(size, 2000)));
        refuses(source, size, 1);
        refuses(source, size - 1, 2);
        refuses(source, -1, 1);
        refuses(source, Long.MAX_VALUE, 1);
        if (source instanceof SparseSource sparse) {
            extents(name, sparse);
        }
    }

    private static void refuses(ByteSource source, long at, int length) throws IOException {
        try {
            source.read(at, ByteBuffer.allocate(length));
        } catch (CorruptImageException expected) {
            return;
        }
        throw new AssertionError(length + " bytes at " + at + " were read of " + source.size());
    }

    /** Reads some pieces again, of a length that no structure has. */
    private static void same(ByteSource source, long at, byte[] expected, int piece) {
        int step = Math.max(piece, expected.length / 8);
        for (int from = 0; from < expected.length; from += step) {
            byte[] again;
            try {
                again = source.bytes(at + from, Math.min(piece, expected.length - from));
            } catch (IOException e) {
                throw new AssertionError(source.name() + " was read before, and now is not", e);
            }
            if (!Arrays.equals(again, 0, again.length, expected, from, from + again.length)) {
                throw new AssertionError(source.name() + " reads otherwise a second time at " + (at + from));
            }
        }
    }

    private static void extents(String name, SparseSource source) throws IOException {
        long at = 0;
        for (int i = 0; i < MOST_EXTENTS && at < source.size(); i++) {
            long from = at;
            Optional<SparseSource.Extent> extent = read(name, () -> source.extentAt(from));
            if (extent.isEmpty()) {
                return;
            }
            long length = extent.get().length();
            assertThat(length).isBetween(1L, source.size() - at);
            switch (extent.get().origin()) {
                case ZERO, NOWHERE -> assertThat(source.bytes(at, (int) Math.min(length, PIECE)))
                        .containsOnly(0);
                case STORED, PARENT -> read(name, () -> source.extentThroughParents(from));
            }
            at += length;
        }
    }

    /** Runs a check. It may be refused what it reads, and is ended where the image makes it read without end. */
    static <S> void check(String name, Check<S> check, S subject) throws IOException {
        try {
            check.run(subject, finding -> assertThat(finding.message()).isNotNull());
        } catch (ImageException refusal) {
            refusal(name, refusal);
        } catch (Allowance.Spent expected) {
            assertThat(expected).hasMessageContaining(name);
        }
    }
}
