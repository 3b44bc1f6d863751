package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that lie in pieces on another source, one after the other; a piece without a place reads as zeros. */
public final class PiecedSource implements SparseSource {
    private final ByteSource below;
    private final String name;
    private final int pieces;
    /** Where each piece ends, in bytes of this source; rising. */
    private final long[] ends;
    /** Where each piece begins, in bytes of the source below; -1 for zeros. */
    private final long[] places;

    private PiecedSource(ByteSource below, String name, int pieces, long[] ends, long[] places) {
        this.below = below;
        this.name = name;
        this.pieces = pieces;
        this.ends = ends;
        this.places = places;
    }

    /** Collects the pieces. Neighbours become one; what that leaves is bounded, so that no image fills the memory. */
    public static final class Builder {
        /** 16 MB of memory; a file of 4 TiB in extents of 4 MiB has as many. */
        private static final int MOST_PIECES = 1 << 20;

        private static final long ZEROS = -1;

        private final ByteSource below;
        private int pieces;
        private long size;
        private long[] ends = new long[4];
        private long[] places = new long[4];

        /**
         * Begins with no piece.
         *
         * @param below where the pieces lie
         */
        public Builder(ByteSource below) {
            this.below = below;
        }

        /**
         * Appends bytes of the source below.
         *
         * @param offset in the source below, in bytes
         * @param length in bytes, may be 0
         * @param what the piece, for the message
         * @return this
         * @throws CorruptImageException if it does not lie in the source below
         * @throws UnsupportedImageException if there are more than a million pieces
         */
        public Builder add(long offset, long length, String what) throws ImageException {
            Bounds.check(below, offset, length, what);
            append(offset, length);
            return this;
        }

        /**
         * Appends zeros that are stored nowhere.
         *
         * @param length in bytes, may be 0
         * @return this
         * @throws CorruptImageException if the size is beyond any number
         * @throws UnsupportedImageException if there are more than a million pieces
         */
        public Builder zeros(long length) throws ImageException {
            append(ZEROS, length);
            return this;
        }

        private void append(long place, long length) throws ImageException {
            if (length == 0) {
                return;
            }
            if (length < 0 || size > Long.MAX_VALUE - length) {
                throw new CorruptImageException(
                        below, Math.max(0, place), "piece", length + " bytes are beyond any size");
            }
            size += length;
            if (pieces > 0 && continues(place)) {
                ends[pieces - 1] = size;
                return;
            }
            if (pieces == MOST_PIECES) {
                throw new UnsupportedImageException(
                        below.name(), "a file in more than " + MOST_PIECES + " pieces is not supported");
            }
            if (pieces == ends.length) {
                ends = Arrays.copyOf(ends, 2 * pieces);
                places = Arrays.copyOf(places, 2 * pieces);
            }
            ends[pieces] = size;
            places[pieces++] = place;
        }

        private boolean continues(long place) {
            int last = pieces - 1;
            long start = last == 0 ? 0 : ends[last - 1];
            boolean zeros = places[last] == ZEROS;
            return place == ZEROS ? zeros : !zeros && places[last] + ends[last] - start == place;
        }

        /**
         * Returns how many bytes there are so far.
         *
         * @return the sum of the pieces
         */
        public long size() {
            return size;
        }

        /**
         * Returns the pieces as a source.
         *
         * @param name for messages
         * @param length how many of the bytes belong to it, from the first; at most {@link #size}
         * @return the source
         */
        public PiecedSource build(String name, long length) {
            if (length < 0 || length > size) {
                throw new IllegalArgumentException(length + " of " + size + " bytes");
            }
            int used = 0;
            while (used < pieces && (used == 0 ? 0 : ends[used - 1]) < length) {
                used++;
            }
            long[] cut = Arrays.copyOf(ends, used);
            if (used > 0) {
                cut[used - 1] = length;
            }
            return new PiecedSource(below, name, used, cut, Arrays.copyOf(places, used));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return pieces == 0 ? 0 : ends[pieces - 1];
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        long at = offset;
        for (int piece = pieceOf(at); target.hasRemaining(); piece++) {
            int length = (int) Math.min(ends[piece] - at, target.remaining());
            if (places[piece] < 0) {
                Buffers.zeros(target, length);
            } else {
                Buffers.fill(below, places[piece] + at - start(piece), target, length);
            }
            at += length;
        }
    }

    private long start(int piece) {
        return piece == 0 ? 0 : ends[piece - 1];
    }

    private int pieceOf(long offset) {
        int found = Arrays.binarySearch(ends, 0, pieces, offset + 1);
        return found < 0 ? -found - 1 : found;
    }

    @Override
    public Extent extentAt(long offset) throws IOException {
        Bounds.check(this, offset, 1, "extent");
        int piece = pieceOf(offset);
        return new Extent(places[piece] < 0 ? Origin.ZERO : Origin.STORED, ends[piece] - offset);
    }

    @Override
    public String toString() {
        return name;
    }
}
