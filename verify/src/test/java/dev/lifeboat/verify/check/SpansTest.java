package dev.lifeboat.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpansTest {
    @Test
    void countsAsAListOfAllNumbersDoes() {
        SplittableRandom random = new SplittableRandom(5);
        for (int turn = 0; turn < 50; turn++) {
            Spans spans = new Spans();
            BitSet numbers = new BitSet();
            for (int at = 0; at < 300; ) {
                int start = at + random.nextInt(3);
                int end = start + 1 + random.nextInt(9);
                spans.add(start, end);
                numbers.set(start, end);
                at = end + random.nextInt(12);
            }
            assertThat(spans.total()).isEqualTo(numbers.cardinality());
            for (int from = 0; from < 330; from += 1 + random.nextInt(7)) {
                int to = from + random.nextInt(120);
                assertThat(spans.within(from, to))
                        .isEqualTo(numbers.get(from, to).cardinality());
                assertThat(spans.contains(from)).isEqualTo(numbers.get(from));
            }
        }
    }

    @Test
    void whatTouchesIsOneSpan() {
        Spans spans = new Spans();
        spans.add(3, 5);
        spans.add(5, 9);
        spans.add(12, 13);
        assertThat(spans.count()).isEqualTo(2);
        assertThat(spans.end(0)).isEqualTo(9);
    }

    @Test
    void whatLiesInFrontOfTheLastIsLeftOut() {
        Spans spans = new Spans();
        spans.add(3, 9);
        spans.add(1, 5);
        spans.add(7, 11);
        assertThat(spans.total()).isEqualTo(8);
        assertThat(spans.count()).isEqualTo(1);
    }
}
