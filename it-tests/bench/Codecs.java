import dev.lifeboat.formats.compress.ChunkedSource;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Expands resources that compress_chunks.py made, again and again, and prints the speed of each round.
 *
 * <p>{@code Codecs CONTENT ROUNDS (CODEC CHUNK_SIZE RESOURCE)...}
 */
final class Codecs {
    /** Processor time, since others may use the computer, too. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Codecs() {}

    public static void main(String[] args) throws IOException {
        byte[] content = Files.readAllBytes(Path.of(args[0]));
        int rounds = Integer.parseInt(args[1]);
        for (int i = 2; i < args.length; i += 3) {
            Codec codec = Codec.valueOf(args[i]);
            int chunkSize = Integer.parseInt(args[i + 1]);
            ByteSource stored = ByteSource.of("stored", Files.readAllBytes(Path.of(args[i + 2])));
            StringBuilder line = new StringBuilder(String.format(
                    "%-6s %8d  %2d %%  ", codec, chunkSize, 100 * stored.size() / Math.max(1, content.length)));
            for (int round = 0; round < rounds; round++) {
                line.append(String.format(" %4d", speed(content, codec, chunkSize, stored)));
            }
            System.out.println(line.append(" MB/s"));
        }
    }

    private static long speed(byte[] content, Codec codec, int chunkSize, ByteSource stored) throws IOException {
        ByteSource source = ChunkedSource.open("content", stored, codec, chunkSize, content.length);
        byte[] buffer = new byte[Math.max(chunkSize, 1 << 19)];
        long nanos = 0;
        for (long at = 0; at < content.length; at += buffer.length) {
            int n = (int) Math.min(buffer.length, content.length - at);
            long start = THREADS.getCurrentThreadCpuTime();
            source.read(at, ByteBuffer.wrap(buffer, 0, n));
            nanos += THREADS.getCurrentThreadCpuTime() - start;
            if (!Arrays.equals(buffer, 0, n, content, (int) at, (int) at + n)) {
                throw new IOException("wrong bytes between " + at + " and " + (at + n));
            }
        }
        return content.length * 1000L / Math.max(1, nanos);
    }
}
