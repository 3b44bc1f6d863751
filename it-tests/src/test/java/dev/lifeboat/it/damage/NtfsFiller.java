package dev.lifeboat.it.damage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.lifeboat.it.Tools;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Makes NTFS volumes with mkntfs and fills them through ntfs-3g. */
final class NtfsFiller {
    private static final String COMPRESSED_DIRECTORY = "0x00000810"; // FILE_ATTRIBUTE_ bits, big-endian

    /** Not asked of the folder itself: while it is being mounted, that fails. */
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final Path root;
    private final SplittableRandom random = new SplittableRandom(1601);

    private NtfsFiller(Path root) {
        this.root = root;
    }

    /** Fills a mounted volume. */
    interface Work {
        void fill(NtfsFiller volume) throws IOException;
    }

    /** Makes a volume. */
    static Path make(Path folder, String name, int size, int sector, Work work) throws IOException {
        Tools.require("mkntfs", "ntfs-3g", "setfattr", "fusermount");
        Path image = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        Tools.run(
                folder,
                "mkntfs",
                "-F",
                "-Q",
                "-q",
                "-s",
                String.valueOf(sector),
                "-c",
                "4096",
                "-p",
                "2048",
                "-H",
                "16",
                "-S",
                "63",
                "-L",
                "Lifeboat",
                name);
        change(image, work);
        return image;
    }

    /** Mounts a volume, works on it, and waits until all is written. */
    static void change(Path image, Work work) throws IOException {
        Path folder = image.toAbsolutePath().getParent();
        Path root = Files.createDirectory(folder.resolve("mounted"));
        Process process = new ProcessBuilder(
                        "ntfs-3g",
                        "-o",
                        "no_detach,streams_interface=windows,compression",
                        image.toString(),
                        root.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("ntfs-3g.txt").toFile())
                .start();
        try {
            awaitMount(process, root, folder.resolve("ntfs-3g.txt"));
            try {
                work.fill(new NtfsFiller(root));
            } finally {
                Tools.run(folder, "fusermount", "-u", root.toString());
            }
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new IOException("ntfs-3g does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroy();
            Files.delete(root);
        }
    }

    /** FUSE is not there in every container, and not for every user. */
    private static void awaitMount(Process process, Path root, Path output) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            if (Files.readString(MOUNTS).contains(" " + root + " ")) {
                return;
            }
            Thread.sleep(50);
        }
        process.destroy();
        String reason = "ntfs-3g cannot mount here: " + Files.readString(output).strip();
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    Path directory(String path) throws IOException {
        return Files.createDirectories(root.resolve(path));
    }

    void file(String path, byte[] content) throws IOException {
        Files.write(root.resolve(path), content);
    }

    void file(String path, int size) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        file(path, content);
    }

    /** A named stream. */
    void stream(String path, String stream, int size) throws IOException {
        file(path + ":" + stream, size);
    }

    void hardLink(String path, String to) throws IOException {
        Files.createLink(root.resolve(path), root.resolve(to));
    }

    void delete(String path) throws IOException {
        Files.delete(root.resolve(path));
    }

    /** New files in it are compressed. */
    void compressedDirectory(String path) throws IOException {
        Path directory = directory(path);
        setAttribute(directory, "system.ntfs_attrib_be", COMPRESSED_DIRECTORY);
    }

    /** Text repeats, and so does this. */
    byte[] text(int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append("line ").append(random.nextInt(1000)).append(" of a text that compresses well\r\n");
        }
        return text.substring(0, size).getBytes(US_ASCII);
    }

    /** A file with data at both ends only. */
    void sparse(String path, int size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(root.resolve(path).toFile(), "rw")) {
            byte[] end = new byte[5000];
            random.nextBytes(end);
            file.write(end);
            file.seek(size - end.length);
            file.write(end);
        }
    }

    /** Files that grow in turn, so that each is in many pieces. */
    void fragmented(int pieces, String... paths) throws IOException {
        byte[] piece = new byte[4096];
        for (int i = 0; i < pieces; i++) {
            for (String path : paths) {
                try (RandomAccessFile file =
                        new RandomAccessFile(root.resolve(path).toFile(), "rw")) {
                    random.nextBytes(piece);
                    file.seek(file.length());
                    file.write(piece);
                }
            }
        }
    }

    /** A symbolic link as Windows makes it. */
    void symbolicLink(String path, String target) throws IOException {
        file(path, new byte[0]);
        byte[] substitute = ("\\??\\" + target).getBytes(UTF_16LE);
        byte[] print = target.getBytes(UTF_16LE);
        ByteBuffer reparse =
                ByteBuffer.allocate(20 + substitute.length + print.length).order(ByteOrder.LITTLE_ENDIAN);
        reparse.putInt(0xa000_000c).putShort((short) (reparse.capacity() - 8)).putShort((short) 0);
        reparse.putShort((short) 0).putShort((short) substitute.length);
        reparse.putShort((short) substitute.length).putShort((short) print.length);
        reparse.putInt(0).put(substitute).put(print);
        setAttribute(
                root.resolve(path),
                "system.ntfs_reparse_data",
                "0x" + HexFormat.of().formatHex(reparse.array()));
    }

    private void setAttribute(Path path, String name, String value) throws IOException {
        Path folder = root.toAbsolutePath().getParent();
        Tools.run(folder, "setfattr", "-h", "-n", name, "-v", value, path.toString());
    }
}
