package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.verify.check.Finding;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What is missing, by owner: the totals, and of each kind the owners that miss most, since there may be a million. */
final class AbsentTally {
    private static final int NAMED = 20;

    /**
     * One owner.
     *
     * @param record base record
     * @param bytes that are missing
     * @param what is missing, such as {@code 3 blocks of its index}; empty for content
     */
    record Entry(long record, long bytes, String what) {}

    private static final Comparator<Entry> LEAST_FIRST =
            Comparator.comparingLong(Entry::bytes).thenComparing(Entry::record, Comparator.reverseOrder());

    /** Of one kind. */
    private static final class Kind {
        private final PriorityQueue<Entry> largest = new PriorityQueue<>(LEAST_FIRST);
        private long owners;
        private long bytes;
    }

    private final Map<AbsentOwner, Kind> kinds = new EnumMap<>(AbsentOwner.class);

    void add(AbsentOwner owner, Entry entry) {
        Kind kind = kinds.computeIfAbsent(owner, o -> new Kind());
        kind.owners++;
        kind.bytes += entry.bytes();
        kind.largest.add(entry);
        if (kind.largest.size() > NAMED) {
            kind.largest.remove();
        }
    }

    boolean has(AbsentOwner owner) {
        return kinds.containsKey(owner);
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    /** Of all kinds. */
    long bytes() {
        return kinds.values().stream().mapToLong(kind -> kind.bytes).sum();
    }

    /**
     * Names the owners.
     *
     * @param paths finds names
     * @param volume name for what is not named
     * @param findings receives one for each owner that is named, and one for the others of its kind
     * @throws IOException if the storage cannot be read
     */
    void report(FilePaths paths, String volume, Consumer<Finding> findings) throws IOException {
        for (Map.Entry<AbsentOwner, Kind> one : kinds.entrySet()) {
            Kind kind = one.getValue();
            List<Entry> largest =
                    kind.largest.stream().sorted(LEAST_FIRST.reversed()).toList();
            long named = 0;
            for (Entry entry : largest) {
                named += entry.bytes();
                String what = entry.what().isEmpty() ? "" : " (" + entry.what() + ")";
                findings.accept(one.getKey()
                        .rule()
                        .at(paths.name(entry.record()), bytes(entry.bytes()) + " are not in the image" + what));
            }
            long more = kind.owners - largest.size();
            if (more > 0) {
                String text = String.format(Locale.ROOT, "and %,d more", more) + ", " + bytes(kind.bytes - named);
                findings.accept(one.getKey().rule().at(volume, text));
            }
        }
    }

    static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d %s", bytes, bytes == 1 ? "byte" : "bytes");
    }
}
