package dev.lifeboat.it.damage;

import dev.lifeboat.it.damage.StructureMap.Span;
import java.util.EnumSet;
import java.util.Set;

/** What a mutation really changes: patches may write what was there before. */
final class Target {
    private final Set<Structure> structures;
    private final boolean cut;

    private Target(Set<Structure> structures, boolean cut) {
        this.structures = structures;
        this.cut = cut;
    }

    static Target of(Mutation mutation, byte[] sound, StructureMap map) {
        Set<Structure> structures = EnumSet.noneOf(Structure.class);
        for (Mutation.Patch patch : mutation.patches()) {
            for (int i = 0; i < patch.bytes().length; i++) {
                if (patch.bytes()[i] != sound[(int) patch.at() + i]) {
                    structures.add(map.at(patch.at() + i).structure());
                }
            }
        }
        return new Target(structures, mutation.cuts());
    }

    /** Returns what the damage to a byte can do at worst. */
    static Meaning meaning(long at, Mutation mutation, byte[] sound, StructureMap map) {
        Span span = map.at(at);
        if (span.unit() == 0) {
            return span.structure().meaning();
        }
        byte[] after = new byte[(int) (span.to() - span.from())];
        System.arraycopy(sound, (int) span.from(), after, 0, after.length);
        for (Mutation.Patch patch : mutation.patches()) {
            for (int i = 0; i < after.length; i++) {
                long inPatch = span.from() + i - patch.at();
                if (inPatch >= 0 && inPatch < patch.bytes().length) {
                    after[i] = patch.bytes()[(int) inPatch];
                }
            }
        }
        byte[] before = new byte[after.length];
        System.arraycopy(sound, (int) span.from(), before, 0, before.length);
        return units(before, span.unit()) == units(after, span.unit()) ? Meaning.KEPT_ONCE : Meaning.STRUCTURE;
    }

    private static long units(byte[] littleEndian, long unit) {
        long value = 0;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            value = value << 8 | (littleEndian[i] & 0xff);
        }
        return Long.divideUnsigned(value - 1, unit);
    }

    /** Returns the row of a table that this belongs to. */
    Structure row() {
        if (cut) {
            return Structure.END_OF_FILE;
        }
        return structures.size() > 1 ? Structure.SEVERAL : structures.iterator().next();
    }

    @Override
    public String toString() {
        return cut ? "end of the file" : structures.toString();
    }
}
