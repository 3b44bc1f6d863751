package dev.lifeboat.it.damage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands where in an image file. Painted from the outside in: what is painted later covers what was there. */
final class StructureMap {
    /**
     * Some bytes of one kind.
     *
     * @param from in bytes from the start of the file
     * @param to exclusive
     * @param unit 0; or the bytes are a number, little-endian, and any value that comes to the same count of such units
     *     (rounded up) cannot be told from another
     */
    record Span(long from, long to, Structure structure, long unit) {
        private Span cut(long from, long to) {
            return new Span(from, to, structure, unit);
        }
    }

    private final TreeMap<Long, Span> spans = new TreeMap<>();

    void paint(long from, long to, Structure structure, long unit) {
        if (from >= to) {
            return;
        }
        Map.Entry<Long, Span> before = spans.lowerEntry(from);
        if (before != null && before.getValue().to() > from) {
            Span cut = before.getValue();
            spans.put(cut.from(), cut.cut(cut.from(), from));
            if (cut.to() > to) {
                spans.put(to, cut.cut(to, cut.to()));
            }
        }
        Map.Entry<Long, Span> covered = spans.ceilingEntry(from);
        while (covered != null && covered.getKey() < to) {
            Span cut = covered.getValue();
            spans.remove(covered.getKey());
            if (cut.to() > to) {
                spans.put(to, cut.cut(to, cut.to()));
            }
            covered = spans.ceilingEntry(from);
        }
        spans.put(from, new Span(from, to, structure, unit));
    }

    /** Returns what stands at an offset: painted, or free up to what is painted next. */
    Span at(long offset) {
        Map.Entry<Long, Span> found = spans.floorEntry(offset);
        if (found != null && found.getValue().to() > offset) {
            return found.getValue();
        }
        Long next = spans.higherKey(offset);
        long from = found == null ? 0 : found.getValue().to();
        return new Span(from, next == null ? Long.MAX_VALUE : next, Structure.FREE, 0);
    }

    /** Returns all that is painted, by kind and in the order of the file. */
    Map<Structure, List<Span>> byStructure() {
        Map<Structure, List<Span>> lists = new EnumMap<>(Structure.class);
        for (Span span : spans.values()) {
            lists.computeIfAbsent(span.structure(), s -> new ArrayList<>()).add(span);
        }
        return lists;
    }
}
