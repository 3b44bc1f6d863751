package dev.lifeboat.mount.elevation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends, with pipes of Java between them. */
@Timeout(60)
class RelayTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    void whatOneWritesTheOtherShows() throws IOException, InterruptedException {
        PipedInputStream up = new PipedInputStream();
        PipedOutputStream upEnd = new PipedOutputStream(up);
        RelayChild child = new RelayChild(new ByteArrayInputStream(new byte[0]), upEnd);
        byte[] large = new byte[1_000_000];
        new SplittableRandom(1).nextBytes(large);
        Thread writer = new Thread(() -> {
            try (upEnd;
                    OutputStream out = child.output();
                    OutputStream err = child.messages()) {
                err.write("50 %\r".getBytes(UTF_8));
                out.write('x');
                out.write(large);
                err.write("äöü".getBytes(UTF_8), 2, 2);
                out.write(new byte[0]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        new RelayParent(up, OutputStream.nullOutputStream()).show(output, messages);
        writer.join();
        assertThat(messages.toString(UTF_8)).isEqualTo("50 %\rö");
        assertThat(output.toByteArray()).startsWith('x').endsWith(large).hasSize(1_000_001);
    }

    @Test
    void cancelReachesTheOther() throws IOException, InterruptedException {
        PipedOutputStream down = new PipedOutputStream();
        CountDownLatch ended = new CountDownLatch(1);
        new RelayChild(new PipedInputStream(down), OutputStream.nullOutputStream()).endWith(ended::countDown);
        assertThat(ended.await(100, TimeUnit.MILLISECONDS)).isFalse();
        new RelayParent(new ByteArrayInputStream(new byte[0]), down).cancel();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndOfTheParentEndsTheOther() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        new RelayChild(new ByteArrayInputStream(new byte[0]), OutputStream.nullOutputStream())
                .endWith(ended::countDown);
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"78", "6fffffffff", "6f00010001", "6d7fffffff"})
    void garbageEndsIt(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> new RelayParent(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream())
                        .show(output, messages))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not from Lifeboat");
        assertThat(output.size() + messages.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6f", "6f0000", "6f00000002aa"})
    void halfAFrameIsTheEnd(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        new RelayParent(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream()).show(output, messages);
        assertThat(output.size() + messages.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\\server\\pipe\\lifeboat-0", "\\\\.\\pipe\\other", "C:\\file", ""})
    void onlyPipesOfLifeboatAreOpened(String name) {
        assertThatThrownBy(() -> RelayChild.open(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no pipe");
    }
}
