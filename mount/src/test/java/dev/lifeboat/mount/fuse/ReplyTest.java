package dev.lifeboat.mount.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.mount.inode.Inode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each structure byte by byte, over a buffer that is full of something else; a value of its own in each field. */
class ReplyTest {
    private static final int UID = 0x0a0b0c0d;
    private static final int GID = 0x1a1b1c1d;
    private static final Inode FILE = new Inode(
            0x1122_3344_5566_7788L,
            Inode.Kind.FILE,
            0x0102_0304_0506_0708L,
            1025,
            new Inode.Times(
                    Instant.ofEpochSecond(9, 99),
                    Instant.ofEpochSecond(0x2222_2222_22L, 200_000_002),
                    Instant.ofEpochSecond(0x3333_3333_33L, 300_000_003),
                    Instant.ofEpochSecond(-5, 400_000_004)),
            7,
            0x20);

    private final byte[] bytes = new byte[512];
    private final Reply reply = new Reply(ByteBuffer.wrap(bytes), UID, GID);

    ReplyTest() {
        Arrays.fill(bytes, (byte) 0xee);
        reply.clear();
    }

    private byte[] sent(int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static ByteBuffer expected(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static byte[] bytes(ByteBuffer written) {
        byte[] bytes = new byte[written.capacity()];
        written.clear().get(bytes);
        return bytes;
    }

    private static ByteBuffer attr(ByteBuffer b) {
        b.putLong(0x1122_3344_5566_7788L).putLong(0x0102_0304_0506_0708L).putLong(3); // 1025 bytes in blocks of 512
        b.putLong(0x3333_3333_33L).putLong(0x2222_2222_22L).putLong(-5);
        b.putInt(300_000_003).putInt(200_000_002).putInt(400_000_004);
        return b.putInt(0100444)
                .putInt(7)
                .putInt(UID)
                .putInt(GID)
                .putInt(0)
                .putInt(4096)
                .putInt(0);
    }

    @Test
    void attributes() {
        reply.attributes(FILE);
        int length = reply.finish(0x7777_6666_5555_4444L, 0);
        ByteBuffer b = expected(16 + 104).putInt(120).putInt(0).putLong(0x7777_6666_5555_4444L);
        b.putLong(Reply.VALID).putInt(0).putInt(0);
        assertThat(sent(length)).isEqualTo(bytes(attr(b)));
        assertThat(bytes[length]).isEqualTo((byte) 0xee);
    }

    @Test
    void entry() {
        reply.entry(FILE);
        int length = reply.finish(1, 0);
        ByteBuffer b = expected(16 + 128).putInt(144).putInt(0).putLong(1);
        b.putLong(0x1122_3344_5566_7788L)
                .putLong(0)
                .putLong(Reply.VALID)
                .putLong(Reply.VALID)
                .putInt(0)
                .putInt(0);
        assertThat(sent(length)).isEqualTo(bytes(attr(b)));
    }

    @Test
    void noEntry() {
        reply.noEntry();
        int length = reply.finish(1, 0);
        ByteBuffer b = expected(16 + 128).putInt(144).putInt(0).putLong(1);
        b.putLong(0).putLong(0).putLong(Reply.VALID);
        assertThat(sent(length)).isEqualTo(bytes(b));
    }

    @Test
    void namesInADirectory() {
        reply.dirent(0x1234, 5, "ab".getBytes(StandardCharsets.UTF_8), Inode.Kind.LINK);
        reply.dirent(0x5678, 6, "12345678".getBytes(StandardCharsets.UTF_8), Inode.Kind.DIRECTORY);
        int length = reply.finish(2, 0);
        ByteBuffer b = expected(16 + 32 + 32).putInt(80).putInt(0).putLong(2);
        b.putLong(0x1234).putLong(5).putInt(2).putInt(10).put(new byte[] {'a', 'b', 0, 0, 0, 0, 0, 0});
        b.putLong(0x5678).putLong(6).putInt(8).putInt(4).put("12345678".getBytes(StandardCharsets.UTF_8));
        assertThat(sent(length)).isEqualTo(bytes(b));
    }

    @Test
    void anErrorIsSentAlone() {
        reply.entry(FILE);
        int length = reply.finish(3, Protocol.Errno.EIO);
        assertThat(sent(length))
                .isEqualTo(bytes(expected(16).putInt(16).putInt(-5).putLong(3)));
    }
}
