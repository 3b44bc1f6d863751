package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.mount.tree.FileNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineQueueTest {
    private final List<String> written = new ArrayList<>();

    private final Listing.Format format = new Listing.Format() {
        @Override
        public void write(Listing.Entry entry) {
            written.add(entry.node().path());
        }

        @Override
        public void write(Listing.Deleted deleted) {}

        @Override
        public void write(Listing.Damage damage) {
            if (damage.path().equals("/bug")) {
                throw new IllegalStateException("a bug");
            }
            written.add(damage.path());
        }

        @Override
        public boolean lost() {
            return written.size() >= lostAfter;
        }
    };

    private int lostAfter = Integer.MAX_VALUE;

    private static Listing.Line entry(String path) {
        FileNode node = new FileNode(path, FileNode.Type.FILE, 0, Optional.empty(), 0, 1L, false);
        return new Listing.Entry(1, node, "", 0, "", Optional.empty(), Optional.empty());
    }

    @Test
    void keepsTheOrderOfManyLines() {
        LineQueue queue = new LineQueue(format);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            paths.add("/" + i);
            queue.add(i % 7 == 0 ? new Listing.Damage(1, "/" + i, "") : entry("/" + i));
        }
        queue.finish();
        assertThat(written).isEqualTo(paths);
    }

    @Test
    void allIsWrittenWhenItIsFinishedAndMoreMayFollow() {
        LineQueue queue = new LineQueue(format);
        queue.finish();
        queue.add(entry("/a"));
        queue.finish();
        assertThat(written).containsExactly("/a");
        queue.add(entry("/b"));
        queue.finish();
        assertThat(written).containsExactly("/a", "/b");
    }

    @Test
    void aFailureComesToTheCallerAndNobodyWaits() {
        LineQueue queue = new LineQueue(format);
        queue.add(new Listing.Damage(1, "/bug", ""));
        assertThatThrownBy(() -> addForever(queue))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
        queue.finish(); // is what closes the listing, and must not throw the same again
    }

    /** As behind {@code | head}: nobody wants the rest of a million files. */
    @Test
    void endsWhenLinesDoNotGetOut() {
        lostAfter = 1;
        LineQueue queue = new LineQueue(format);
        assertThatThrownBy(() -> addForever(queue)).isInstanceOf(OutputLostException.class);
        queue.finish();
    }

    private static void addForever(LineQueue queue) {
        for (int i = 0; i < 10_000_000; i++) {
            queue.add(entry("/" + i));
        }
    }

    /** The next line may take minutes, if its file has to be hashed. */
    @Test
    void aLineDoesNotWaitForHundredsOfOthers() throws InterruptedException {
        CountDownLatch out = new CountDownLatch(1);
        LineQueue queue = new LineQueue(new Listing.Format() {
            @Override
            public void write(Listing.Entry entry) {}

            @Override
            public void write(Listing.Damage damage) {}

            @Override
            public void write(Listing.Deleted deleted) {}

            @Override
            public boolean lost() {
                out.countDown();
                return false;
            }
        });
        queue.add(entry("/a"));
        for (int i = 0; i < 100 && out.getCount() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            queue.proceed();
        }
        assertThat(out.getCount()).isZero();
    }
}
