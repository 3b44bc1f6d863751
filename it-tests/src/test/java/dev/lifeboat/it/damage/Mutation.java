package dev.lifeboat.it.damage;

import java.util.ArrayList;
import java.util.List;

/**
 * Damage to an image file.
 *
 * @param what tells everything that is needed to do it again by hand
 * @param patches bytes to write
 * @param cutAt where the file ends afterwards, or {@link #WHOLE}
 */
record Mutation(String what, List<Patch> patches, long cutAt) {
    static final long WHOLE = -1;

    /** New bytes for a place. */
    static final class Patch {
        private final long at;
        private final byte[] bytes;

        /**
         * @param at in bytes from the start of the file
         * @param bytes not to be changed any more
         */
        Patch(long at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        long at() {
            return at;
        }

        long end() {
            return at + bytes.length;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    static Mutation writing(String what, Patch... patches) {
        return new Mutation(what, List.of(patches), WHOLE);
    }

    static Mutation cutting(long at) {
        return new Mutation("cut off at 0x" + Long.toHexString(at), List.of(), at);
    }

    boolean cuts() {
        return cutAt != WHOLE;
    }

    /** The same damage, but only to bytes that a condition holds for. */
    Mutation only(Wanted wanted) {
        List<Patch> kept = new ArrayList<>();
        for (Patch patch : patches) {
            int from = 0;
            for (int i = 0; i <= patch.bytes.length; i++) {
                if (i == patch.bytes.length || !wanted.test(patch.at + i)) {
                    add(kept, patch, from, i);
                    from = i + 1;
                }
            }
        }
        return new Mutation(what + ", only the structure", kept, cutAt);
    }

    private static void add(List<Patch> patches, Patch whole, int from, int to) {
        if (from < to) {
            byte[] bytes = new byte[to - from];
            System.arraycopy(whole.bytes, from, bytes, 0, bytes.length);
            patches.add(new Patch(whole.at + from, bytes));
        }
    }

    /** A condition for a place. */
    interface Wanted {
        boolean test(long at);
    }

    @Override
    public String toString() {
        return what;
    }
}
