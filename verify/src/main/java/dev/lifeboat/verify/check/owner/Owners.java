package dev.lifeboat.verify.check.owner;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects owners, of each kind only so many: a chunk of the file table alone holds a thousand files. */
public final class Owners {
    /** How many of a kind are named where nobody asks for more. */
    public static final int USUAL = 50;

    private final int most;
    private final Map<OwnerKind, Map<String, Owner>> kinds = new EnumMap<>(OwnerKind.class);
    private final Map<OwnerKind, Long> omitted = new EnumMap<>(OwnerKind.class);

    /**
     * Begins with none.
     *
     * @param most how many of a kind are kept; the rest are counted
     */
    public Owners(int most) {
        this.most = most;
    }

    /**
     * Adds an owner; if it is there already, its bytes are added to it.
     *
     * @param owner any; of no bytes, none
     */
    public void add(Owner owner) {
        if (owner.bytes() <= 0) {
            return;
        }
        Map<String, Owner> kind = kinds.computeIfAbsent(owner.kind(), k -> new LinkedHashMap<>());
        Owner before = kind.get(owner.where());
        if (before == null && kind.size() >= most) {
            omit(owner.kind());
            return;
        }
        long bytes = before == null ? 0 : before.bytes();
        kind.put(owner.where(), new Owner(owner.kind(), owner.where(), owner.name(), bytes + owner.bytes()));
    }

    /**
     * Tells whether another owner would only be counted, so that its name need not be found out.
     *
     * @param kind of the owner
     * @return true if there are enough
     */
    public boolean isFull(OwnerKind kind) {
        return kinds.getOrDefault(kind, Map.of()).size() >= most;
    }

    /**
     * Counts an owner without naming it.
     *
     * @param kind of the owner
     */
    public void omit(OwnerKind kind) {
        omitted.merge(kind, 1L, Long::sum);
    }

    /**
     * Returns those that are named.
     *
     * @return the worst kind first, within a kind as they were added
     */
    public List<Owner> all() {
        List<Owner> all = new ArrayList<>();
        kinds.values().forEach(kind -> all.addAll(kind.values()));
        return all;
    }

    /**
     * Returns how many more there are of a kind than are named. A file with several records may be counted several times.
     *
     * @param kind any
     * @return 0 or more
     */
    public long omitted(OwnerKind kind) {
        return omitted.getOrDefault(kind, 0L);
    }
}
