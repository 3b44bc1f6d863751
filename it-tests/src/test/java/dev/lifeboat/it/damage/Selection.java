package dev.lifeboat.it.damage;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which cases are run.
 *
 * @param kind of image; all kinds if absent
 * @param only the number of a single case, which needs a kind
 * @param cases how many, all kinds together
 * @param seed of all damage
 */
record Selection(Optional<String> kind, OptionalInt only, int cases, long seed) {
    private static final int USUAL_CASES = 1_000;
    private static final int MANY_CASES = 20_000;
    private static final long USUAL_SEED = 20_260_131;

    /** Reads what stands at the head of {@link DamageTest}. */
    static Selection fromProperties() {
        boolean many = System.getProperty("long") != null || "1".equals(System.getenv("LIFEBOAT_LONG"));
        String[] only = System.getProperty("damage.only", "").split(":", -1);
        return new Selection(
                Optional.of(only[0]).filter(kind -> !kind.isEmpty()),
                only.length > 1 ? OptionalInt.of(Integer.parseInt(only[1])) : OptionalInt.empty(),
                Integer.getInteger("damage.cases", many ? MANY_CASES : USUAL_CASES),
                Long.getLong("damage.seed", USUAL_SEED));
    }

    boolean includes(String otherKind) {
        return kind.isEmpty() || kind.get().equals(otherKind);
    }

    /** The number of the first case of a kind. */
    int first() {
        return only.orElse(0);
    }

    /** The number behind the last case of a kind. */
    int end(int kinds) {
        return only.isPresent() ? only.getAsInt() + 1 : cases / kinds;
    }
}
