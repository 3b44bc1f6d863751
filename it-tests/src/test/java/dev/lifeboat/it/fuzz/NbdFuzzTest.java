package dev.lifeboat.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.mount.nbd.NbdExports;
import dev.lifeboat.mount.nbd.NbdServer;
import dev.lifeboat.mount.raw.RawSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client of NBD sends, its connection ends in order, and what it is sent back is bounded by what it asked for. The
 * disk has holes, data and a damaged block.
 */
@ExtendWith(Inputs.class)
class NbdFuzzTest {
    private static final int MIB = 1 << 20;
    private static final int MOST = 1 << 14;
    /** An answer to the smallest request there is: a request of 28 bytes may ask for 32 MiB. */
    private static final long LONGEST_ANSWER = (32L * MIB + MIB) / 28;

    private static NbdExports exports;

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyClient(byte[] input) throws IOException {
        Inputs.count(input);
        if (input.length > MOST) {
            return;
        }
        Client client = new Client(input);
        List<String> log = new ArrayList<>();
        NbdServer.serve(client, exports(), log::add);
        assertThat(client.received).isLessThanOrEqualTo(1000 + LONGEST_ANSWER * input.length);
        assertThat(log).allSatisfy(line -> assertThat(line).hasSizeLessThan(5000));
    }

    /** One client, which has said all beforehand and counts the answers. */
    private static final class Client implements ByteChannel {
        private final ByteBuffer sent;
        private long received;

        Client(byte[] sent) {
            this.sent = ByteBuffer.wrap(sent);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!sent.hasRemaining()) {
                return -1;
            }
            int n = Math.min(target.remaining(), sent.remaining());
            target.put(sent.slice().limit(n));
            sent.position(sent.position() + n);
            return n;
        }

        @Override
        public int write(ByteBuffer source) {
            int n = source.remaining();
            source.position(source.limit());
            received += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static synchronized NbdExports exports() throws IOException {
        if (exports == null) {
            Path folder = Files.createTempDirectory("nbd");
            Path file = Files.write(
                    folder.resolve("a.vhdx"),
                    new VhdxBytes(6).block(1, 1).block(2, 2).entry(4, 4).bytes());
            ImageSet images = ImageSet.openAny(BackupLocation.find(file, Optional.empty(), Optional.empty()));
            Files.delete(file); // open files stay readable, and nothing is left behind
            Files.delete(folder);
            exports = new NbdExports(List.of(new RawSet(List.of(), () -> new RawSet.Opened(images, images))));
        }
        return exports;
    }

    static Stream<byte[]> seeds() {
        String structured = option(8, "");
        String name = "00000006" + ascii("disk-1");
        String context = option(10, name + "00000001" + "0000000f" + ascii("base:allocation"));
        String go = option(7, name + "0001" + "0003");
        String list = option(3, "");
        String read = request(0, 0, 0, 3 * MIB);
        String whole = request(4, 0, MIB - 512, 4096);
        String status = request(0, 7, 0, 6 * MIB);
        String damaged = request(0, 0, 4 * MIB, 512);
        String write = request(0, 1, 0, 4) + "11223344";
        String end = request(0, 2, 0, 0);
        String greeting = "00000003";
        return Inputs.seeds(Stream.of(
                        greeting + structured + context + go + read + whole + status + damaged + write + end,
                        greeting + go + read + damaged + end,
                        "00000001" + option(1, ascii("disk-1")) + read + request(0, 3, 0, 0) + request(0, 5, 0, MIB),
                        greeting + list + option(6, name + "0004" + "0000000100020003") + option(5, "") + option(2, ""),
                        greeting + structured + option(9, name + "00000000") + option(4711, "00"),
                        "")
                .map(HexFormat.of()::parseHex));
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String option(int option, String data) {
        return "49484156454f5054" + String.format("%08x%08x", option, data.length() / 2) + data;
    }

    private static String request(int flags, int type, long offset, int length) {
        return "25609513" + String.format("%04x%04x%016x%016x%08x", flags, type, 1, offset, length);
    }
}
