package dev.lifeboat.mount.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineTest {
    @Test
    void tellsInOrderWhateverIsDoneFirst() throws IOException {
        List<Integer> told = new ArrayList<>();
        CountDownLatch last = new CountDownLatch(1);
        try (Pipeline pipeline = new Pipeline()) {
            pipeline.add(() -> await(last), failure -> told.add(0)); // the second thread waits here
            for (int i = 1; i < 100; i++) {
                int number = i;
                pipeline.add(() -> {}, failure -> told.add(number));
            }
            pipeline.inTurn(() -> told.add(100));
            assertThat(told).isEmpty();
            last.countDown();
            pipeline.finish();
            pipeline.inTurn(() -> told.add(101));
        }
        assertThat(told)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 101).boxed().toList());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void handsOnFailuresAndThrowsMistakes() throws IOException {
        IOException failure = new IOException("full");
        List<IOException> told = new ArrayList<>();
        try (Pipeline pipeline = new Pipeline()) {
            pipeline.add(
                    () -> {
                        throw failure;
                    },
                    told::add);
            pipeline.finish();
            assertThat(told).containsExactly(failure);
            assertThatThrownBy(() -> {
                        pipeline.add(
                                () -> {
                                    throw new IllegalStateException("a mistake");
                                },
                                told::add);
                        pipeline.finish();
                    })
                    .hasMessage("a mistake");
        }
    }

    @Test
    void remembersNoMoreThanItMust() throws IOException {
        CountDownLatch first = new CountDownLatch(1);
        try (Pipeline pipeline = new Pipeline()) {
            int[] told = {0};
            pipeline.add(() -> await(first), failure -> told[0]++);
            for (int i = 0; i < 250; i++) {
                pipeline.add(() -> {}, failure -> told[0]++);
                pipeline.keepUp();
            }
            first.countDown();
            for (int i = 0; i < 10_000; i++) {
                pipeline.add(() -> {}, failure -> told[0]++);
                pipeline.keepUp();
            }
            assertThat(told[0]).isGreaterThan(9_000);
        }
    }
}
