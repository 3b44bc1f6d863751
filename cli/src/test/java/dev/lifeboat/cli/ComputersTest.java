package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComputersTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void someWorkAtOnceAndResultsStayInOrder() throws IOException {
        CountDownLatch two = new CountDownLatch(2);
        List<Integer> results = Computers.each(
                List.of(5, 4),
                computer -> 30 * MEGABYTE,
                computer -> {
                    two.countDown(); // each waits for the other: one after the other would never end
                    await(two);
                    return computer * 10;
                },
                64 * MEGABYTE);
        assertThat(results).containsExactly(50, 40);
    }

    @Test
    void nobodyWorksBesideOneThatMayNeedAll() throws IOException {
        Set<Integer> atWork = ConcurrentHashMap.newKeySet();
        List<Integer> seen = Computers.each(
                IntStream.range(0, 40).boxed().toList(),
                computer -> computer % 4 == 0 ? Long.MAX_VALUE : MEGABYTE,
                computer -> {
                    atWork.add(computer);
                    pause();
                    int beside = computer % 4 == 0 ? atWork.size() : 1;
                    pause();
                    atWork.remove(computer);
                    return beside;
                },
                64 * MEGABYTE);
        assertThat(seen).hasSize(40).containsOnly(1);
    }

    @Test
    void withTooLittleMemoryForTwoThereIsOne() throws IOException {
        Set<Integer> atWork = ConcurrentHashMap.newKeySet();
        List<Integer> seen = Computers.each(
                IntStream.range(0, 20).boxed().toList(),
                computer -> 40 * MEGABYTE,
                computer -> {
                    atWork.add(computer);
                    pause();
                    int all = atWork.size();
                    atWork.remove(computer);
                    return all;
                },
                64 * MEGABYTE);
        assertThat(seen).hasSize(20).containsOnly(1);
    }

    @Test
    void aFaultOfOursEndsAll() {
        assertThatThrownBy(() -> Computers.each(
                        List.of(1, 2, 3),
                        computer -> MEGABYTE,
                        computer -> {
                            throw new IllegalArgumentException("fault");
                        },
                        64 * MEGABYTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fault");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
