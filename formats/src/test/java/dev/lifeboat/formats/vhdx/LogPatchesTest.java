package dev.lifeboat.formats.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.LogPatches.Patch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogPatchesTest {
    private static final int PAGE = 4096;
    private final LogPatches patches = new LogPatches(ByteSource.of("a.vhdx", new byte[0]));

    @Test
    void cutsARunOfZerosInTwo() throws UnsupportedImageException {
        patches.zeros(0, 4 * PAGE);
        patches.data(PAGE, 77, 1, 2);
        assertThat(patches.sorted())
                .containsExactly(
                        Patch.zeros(0, PAGE), new Patch(PAGE, 2 * PAGE, 77, 1, 2), Patch.zeros(2 * PAGE, 4 * PAGE));
    }

    @Test
    void hidesEarlierChangesUnderLaterZeros() throws UnsupportedImageException {
        patches.data(PAGE, 77, 1, 2);
        patches.zeros(2 * PAGE, 4 * PAGE);
        patches.zeros(PAGE, 2 * PAGE);
        assertThat(patches.sorted()).containsExactly(Patch.zeros(PAGE, 3 * PAGE), Patch.zeros(3 * PAGE, 6 * PAGE));
    }

    @Test
    void keepsTheLastChangeOfEachPage() throws UnsupportedImageException {
        var random = new SplittableRandom(42);
        for (int round = 0; round < 200; round++) {
            LogPatches some = new LogPatches(ByteSource.of("a.vhdx", new byte[0]));
            long[] expected = new long[32]; // 0: unchanged, -1: zeros, else the place of the data
            for (int change = 1; change <= 20; change++) {
                int from = random.nextInt(expected.length);
                if (random.nextBoolean()) {
                    some.data((long) from * PAGE, change, 0, 0);
                    expected[from] = change;
                } else {
                    int to = random.nextInt(from, expected.length + 1);
                    some.zeros((long) from * PAGE, (long) (to - from) * PAGE);
                    Arrays.fill(expected, from, to, Patch.ZEROS);
                }
            }
            long[] found = new long[expected.length];
            long end = 0;
            for (Patch patch : some.sorted()) {
                assertThat(patch.start()).isGreaterThanOrEqualTo(end);
                end = patch.end();
                for (long at = patch.start(); at < end; at += PAGE) {
                    found[(int) (at / PAGE)] = patch.dataAt();
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void holdsOnlySoMuch() throws UnsupportedImageException {
        for (int i = 0; i < LogPatches.MOST; i++) {
            patches.data(2L * i * PAGE, i, 0, 0);
        }
        assertThatThrownBy(() -> patches.data(PAGE, 0, 0, 0))
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessage("a.vhdx: a VHDX log that changes more than 65536 places is not supported");
    }
}
