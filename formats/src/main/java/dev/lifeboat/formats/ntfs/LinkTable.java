package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.UnsupportedImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** All names of a volume, compactly: which file, in which directory, called what. Filled once, then ordered by directory. */
public final class LinkTable {
    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int WIDE = 1;
    private static final int DOS_ONLY = 2;
    /** One for each array below. */
    static final int BYTES_A_NAME = 4 + 2 + 4 + 2 + 4;

    /** Of the order, and of the array that is copied while the old one is still there. */
    private static final int BYTES_MORE = 4 + 4;

    /** Length, flags, and at most 255 characters of two bytes. */
    private static final int MAX_CODED = 2 + 2 * 255;

    private final MemoryBudget budget;
    private int count;
    private int[] files;
    private short[] fileSequences;
    private int[] parents;
    private short[] parentSequences;
    private int[] names;
    private byte[][] chunks = new byte[16][];
    private int chunk = -1;
    private int used = CHUNK;
    private int[] order;
    private int[] firstOfParent;

    /**
     * Makes an empty table.
     *
     * @param expected how many names there may be; more fit, at the cost of copies that need memory
     * @param budget from which these have been taken already, and more is taken
     */
    LinkTable(int expected, MemoryBudget budget) {
        this.budget = budget;
        int size = Math.max(16, expected);
        files = new int[size];
        fileSequences = new short[size];
        parents = new int[size];
        parentSequences = new short[size];
        names = new int[size];
    }

    /**
     * Adds a name.
     *
     * @param file record number
     * @param fileSequence that the record must have for the name to count
     * @param parent record number of the directory
     * @param parentSequence that the directory must have
     * @param text the name in UTF-16, little-endian; copied
     * @param length of the name, 1 to 255 characters
     * @param dosOnly whether it is only the short form of another name
     * @throws UnsupportedImageException if there are more names than memory can hold
     */
    void add(int file, int fileSequence, int parent, int parentSequence, byte[] text, int length, boolean dosOnly)
            throws UnsupportedImageException {
        if (count == files.length) {
            grow(count + (count >> 1));
        }
        files[count] = file;
        fileSequences[count] = (short) fileSequence;
        parents[count] = parent;
        parentSequences[count] = (short) parentSequence;
        names[count] = store(text, length, dosOnly);
        count++;
    }

    private void grow(int larger) throws UnsupportedImageException {
        take((BYTES_A_NAME + BYTES_MORE) * (long) (larger - files.length));
        files = Arrays.copyOf(files, larger);
        fileSequences = Arrays.copyOf(fileSequences, larger);
        parents = Arrays.copyOf(parents, larger);
        parentSequences = Arrays.copyOf(parentSequences, larger);
        names = Arrays.copyOf(names, larger);
    }

    /**
     * Adds the names of another table behind those of this one.
     *
     * @param other not used any more: its memory is taken over
     * @throws UnsupportedImageException if there are more names than memory can hold
     */
    void append(LinkTable other) throws UnsupportedImageException {
        int total = count + other.count;
        if (total > files.length) {
            grow(total);
        }
        System.arraycopy(other.files, 0, files, count, other.count);
        System.arraycopy(other.fileSequences, 0, fileSequences, count, other.count);
        System.arraycopy(other.parents, 0, parents, count, other.count);
        System.arraycopy(other.parentSequences, 0, parentSequences, count, other.count);
        int shift = (chunk + 1) << CHUNK_BITS;
        for (int i = 0; i < other.count; i++) {
            names[count + i] = other.names[i] + shift;
        }
        chunks = Arrays.copyOf(chunks, Math.max(chunks.length, chunk + 1 + other.chunk + 1));
        System.arraycopy(other.chunks, 0, chunks, chunk + 1, other.chunk + 1);
        chunk += other.chunk + 1;
        used = CHUNK; // the last piece may have room, but it is not known how much
        count = total;
    }

    private void take(long bytes) throws UnsupportedImageException {
        budget.take(bytes, "MFT", "a list of more than " + count + " names");
    }

    /** One byte a character where that is enough, which halves the memory of most volumes. */
    private int store(byte[] text, int length, boolean dosOnly) throws UnsupportedImageException {
        if (used > CHUNK - MAX_CODED) {
            take(CHUNK);
            chunk++;
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * chunk);
            }
            chunks[chunk] = new byte[CHUNK];
            used = 0;
        }
        byte[] bytes = chunks[chunk];
        int at = used;
        boolean narrow = isLatin1(text, length);
        bytes[at] = (byte) length;
        bytes[at + 1] = (byte) ((narrow ? 0 : WIDE) | (dosOnly ? DOS_ONLY : 0));
        used = at + 2;
        if (narrow) {
            for (int i = 0; i < length; i++) {
                bytes[used++] = text[2 * i];
            }
        } else {
            System.arraycopy(text, 0, bytes, used, 2 * length);
            used += 2 * length;
        }
        return chunk << CHUNK_BITS | at;
    }

    private static boolean isLatin1(byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (text[2 * i + 1] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Orders the names by directory; none is added any more.
     *
     * @param records how many there are
     */
    void orderByParent(int records) {
        firstOfParent = new int[records + 1];
        for (int i = 0; i < count; i++) {
            firstOfParent[parents[i] + 1]++;
        }
        for (int i = 0; i < records; i++) {
            firstOfParent[i + 1] += firstOfParent[i];
        }
        order = new int[count];
        int[] next = Arrays.copyOf(firstOfParent, records);
        for (int i = 0; i < count; i++) {
            order[next[parents[i]]++] = i;
        }
    }

    /**
     * Returns the names in a directory.
     *
     * @param parent its record number
     * @return indexes of names, a copy
     */
    public int[] in(int parent) {
        return Arrays.copyOfRange(order, firstOfParent[parent], firstOfParent[parent + 1]);
    }

    public int size() {
        return count;
    }

    public int file(int link) {
        return files[link];
    }

    public int fileSequence(int link) {
        return fileSequences[link] & 0xffff;
    }

    public int parent(int link) {
        return parents[link];
    }

    public int parentSequence(int link) {
        return parentSequences[link] & 0xffff;
    }

    /**
     * Tells whether a name is only the short form of another.
     *
     * @param link index of the name
     * @return true for the DOS namespace
     */
    public boolean dosOnly(int link) {
        return (chunks[names[link] >>> CHUNK_BITS][(names[link] & (CHUNK - 1)) + 1] & DOS_ONLY) != 0;
    }

    public String name(int link) {
        int at = names[link] & (CHUNK - 1);
        byte[] bytes = chunks[names[link] >>> CHUNK_BITS];
        int length = bytes[at] & 0xff;
        return (bytes[at + 1] & WIDE) == 0
                ? new String(bytes, at + 2, length, StandardCharsets.ISO_8859_1)
                : wide(bytes, at + 2, length);
    }

    /** Not by a charset: that would replace unpaired surrogates. */
    private static String wide(byte[] bytes, int at, int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) ((bytes[at + 2 * i] & 0xff) | (bytes[at + 2 * i + 1] & 0xff) << 8);
        }
        return new String(chars);
    }
}
