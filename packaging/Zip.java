import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packs a folder into a zip whose bytes depend on nothing but the names and contents in it: sorted, one time for all, rights by
 * content. Writes SHA256SUMS into the folder before, and the zip's own checksum beside the zip after.
 *
 * <pre>java -Duser.timezone=UTC Zip.java FOLDER ZIP TIME</pre>
 */
class Zip {
    private static final String SUMS = "SHA256SUMS";
    private static final byte[] SCRIPT = {'#', '!'};
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path zip = Path.of(args[1]).toAbsolutePath();
        writeSums(folder);
        Path unfinished = zip.resolveSibling(zip.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        pack(folder, unfinished, FileTime.from(Instant.parse(args[2])));
        Files.deleteIfExists(zip);
        Files.move(unfinished, zip);
        Files.writeString(zip.resolveSibling(zip.getFileName() + ".sha256"), sum(zip) + "  " + zip.getFileName() + "\n");
    }

    /** Everything below a folder, in the order of the names' characters, which is the same on every system. */
    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted((a, b) -> name(folder, a).compareTo(name(folder, b))).toList();
        }
    }

    private static String name(Path folder, Path path) {
        return folder.relativize(path).toString().replace('\\', '/');
    }

    private static void writeSums(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(SUMS));
        StringBuilder sums = new StringBuilder();
        for (Path file : below(folder)) {
            if (Files.isRegularFile(file)) {
                sums.append(sum(file)).append("  ").append(name(folder, file)).append('\n');
            }
        }
        Files.writeString(folder.resolve(SUMS), sums);
    }

    private static String sum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pack(Path folder, Path zip, FileTime time) throws IOException {
        Map<String, String> settings = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem target = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), settings)) {
            Path top = target.getPath(folder.getFileName().toString());
            for (Path file : below(folder)) {
                Path entry = top.resolve(name(folder, file));
                boolean directory = Files.isDirectory(file);
                if (directory) {
                    Files.createDirectory(entry);
                } else {
                    Files.write(entry, Files.readAllBytes(file));
                }
                String rights = directory || isProgram(file) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(rights));
                Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(time, time, time);
            }
        }
    }

    /** By content, since Windows has no such right. */
    private static boolean isProgram(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(ELF.length);
            return Arrays.equals(start, ELF) || Arrays.equals(Arrays.copyOf(start, SCRIPT.length), SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
