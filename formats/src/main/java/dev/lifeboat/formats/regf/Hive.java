package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A registry hive. Read lazily: opening it reads two headers. Owns nothing: whoever opened the file closes it; threads may
 * share it.
 */
public final class Hive {
    private final BaseBlock block;
    private final Recovery recovery;
    private final Cells cells;
    private final RegistryKey root;

    private Hive(BaseBlock block, ByteSource bytes, Recovery recovery) throws IOException {
        if (block.end() > bytes.size()) {
            throw new CorruptImageException(
                    bytes,
                    bytes.size(),
                    "hive bins",
                    "end at 0x" + Long.toHexString(block.end()) + ", but the file ends before; it is cut short");
        }
        this.block = block;
        this.recovery = recovery;
        this.cells = new Cells(bytes, block.end());
        HiveBin.check(bytes, 0);
        this.root = RegistryKey.root(this);
    }

    /**
     * Reads a hive without its logs.
     *
     * @param file the hive
     * @return the hive; {@link #recovery} tells whether logs would be needed
     * @throws CorruptImageException if it is none, or is damaged so that no key can be read
     * @throws UnsupportedImageException if its version is not supported
     * @throws IOException if the storage cannot be read
     */
    public static Hive read(ByteSource file) throws IOException {
        return read(file, List.of());
    }

    /**
     * Reads a hive with its logs, which are replayed in memory if Windows had not ended writing the hive.
     *
     * @param file the hive
     * @param logs the files beside it with the same name and {@code .LOG}, {@code .LOG1}, {@code .LOG2}, in any order; those
     *     that are of no use are passed over, and {@link #recovery} says why
     * @return the hive as Windows would load it
     * @throws CorruptImageException if it is none, or is damaged so that no key can be read
     * @throws UnsupportedImageException if its version is not supported, or its logs are too large
     * @throws IOException if the storage cannot be read
     */
    public static Hive read(ByteSource file, List<ByteSource> logs) throws IOException {
        Optional<BaseBlock> own;
        CorruptImageException problem;
        try {
            BaseBlock block = BaseBlock.read(file);
            if (!block.dirty()) {
                return new Hive(block, file, Recovery.NOTHING_TO_DO);
            }
            own = Optional.of(block);
            problem = BaseBlock.wrongChecksum(file);
        } catch (CorruptImageException e) {
            own = Optional.empty();
            problem = e;
        }
        Optional<HiveLogs.Outcome> outcome = HiveLogs.replay(file, own, logs);
        if (outcome.isEmpty()) {
            throw problem;
        }
        return new Hive(
                outcome.get().block(), outcome.get().bytes(), outcome.get().recovery());
    }

    /**
     * Returns the header that holds.
     *
     * @return that of the file, or what the logs made of it
     */
    public BaseBlock baseBlock() {
        return block;
    }

    public Recovery recovery() {
        return recovery;
    }

    public RegistryKey root() {
        return root;
    }

    /**
     * Finds a key, whatever the case of the letters.
     *
     * @param path names with backslashes between them, from the root key, whose own name is not part of it
     * @return the key; absent if there is none
     * @throws CorruptImageException if a key on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<RegistryKey> find(String path) throws IOException {
        return root.find(path);
    }

    /**
     * Visits all keys, each before those below it, in the order of the lists.
     *
     * @param visitor receives them
     * @throws CorruptImageException if a key or a list is damaged; the visitor has seen what comes before it
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    public void walk(KeyVisitor visitor) throws IOException {
        Deque<Level> levels = new ArrayDeque<>();
        RegistryKey key = root;
        long valuesLeft = cells.size() / RegistryValue.HEADER;
        while (key != null) {
            valuesLeft -= key.valueCount();
            if (valuesLeft < 0) { // many keys with one list: small to store, long to read
                throw new CorruptImageException(
                        cells.source(), 0, "key '" + key + "'", "there are more values than the hive has room for");
            }
            visitor.visit(key);
            levels.push(new Level(key));
            key = next(levels);
        }
    }

    private static RegistryKey next(Deque<Level> levels) throws IOException {
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (level.next < level.subkeys.length) {
                return level.key.subkey(level.subkeys[level.next++]);
            }
            levels.pop();
        }
        return null;
    }

    private static final class Level {
        private final RegistryKey key;
        private final long[] subkeys;
        private int next;

        Level(RegistryKey key) throws IOException {
            this.key = key;
            this.subkeys = key.subkeyCells();
        }
    }

    Cells cells() {
        return cells;
    }

    @Override
    public String toString() {
        return cells.source().name();
    }
}
