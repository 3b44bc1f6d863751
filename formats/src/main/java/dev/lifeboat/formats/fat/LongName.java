package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.Optional;

/**
 * Puts a long name together, section 7: its parts of 13 characters stand before the entry they name, last part first. Parts
 * that do not fit together, or not with the entry, are leftovers of systems that know short names only; they are dropped.
 */
final class LongName {
    private static final int LAST = 0x40;
    private static final int MOST_PARTS = 20;
    private static final int MOST_CHARS = 255;
    private static final int CHARS_OF_A_PART = 13;

    private final StringBuilder name = new StringBuilder();
    private int nextPart;
    private int checksum;
    private int partsMet;
    private int dropped;
    private int odd;
    private boolean collecting;

    /** Takes the next part. */
    void add(Struct entry) throws CorruptImageException {
        int order = entry.u8(0);
        int part = order & ~LAST;
        if ((order & LAST) != 0) {
            drop();
            collecting = part >= 1 && part <= MOST_PARTS && entry.u8(12) == 0;
            checksum = entry.u8(13);
        } else if (part == 0 || part != nextPart || entry.u8(13) != checksum || entry.u8(12) != 0) {
            collecting = false;
        }
        partsMet++;
        if (collecting) {
            name.insert(0, chars(entry));
            nextPart = part - 1;
        }
    }

    /** Returns the name that was put together, if it belongs to this entry, and starts anew. */
    Optional<String> take(byte[] shortName) {
        boolean fits = collecting && nextPart == 0 && checksum == ShortName.checksum(shortName);
        int nul = name.indexOf("\0");
        String result = nul < 0 ? name.toString() : name.substring(0, nul);
        if (!fits || result.isEmpty() || result.length() > MOST_CHARS) {
            drop();
            return Optional.empty();
        }
        odd += endsAsItShould(nul) ? 0 : 1;
        reset();
        return Optional.of(result);
    }

    /** Behind the name stand a NUL and then U+FFFF, section 7.1; and there is no more than one part for it. */
    private boolean endsAsItShould(int nul) {
        boolean inLastPart = nul < 0 || nul > name.length() - CHARS_OF_A_PART;
        return inLastPart && (nul < 0 || name.substring(nul + 1).chars().allMatch(c -> c == 0xffff));
    }

    /** Forgets the parts met so far: they belong to no entry. */
    void drop() {
        if (partsMet > 0) {
            dropped++;
        }
        reset();
    }

    /** How many names were dropped. */
    int dropped() {
        return dropped;
    }

    /** How many names were taken that do not end as Windows ends them. */
    int odd() {
        return odd;
    }

    private void reset() {
        name.setLength(0);
        partsMet = 0;
        nextPart = 0;
        collecting = false;
    }

    private static String chars(Struct entry) throws CorruptImageException {
        return entry.utf16(1, 5) + entry.utf16(14, 6) + entry.utf16(28, 2);
    }
}
