package dev.lifeboat.mount.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.mount.nbd.RawClient.Chunk;
import dev.lifeboat.mount.raw.RawSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server answers to clients that are polite, and what becomes of others. The disk: 6 MiB, blocks 2 and 3 stored, 4 damaged. */
@Timeout(60)
class NbdServerTest {
    private static final int MIB = 1 << 20;
    private static final int EPERM = 1;
    private static final int EIO = 5;
    private static final int EINVAL = 22;
    private static final int INVALID = 0x80000003;

    @TempDir
    private Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private Path socket;
    private UnixSocket listening;
    private RawSet set;
    private NbdServer server;

    @BeforeEach
    void start() throws IOException {
        byte[] image = new VhdxBytes(6).block(2, 1).block(3, 2).entry(4, 4).bytes(); // a state that is reserved
        Path file = Files.write(folder.resolve("a.vhdx"), image);
        socket = folder.resolve("s");
        listening = UnixSocket.bind(socket);
        set = new RawSet(List.of(), () -> {
            ImageSet images = ImageSet.openAny(BackupLocation.find(file, Optional.empty(), Optional.empty()));
            return new RawSet.Opened(images, images);
        });
        server = new NbdServer(
                listening.channel(),
                new NbdExports(List.of(set)),
                Optional.empty(),
                log::add,
                new NbdServer.Limits(8, 2, 2));
    }

    @AfterEach
    void end() throws IOException {
        try (RawClient client = new RawClient(socket)) { // whatever happened before
            client.go("disk-1").request(0, 0, 1, 2 * MIB, 1);
            assertThat(client.chunk().data().get(8)).isEqualTo((byte) 1);
        }
        server.close();
        listening.close();
        set.close();
        assertThat(socket).doesNotExist();
    }

    private RawClient client() throws IOException {
        return new RawClient(socket);
    }

    @Test
    void readsHolesAndDataInPieces() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            client.request(0, 0, 77, MIB + 512, 2 * MIB);
            List<Chunk> chunks = new ArrayList<>();
            do {
                chunks.add(client.chunk());
            } while (!chunks.get(chunks.size() - 1).last());
            assertThat(chunks).extracting(Chunk::cookie).containsOnly(77L);
            assertThat(chunks.get(0).type()).isEqualTo(2);
            assertThat(chunks.get(0).data())
                    .isEqualTo(ByteBuffer.allocate(12)
                            .putLong(MIB + 512)
                            .putInt(MIB - 512)
                            .flip());
            long at = 2 * MIB;
            for (Chunk chunk : chunks.subList(1, chunks.size())) {
                assertThat(chunk.type()).isEqualTo(1);
                assertThat(chunk.data().getLong()).isEqualTo(at);
                for (; chunk.data().hasRemaining(); at++) {
                    assertThat(chunk.data().get()).isEqualTo((byte) (at < 3 * MIB ? 1 : 2));
                }
            }
            assertThat(at).isEqualTo(3 * MIB + 512);
        }
    }

    @Test
    void readsInOnePieceIfToldTo() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            client.request(4, 0, 1, 2 * MIB - 1000, 65536);
            Chunk chunk = client.chunk();
            assertThat(chunk.type()).isEqualTo(1);
            assertThat(chunk.last()).isTrue();
            assertThat(chunk.data().remaining()).isEqualTo(8 + 65536);
            assertThat(chunk.data().get(8 + 999)).isEqualTo((byte) 0);
            assertThat(chunk.data().get(8 + 1000)).isEqualTo((byte) 1);
            client.request(4, 0, 1, 0, MIB);
            assertThat(client.chunk().data().getInt()).isEqualTo(75); // EOVERFLOW
        }
    }

    @Test
    void answersOldClients() throws IOException {
        try (RawClient client = client().goSimply("1")) {
            client.request(0, 0, 5, 3 * MIB - 1, 2);
            assertThat(client.simpleError()).isZero();
            assertThat(client.receive(2).array()).containsExactly(1, 2);
            client.request(0, 0, 5, MIB, 3 * MIB); // more than one piece
            assertThat(client.simpleError()).isZero();
            ByteBuffer data = client.receive(3 * MIB);
            assertThat(data.get(MIB - 1)).isZero();
            assertThat(data.get(MIB)).isEqualTo((byte) 1);
            assertThat(data.get(3 * MIB - 1)).isEqualTo((byte) 2);
            client.request(0, 0, 5, 4 * MIB, 1);
            assertThat(client.simpleError()).isEqualTo(EIO);
            client.request(0, 0, 5, 2 * MIB, 3 * MIB); // the damage is not in the first piece
            assertThat(client.simpleError()).isEqualTo(EIO);
            client.request(0, 0, 5, 6 * MIB, 1);
            assertThat(client.simpleError()).isEqualTo(EINVAL);
            client.request(0, 3, 5, 0, 0);
            assertThat(client.simpleError()).isZero(); // flush
        }
    }

    @Test
    void damageIsAnErrorWithItsPlace() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            client.request(0, 0, 1, 4 * MIB - 512, 2 * MIB);
            assertThat(client.chunk().type()).isEqualTo(1);
            Chunk error = client.chunk();
            assertThat(error.type()).isEqualTo(0x8002);
            assertThat(error.last()).isTrue();
            assertThat(error.data().getInt()).isEqualTo(EIO);
            assertThat(error.data().getLong(error.data().limit() - 8)).isEqualTo(4L * MIB);
            client.request(0, 0, 2, 2 * MIB, 1); // the connection goes on
            assertThat(client.chunk().cookie()).isEqualTo(2);
            assertThat(log).singleElement().asString().contains("block 4: state is 4");
        }
    }

    /** The answers so far fill the buffer, but for less than an error would take, when the damage is met. */
    @Test
    void damageAtTheEndOfTheBufferIsAnErrorToo() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            ByteBuffer both = ByteBuffer.allocate(56);
            both.putInt(0x25609513).putInt(0).putLong(1).putLong(2 * MIB).putInt(15500 - 28);
            both.putInt(0x25609513)
                    .putInt(0)
                    .putLong(2)
                    .putLong(4 * MIB - MIB / 2)
                    .putInt(MIB / 2 + 512);
            client.send(both.flip());
            assertThat(client.chunk().cookie()).isEqualTo(1);
            assertThat(client.chunk().data().limit()).isEqualTo(8 + MIB / 2);
            Chunk error = client.chunk();
            assertThat(error.type()).isEqualTo(0x8002);
            assertThat(error.data().getInt()).isEqualTo(EIO);
        }
    }

    @Test
    void tellsWhatIsStored() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            client.request(0, 7, 1, 512, 6 * MIB - 512);
            ByteBuffer status = client.chunk().data();
            int[] values = new int[status.remaining() / 4];
            status.asIntBuffer().get(values);
            // The place that is damaged is told as stored: reading it says what is wrong.
            assertThat(values).containsExactly(1, 2 * MIB - 512, 3, 3 * MIB, 0, MIB, 3);
            client.request(8, 7, 1, 0, 6 * MIB);
            assertThat(client.chunk().data().limit()).isEqualTo(12);
        }
    }

    @Test
    void nothingIsWritten() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            client.request(0, 1, 1, 0, 4096).send(ByteBuffer.allocate(4096));
            assertThat(client.chunk().data().getInt()).isEqualTo(EPERM);
            client.request(0, 4, 1, 0, 4096);
            assertThat(client.chunk().data().getInt()).isEqualTo(EPERM);
            client.request(0, 6, 1, 0, 4096);
            assertThat(client.chunk().data().getInt()).isEqualTo(EPERM);
        }
    }

    @Test
    void refusesWhatIsOutsideOrUnknown() throws IOException {
        try (RawClient client = client().go("disk-1")) {
            long[][] wrong = {
                {0, 0, 6 * MIB, 1},
                {0, 0, 6 * MIB - 1, 2},
                {0, 0, -1, 1},
                {0, 0, Long.MAX_VALUE, 1},
                {0, 0, 0, -1}, // 4 GiB - 1
                {1, 0, 0, 1},
                {0x8000, 0, 0, 1},
                {0, 7, 0, 0},
                {4, 7, 0, 1},
                {0, 7, 6 * MIB, 1},
                {0, 5, 6 * MIB, 1},
                {0, 99, 0, 0},
            };
            for (long[] each : wrong) {
                client.request((int) each[0], (int) each[1], 1, each[2], (int) each[3]);
                Chunk chunk = client.chunk();
                assertThat(chunk.type()).as("%s", List.of(each)).isEqualTo(0x8001);
                assertThat(chunk.data().getInt()).isEqualTo(EINVAL);
            }
        }
    }

    @Test
    void blockStatusNeedsItsContext() throws IOException {
        try (RawClient client = client().greet().option(8)) {
            client.reply();
            client.option(10, RawClient.query("1", "base:allocation"));
            client.reply();
            client.reply();
            client.option(7, RawClient.named("disk-1")); // another export than that of the context
            client.reply();
            client.reply();
            client.request(0, 7, 1, 0, 512);
            assertThat(client.chunk().data().getInt()).isEqualTo(EINVAL);
        }
    }

    @Test
    void optionsThatContradictThemselvesAreRefusedOneByOne() throws IOException {
        try (RawClient client = client().greet()) {
            byte[][] infos = {
                {}, {0, 0, 0, 9, 'C'}, {-1, -1, -1, -1, 0, 0}, {0, 0, 0, 1, 'C', 0, 9}, {0, 0, 0, 0, 0, 0, 1}
            };
            for (byte[] info : infos) {
                client.option(6, info);
                assertThat(client.reply().type()).isEqualTo(INVALID);
            }
            client.option(3, (byte) 1); // a list with data
            assertThat(client.reply().type()).isEqualTo(INVALID);
            client.option(10, RawClient.query("disk-1", "base:allocation")); // before structured replies
            assertThat(client.reply().type()).isEqualTo(INVALID);
            client.option(8);
            assertThat(client.reply().type()).isEqualTo(1);
            byte[] query = RawClient.query("disk-1", "base:allocation");
            query[13] = 2; // two queries are promised
            client.option(10, query);
            assertThat(client.reply().type()).isEqualTo(INVALID);
            client.option(4711);
            assertThat(client.reply().type()).isEqualTo(0x80000001);
            client.option(5);
            assertThat(client.reply().type()).isEqualTo(0x80000002); // no TLS here
            client.option(7, RawClient.named("nothing"));
            assertThat(client.reply().type()).isEqualTo(0x80000006);
            client.option(3, new byte[40_000]);
            assertThat(client.reply().type()).isEqualTo(0x80000009);
            client.option(2);
            assertThat(client.reply().type()).isEqualTo(1);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void listsNamesWithDescriptions() throws IOException {
        try (RawClient client = client().greet().option(3)) {
            assertThat(client.reply().text()).startsWith("\0\0\0\0011volume, ");
            assertThat(client.reply().text()).isEqualTo("\0\0\0\6disk-1disk in a.vhdx");
            assertThat(client.reply().type()).isEqualTo(1);
        }
    }

    @Test
    void whoTalksNonsenseIsDisconnected() throws IOException {
        try (RawClient client = client()) {
            client.receive(18);
            client.send(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = client().greet().send(ByteBuffer.allocate(16))) {
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = client().greet().optionHeader(3, -1)) {
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = client().greet().option(1, (byte) 'x')) { // an export that is not here
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = client().go("disk-1").send(ByteBuffer.allocate(28))) {
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = client().go("disk-1").request(0, 1, 1, 0, -1)) { // writes 4 GiB
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(log).doesNotHaveDuplicates().anyMatch(line -> line.contains("4294967295 bytes"));
    }

    @Test
    void whoAsksForEverIsDisconnected() throws IOException {
        try (RawClient client = client().greet()) {
            int answered = 0;
            try {
                for (; answered < 10_000; answered++) {
                    client.option(4711);
                    client.reply();
                }
            } catch (IOException e) {
                // disconnected
            }
            assertThat(answered).isEqualTo(4096);
        }
    }

    @Test
    void whoDawdlesIsDisconnected() throws IOException {
        try (RawClient silent = client();
                RawClient slow = client().go("disk-1")
                        .send(ByteBuffer.allocate(1).put((byte) 0x25).flip());
                RawClient idle = client().go("disk-1")) {
            silent.receive(18);
            assertThat(silent.isEnded()).isTrue();
            assertThat(slow.isEnded()).isTrue();
            idle.request(0, 0, 3, 0, 1); // between requests everybody may rest
            assertThat(idle.chunk().cookie()).isEqualTo(3);
        }
    }

    @Test
    void whoVanishesHarmsNobody() throws IOException {
        for (int n = 0; n < 20; n++) {
            RawClient client = client().go("disk-1");
            for (int each = 0; each < 8; each++) {
                client.request(0, 0, each, 2 * MIB, 2 * MIB);
            }
            client.close();
        }
    }

    @Test
    void tooManyAtATimeAreTurnedAway() throws IOException, InterruptedException {
        List<RawClient> clients = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            clients.add(client().go("disk-1"));
        }
        try (RawClient more = client()) {
            assertThat(more.isEnded()).isTrue();
        }
        for (RawClient client : clients) {
            client.close();
        }
        for (int n = 0; n < 100 && !isServed(); n++) { // it takes a moment until their places are free
            Thread.sleep(20);
        }
    }

    private boolean isServed() throws IOException {
        try (RawClient client = client()) {
            client.receive(18);
            return true;
        } catch (java.io.EOFException e) {
            return false;
        }
    }
}
