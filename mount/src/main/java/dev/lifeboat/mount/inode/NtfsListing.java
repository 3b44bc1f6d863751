package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.ntfs.IndexEntry;
import dev.lifeboat.mount.inode.Inode.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Part of a directory of NTFS: a few arrays, since there may be a million names. */
final class NtfsListing implements Listing {
    private static final int BYTES_AN_ENTRY = 8 + 4 + 4;

    private final long first;
    private final int most;
    private final Opener opener;
    private long[] references = new long[16];
    private int[] ends = new int[16];
    private Kind[] kinds = new Kind[16];
    private byte[] text = new byte[512];
    private int size;
    /** Names that the host sees in another form, which are few; by place. */
    private final Map<Integer, String> originals = new HashMap<>();

    /** Looks at a file. */
    interface Opener {
        Inode open(long reference, String name) throws IOException;
    }

    /** Ends the walk through a directory. */
    static final class FullException extends IOException {
        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    NtfsListing(long first, int most, Opener opener) {
        this.first = first;
        this.most = most;
        this.opener = opener;
    }

    void add(IndexEntry entry, String shown, Kind kind) throws FullException {
        if (size > 0 && weight() > most) {
            throw new FullException();
        }
        byte[] name = shown.getBytes(StandardCharsets.UTF_8);
        int start = size == 0 ? 0 : ends[size - 1];
        if (size == references.length) {
            references = Arrays.copyOf(references, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
        }
        if (start + name.length > text.length) {
            text = Arrays.copyOf(text, 2 * (start + name.length));
        }
        System.arraycopy(name, 0, text, start, name.length);
        if (!shown.equals(entry.name().name())) {
            originals.put(size, entry.name().name());
        }
        references[size] = entry.reference();
        ends[size] = start + name.length;
        kinds[size] = kind;
        size++;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public byte[] name(int i) {
        return Arrays.copyOfRange(text, i == 0 ? 0 : ends[i - 1], ends[i]);
    }

    @Override
    public Kind kind(int i) {
        return kinds[i];
    }

    @Override
    public Inode inode(int i) throws IOException {
        String original = originals.get(i);
        return opener.open(references[i], original == null ? new String(name(i), StandardCharsets.UTF_8) : original);
    }

    @Override
    public int weight() {
        return text.length + BYTES_AN_ENTRY * references.length + 1000 * originals.size();
    }
}
