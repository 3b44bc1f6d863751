package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Counts the inputs of a target, and says how many there were. Jazzer makes up inputs for one target a process and skips all
 * others without a word; that must not happen unseen.
 */
final class Inputs implements AfterAllCallback {
    private static final Set<Integer> SEEDS = new HashSet<>();
    private static long madeUp;

    /** Remembers all of a target's seeds. */
    static Stream<byte[]> seeds(Stream<byte[]> seeds) {
        return seeds.peek(seed -> SEEDS.add(Arrays.hashCode(seed)));
    }

    /** Counts one. */
    static void count(byte[] input) {
        madeUp += SEEDS.contains(Arrays.hashCode(input)) ? 0 : 1;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String target = context.getRequiredTestClass().getSimpleName();
        System.out.println(target + ": " + SEEDS.size() + " seeds, " + madeUp + " inputs made up");
        if (System.getenv("JAZZER_FUZZ") != null) {
            assertThat(madeUp).as("inputs made up for " + target).isPositive();
        }
    }
}
