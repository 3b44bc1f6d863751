package dev.lifeboat.mount.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.ntfs.NtfsBytes;
import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.mount.inode.ImagePlaces;
import dev.lifeboat.mount.inode.MountedFiles;
import dev.lifeboat.mount.inode.OpenImages;
import dev.lifeboat.mount.inode.OpenLimit;
import dev.lifeboat.mount.raw.RawSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as the kernel writes them, and what is answered. */
class DispatcherTest {
    private static final int HEADER = 40;

    @TempDir
    private Path folder;

    private final ByteBuffer in = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    private final ByteBuffer out = ByteBuffer.allocate(Dispatcher.LARGEST_READ + 4096);
    private final Request request = new Request(in);
    private final Reply reply = new Reply(out, 1, 2);
    private final List<String> problems = new ArrayList<>();
    private MountedFiles files;
    private Dispatcher dispatcher;

    @BeforeEach
    void open() throws IOException {
        Path image = Files.write(folder.resolve("C.img"), TinyVolume.withFiles().bytes());
        OpenImages images = images(image, new OpenLimit(1));
        files = new MountedFiles(
                ImagePlaces.volume(images, "1"), (path, e) -> problems.add(path + ": " + e.getMessage()));
        dispatcher = new Dispatcher(files, (path, e) -> problems.add(path + ": " + e.getMessage()));
    }

    private static OpenImages images(Path image, OpenLimit limit) {
        return new OpenImages(
                () -> {
                    ImageSet set = ImageSet.openAny(BackupLocation.find(image, Optional.empty(), Optional.empty()));
                    return new RawSet.Opened(set, set);
                },
                limit);
    }

    @AfterEach
    void close() throws IOException {
        dispatcher.close();
        files.close();
    }

    /** Sends a request and returns the answer behind its header. */
    private ByteBuffer ask(int opcode, long node, byte[] body) {
        in.clear().putInt(HEADER + body.length).putInt(opcode).putLong(77).putLong(node);
        in.putInt(1000).putInt(1000).putInt(1).putInt(0).put(body);
        assertThat(request.take(HEADER + body.length)).isTrue();
        int length = dispatcher.handle(request, reply);
        ByteBuffer answer =
                out.duplicate().order(ByteOrder.nativeOrder()).limit(length).position(0);
        if (length > 0) {
            assertThat(answer.getInt()).isEqualTo(length);
            answer.getInt();
            assertThat(answer.getLong()).isEqualTo(77);
        }
        return answer;
    }

    private int error() {
        return -out.getInt(4);
    }

    private static byte[] body(Object... fields) {
        ByteBuffer body = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
        for (Object field : fields) {
            if (field instanceof Long number) {
                body.putLong(number);
            } else if (field instanceof Integer number) {
                body.putInt(number);
            } else {
                body.put(field.toString().getBytes(StandardCharsets.UTF_8)).put((byte) 0);
            }
        }
        byte[] bytes = new byte[body.position()];
        body.flip().get(bytes);
        return bytes;
    }

    private long lookup(long directory, String name) {
        return ask(Protocol.Opcode.LOOKUP, directory, body(name)).getLong();
    }

    @Test
    void saysHello() {
        ByteBuffer answer = ask(Protocol.Opcode.INIT, 0, body(7, 45, 1 << 17, -1, 0, 0L, 0L, 0L));
        assertThat(answer.getInt()).isEqualTo(7);
        assertThat(answer.getInt()).isEqualTo(38);
        assertThat(answer.getInt()).isEqualTo(1 << 17);
        assertThat(answer.getInt()).isEqualTo(0x1c46001);
        assertThat(answer.remaining()).isEqualTo(64 - 16);
    }

    @Test
    void refusesAKernelThatIsTooOld() {
        ask(Protocol.Opcode.INIT, 0, body(7, 22, 1 << 17, -1));
        assertThat(error()).isEqualTo(Protocol.Errno.EPROTO);
        assertThat(problems).hasSize(1).first().asString().contains("7.22");
    }

    @Test
    void readsAFile() {
        long file = lookup(lookup(1, "Docs"), "hello.txt");
        long handle = ask(Protocol.Opcode.OPEN, file, body(0, 0)).getLong();
        ByteBuffer data = ask(Protocol.Opcode.READ, file, body(handle, 7L, 4096, 0, 0L, 0, 0));
        assertThat(StandardCharsets.UTF_8.decode(data).toString()).isEqualTo("world\n");
        assertThat(ask(Protocol.Opcode.READ, file, body(handle, 4096L, 4096, 0, 0L, 0, 0))
                        .remaining())
                .isZero();
        ask(Protocol.Opcode.READ, file, body(handle, -1L, 4096, 0, 0L, 0, 0));
        assertThat(error()).isEqualTo(Protocol.Errno.EINVAL);
        ask(Protocol.Opcode.RELEASE, file, body(handle, 0, 0, 0L));
        ask(Protocol.Opcode.READ, file, body(handle, 0L, 4096, 0, 0L, 0, 0));
        assertThat(error()).isEqualTo(Protocol.Errno.EIO);
    }

    @Test
    void aNameThatIsNotThereIsRemembered() {
        ByteBuffer answer = ask(Protocol.Opcode.LOOKUP, 1, body("nothing"));
        assertThat(error()).isZero();
        assertThat(answer.getLong()).isZero();
        assertThat(answer.getLong(16 + 16)).isEqualTo(Reply.VALID);
    }

    /** An image that is away for a while is no reason to remember for long that its files do not exist. */
    @Test
    void anImageThatIsAwayIsAnError() throws IOException {
        Path image = folder.resolve("C.img");
        Path away = folder.resolve("away");
        OpenLimit limit = new OpenLimit(1);
        OpenImages first = images(image, limit);
        OpenImages second = images(Files.copy(image, folder.resolve("D.img")), limit);
        try (MountedFiles shown = new MountedFiles(ImagePlaces.volume(first, "1"), (path, e) -> {})) {
            ImagePlaces.volumes(second); // closes the first
            Files.move(image, away);
            Dispatcher asked = new Dispatcher(shown, (path, e) -> problems.add(path + ": " + e.getMessage()));
            in.clear()
                    .putInt(HEADER + 5)
                    .putInt(Protocol.Opcode.LOOKUP)
                    .putLong(77)
                    .putLong(1);
            in.putInt(0).putInt(0).putInt(1).putInt(0).put("Docs\0".getBytes(StandardCharsets.UTF_8));
            assertThat(request.take(HEADER + 5)).isTrue();
            asked.handle(request, reply);
            assertThat(error()).isEqualTo(Protocol.Errno.EIO);
            assertThat(problems).hasSize(1).first().asString().contains("C.img");
        } finally {
            second.close();
        }
    }

    /** A short name in the record, shown by an index that calls it a long one, would lead a link out of the mount. */
    @Test
    void aLinkUnderAShortNameElsewhereLeadsNowhere() throws IOException {
        TinyVolume volume = TinyVolume.withFiles();
        volume.directory(TinyVolume.FREE, TinyVolume.DOCS, "Sub");
        int link = TinyVolume.FREE + 1;
        volume.name(link, TinyVolume.FREE, "up", 3)
                .resident(0x80, "", new byte[0])
                .resident(0xc0, "", NtfsBytes.symlink("\\etc\\passwd", "\\etc\\passwd", true))
                .resident(0x30, "", NtfsBytes.fileName(volume.reference(TinyVolume.ROOT), "up", 2, 0, 0));
        volume.entries(TinyVolume.ROOT).add(new TinyVolume.Entry(link, -1, "up", 1, -1));
        OpenImages images = images(Files.write(folder.resolve("E.img"), volume.bytes()), new OpenLimit(1));
        try (MountedFiles shown = new MountedFiles(ImagePlaces.volume(images, "1"), (path, e) -> {})) {
            long docs = shown.find(1, "Docs").number();
            long home = shown.find(shown.find(docs, "Sub").number(), "up").number();
            assertThat(shown.link(home)).isEqualTo("../../etc/passwd");
            long elsewhere = shown.find(1, "up").number();
            assertThatThrownBy(() -> shown.link(elsewhere)).hasMessageContaining("where it would lead is not known");
        }
    }

    /** A program waits for its answer, whatever happens here. */
    @Test
    void anErrorInsideIsAnswered() {
        dispatcher = new Dispatcher(files, (path, e) -> {
            throw new AssertionError("the log cannot be written");
        });
        ask(Protocol.Opcode.READ, 1, body(99L, 0L, 4096, 0, 0L, 0, 0));
        assertThat(error()).isEqualTo(Protocol.Errno.EIO);
    }

    /** In pieces of any size the names are the same, none twice and none left out. */
    @Test
    void listsInPieces() {
        List<String> whole = list(1 << 16);
        assertThat(whole).startsWith(".", "..").contains("Docs", "linked.txt").doesNotContain("$MFT");
        for (int room : new int[] {48, 56, 100, 300}) {
            assertThat(list(room)).as("room %d", room).isEqualTo(whole);
        }
        assertThat(problems).isEmpty();
    }

    private List<String> list(int room) {
        List<String> names = new ArrayList<>();
        long offset = 0;
        while (true) {
            ByteBuffer answer = ask(Protocol.Opcode.READDIR, 1, body(0L, offset, room, 0, 0L, 0, 0));
            assertThat(answer.remaining()).isLessThanOrEqualTo(room);
            if (!answer.hasRemaining()) {
                return names;
            }
            while (answer.hasRemaining()) {
                answer.getLong();
                offset = answer.getLong();
                byte[] name = new byte[answer.getInt()];
                answer.getInt();
                answer.get(name);
                answer.position(answer.position() + (8 - name.length % 8) % 8);
                names.add(new String(name, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void attributesInTwoSteps() {
        long file = lookup(lookup(1, "Docs"), "streams.txt");
        int size = ask(Protocol.Opcode.LISTXATTR, file, body(0, 0)).getInt();
        ask(Protocol.Opcode.LISTXATTR, file, body(size - 1, 0));
        assertThat(error()).isEqualTo(Protocol.Errno.ERANGE);
        ByteBuffer names = ask(Protocol.Opcode.LISTXATTR, file, body(size, 0));
        assertThat(StandardCharsets.UTF_8.decode(names).toString()).isEqualTo("user.Zone.Identifier\0user.big\0");
        assertThat(ask(Protocol.Opcode.GETXATTR, file, body(0, 0, "user.Zone.Identifier"))
                        .getInt())
                .isEqualTo(26);
        ask(Protocol.Opcode.GETXATTR, file, body(25, 0, "user.Zone.Identifier"));
        assertThat(error()).isEqualTo(Protocol.Errno.ERANGE);
        ask(Protocol.Opcode.GETXATTR, file, body(24, 0, "user.none"));
        assertThat(error()).isEqualTo(Protocol.Errno.ENODATA);
        ask(Protocol.Opcode.GETXATTR, file, body(24, 0, "user."));
        assertThat(error()).isEqualTo(Protocol.Errno.ENODATA);
    }

    @Test
    void whatIsNotKnownIsRefused() {
        ask(9999, 1, body(0L));
        assertThat(error()).isEqualTo(Protocol.Errno.ENOSYS);
        assertThat(ask(Protocol.Opcode.FORGET, 1, body(1L)).remaining()).isZero();
        assertThat(ask(Protocol.Opcode.INTERRUPT, 0, body(5L)).remaining()).isZero();
        assertThat(ask(Protocol.Opcode.BATCH_FORGET, 0, body(1000, 0, 5L, 1L)).remaining())
                .isZero();
        assertThat(problems).isEmpty();
    }

    /** The kernel sends nothing of the kind; whatever comes, there is an answer, and nothing is thrown. */
    @Test
    void anyRequestIsAnswered() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            long[] nodes = {1, 0, -1, (1L << 48) | random.nextInt(64), random.nextLong(), random.nextInt(5)};
            int opcode = random.nextInt(54);
            if (opcode != Protocol.Opcode.INIT) {
                ask(opcode, nodes[random.nextInt(nodes.length)], body);
            }
        }
        assertThat(problems).noneMatch(line -> line.contains("an error inside Lifeboat"));
        assertThat(lookup(1, "Docs")).isPositive();
    }
}
