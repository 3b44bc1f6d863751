package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Arrays;

/** The list of a key's subkeys ("Index leaf", "Fast leaf", "Hash leaf", "Index root"), in its own order: by name. */
final class SubkeyList {
    private static final String WHAT = "subkey list";
    private static final int HEADER = 4;

    private final Cells cells;
    private final long[] found;
    private int count;

    private SubkeyList(Cells cells, int expected) {
        this.cells = cells;
        this.found = new long[expected];
    }

    /**
     * Reads a list.
     *
     * @param cells of the hive
     * @param offset of the list
     * @param expected number of subkeys, as the key says; the caller has bounded it by the size of the hive
     * @return the cell of each subkey; all different
     * @throws CorruptImageException if it is no such list
     */
    static long[] read(Cells cells, long offset, int expected) throws IOException {
        SubkeyList list = new SubkeyList(cells, expected);
        Cells.Cell cell = cells.cell(offset, WHAT);
        Struct head = cells.head(cell, HEADER, WHAT);
        if (head.ascii(0, 2).equals("ri")) {
            list.root(cell, head);
        } else {
            list.leaf(cell, head);
        }
        if (list.count != expected) {
            throw head.corrupt(0, "", "holds " + list.count + " keys, but the key says " + expected);
        }
        list.refuseDoubles(head);
        return list.found;
    }

    /** An index root holds leaves only: a root in a root, or in itself, is none. */
    private void root(Cells.Cell cell, Struct head) throws IOException {
        int lists = head.u16(2);
        if (lists > found.length) { // Windows keeps no empty leaves; and it bounds the work
            throw head.corrupt(2, "number of lists", "is " + lists + ", for " + found.length + " keys");
        }
        Struct s = cells.head(cell, HEADER + 4L * lists, WHAT);
        for (int i = 0; i < lists; i++) {
            Cells.Cell leaf = cells.cell(s.u32(HEADER + 4L * i), WHAT);
            leaf(leaf, cells.head(leaf, HEADER, WHAT));
        }
    }

    private void leaf(Cells.Cell cell, Struct head) throws IOException {
        String signature = head.ascii(0, 2);
        int width =
                switch (signature) {
                    case "li" -> 4;
                    case "lf", "lh" -> 8; // the second word helps Windows to search
                    default -> throw head.corrupt(0, "signature", "is no li, lf or lh");
                };
        int keys = head.u16(2);
        if (keys > found.length - count) {
            throw head.corrupt(2, "number of keys", "is more than the " + found.length + " that the key says");
        }
        Struct s = cells.head(cell, HEADER + (long) width * keys, WHAT);
        for (int i = 0; i < keys; i++) {
            found[count++] = s.u32(HEADER + (long) width * i);
        }
    }

    /** A key listed twice would double the tree at each level. */
    private void refuseDoubles(Struct head) throws CorruptImageException {
        long[] sorted = found.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw head.corrupt(0, "", "holds the key at 0x" + Long.toHexString(sorted[i]) + " twice");
            }
        }
    }
}
