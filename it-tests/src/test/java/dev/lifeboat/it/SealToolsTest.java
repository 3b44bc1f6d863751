package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals of the sample, judged by other programs: sha256sum, openssl, a script that knows no more than the page on the format. */
class SealToolsTest {
    private static final String VERSION = "Backup 2026-01-31 120000";
    private static final String WINDOWS = VERSION + "/" + SampleVolumes.WINDOWS + ".vhdx";

    @TempDir
    private Path folder;

    private Path computer;
    private Path seal;

    @BeforeEach
    void copySample() throws IOException {
        PathUtils.copyDirectory(
                Checkout.top().resolve("samples/WindowsImageBackup"), folder.resolve("WindowsImageBackup"));
        computer = folder.resolve("WindowsImageBackup/OFFICE-PC");
        seal = folder.resolve("Lifeboat/OFFICE-PC").resolve(VERSION).resolve("seal");
    }

    private Tools.Result lifeboat(int exit, Object... arguments) throws IOException {
        Tools.Result result = Lifeboat.run(folder, arguments);
        assertThat(result.exit()).as(result.output()).isEqualTo(exit);
        return result;
    }

    private String root() throws IOException {
        String script =
                Checkout.top().resolve("it-tests/src/test/python/seal_root.py").toString();
        return Tools.run(folder, "python3", script, seal.toString(), computer.toString())
                .strip();
    }

    @Test
    void theExportIsWhatSha256sumTakes() throws IOException {
        Tools.require("sha256sum");
        Files.writeString(computer.resolve(VERSION).resolve("odd \\ name\n.txt"), "x");
        Files.createDirectories(computer.resolve(VERSION).resolve("-"));
        Files.writeString(computer.resolve(VERSION).resolve("-").resolve("Größe 日"), "");
        lifeboat(0, "seal", folder, "--export", "SUMS");
        String sums = folder.resolve("SUMS").toString();
        assertThat(Tools.run(computer, "sha256sum", "--check", "--strict", sums).lines())
                .hasSize(20)
                .allMatch(line -> line.endsWith(": OK"));
        flip(computer.resolve(WINDOWS), 12_345_678);
        assertThat(Tools.tryRun(computer, "sha256sum", "--check", "--quiet", sums)
                        .output())
                .contains(SampleVolumes.WINDOWS + ".vhdx: FAILED");
    }

    @Test
    void checksumsThatSha256sumMakesAreCompared() throws IOException {
        Tools.require("sha256sum", "md5sum");
        Path version = computer.resolve(VERSION);
        Files.writeString(version.resolve("SHA256SUMS"), Tools.run(version, "sha256sum", "--tag", "Esp.vhdx"));
        Files.writeString(version.resolve("Esp.vhdx.md5"), Tools.run(version, "md5sum", "Esp.vhdx"));
        assertThat(lifeboat(0, "verify", folder, "--full", "--all").output())
                .contains("checksum.matches", "Esp.vhdx: SHA-256 is", "Esp.vhdx: MD5 is");
        flip(version.resolve("Esp.vhdx"), 9_000_000);
        assertThat(lifeboat(4, "verify", folder, "--full").output()).contains("DAMAGED  checksum.differs");
    }

    @Test
    void theRootIsWhatThePageSays() throws IOException {
        Tools.require("python3");
        String output = lifeboat(0, "seal", folder).output();
        assertThat(output).contains("Root: " + root());
        Files.delete(seal);
        assertThat(lifeboat(0, "seal", folder, "--export", "SUMS").output()).contains("Root: " + root());
    }

    @Test
    void opensslAcceptsTheSignature() throws IOException {
        Tools.require("openssl", "sed");
        Tools.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
        Tools.run(folder, "openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem");
        Tools.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "other.pem");
        Tools.run(folder, "openssl", "pkey", "-in", "other.pem", "-pubout", "-out", "otherpub.pem");
        lifeboat(0, "seal", folder, "--sign", "key.pem");
        Files.writeString(folder.resolve("text"), Tools.run(folder, "sed", "/^$/q", seal.toString()));
        String signature = seal.resolveSibling("seal.sig").toString();
        assertThat(Tools.run(
                        folder,
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-rawin",
                        "-pubin",
                        "-inkey",
                        "pub.pem",
                        "-in",
                        "text",
                        "-sigfile",
                        signature))
                .contains("Signature Verified Successfully");
        assertThat(lifeboat(0, "verify", folder, "--seal-key", "pub.pem", "--all")
                        .output())
                .contains("seal.signed");
        assertThat(lifeboat(3, "verify", folder, "--seal-key", "otherpub.pem").output())
                .contains("UNDECIDED  seal.signature");
        Files.delete(Path.of(signature));
        assertThat(lifeboat(3, "verify", folder, "--seal-key", "pub.pem").output())
                .containsPattern("seal.sig: is not\\s+there");
        assertThat(lifeboat(3, "seal", folder, "--sign", "pub.pem").output()).contains("BEGIN PRIVATE KEY");
    }

    @Test
    void aRunThatIsKilledIsGoneOnWith() throws Exception {
        Path image = folder.resolve("large.img");
        SplittableRandom random = new SplittableRandom(3);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(2_000_000_001L); // mostly a hole
            for (int i = 0; i < 50; i++) {
                file.seek(random.nextLong(file.length()));
                file.writeLong(random.nextLong());
            }
        }
        Path part = folder.resolve("Lifeboat/large.img/seal.part");
        Process process = start("seal", image);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < end && (!Files.exists(part) || Files.size(part) < 20_000)) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertThat(part).exists();
        assertThat(part.resolveSibling("seal")).doesNotExist();
        String output = lifeboat(3 + 1, "seal", image).output(); // what is in it is no volume: UNDECIDED, and said
        assertThat(output)
                .contains("Sealed: 1 file, 1.86 GB.")
                .containsPattern("Of that, [0-9.]+ [MG]B had been read before");
        assertThat(part).doesNotExist();
        seal = part.resolveSibling("seal");
        computer = folder;
        assertThat(output).contains("Root: " + root());
    }

    private Process start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lifeboat.cli.Main"));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void flippedBitsAreDamageAndAnImageThatWasWrittenToIsNot() throws IOException {
        lifeboat(0, "seal", folder);
        assertThat(lifeboat(0, "verify", folder, "--full").output())
                .startsWith("RESTORABLE, AS FAR AS AN IMAGE CAN SHOW (full)");
        Path image = computer.resolve(WINDOWS);
        byte[] sound = Files.readAllBytes(image);
        flip(image, 12_345_678);
        assertThat(lifeboat(3, "verify", folder, "--full").output())
                .contains("seal.damaged")
                .doesNotContain("written-after");
        assertThat(lifeboat(6, "seal", folder, "--again").output()).contains("is damaged at 0xb00000");

        Files.write(image, sound);
        write(image);
        Tools.Result written = lifeboat(4, "verify", folder, "--full");
        assertThat(written.output())
                .contains("written after the seal of", "the seal no longer", "No damage was found")
                .doesNotContain("seal.damaged");
        assertThat(lifeboat(4, "verify", folder).output()).contains("written-after");
        lifeboat(0, "seal", folder);
        assertThat(lifeboat(0, "verify", folder, "--full").output()).contains("every byte is as it was");
    }

    /** As Windows does it: both headers get new GUIDs and higher numbers, and a block new content. */
    private static void write(Path image) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int header : new int[] {0x10000, 0x20000}) {
            buffer.putLong(header + 8, buffer.getLong(header + 8) + 2);
            buffer.putLong(header + 16, 0x1234).putLong(header + 32, 0x5678).putInt(header + 4, 0);
            CRC32C crc = new CRC32C();
            crc.update(bytes, header, 4096);
            buffer.putInt(header + 4, (int) crc.getValue());
        }
        bytes[15_000_000] ^= 1;
        Files.write(image, bytes);
    }

    private static void flip(Path file, long at) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 4);
        }
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void theBackupIsNotWrittenTo() throws IOException {
        Map<String, String> before = state();
        lifeboat(0, "seal", folder, "--export", "SUMS");
        lifeboat(0, "verify", folder, "--full");
        assertThat(state()).isEqualTo(before);
        assertThat(lifeboat(6, "seal", folder, "--export", computer.resolve("SUMS"))
                        .output())
                .contains("is in a backup, where nothing is ever written");
    }

    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("WindowsImageBackup"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                state.put(file.toString(), Sha256.of(file) + Files.getLastModifiedTime(file));
            }
        }
        return state;
    }

    @Test
    void whereTheDriveCannotBeWrittenTheSealIsTheUsers() throws IOException {
        Files.writeString(folder.resolve("Lifeboat"), "no folder", StandardCharsets.UTF_8);
        Path home = Files.createDirectories(folder.resolve("home"));
        Tools.Result result = Tools.tryRun(
                folder,
                "env",
                "XDG_DATA_HOME=" + home,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.lifeboat.cli.Main",
                "seal",
                folder.toString());
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output()).contains("the seal cannot be written to " + folder.resolve("Lifeboat"));
        assertThat(home.resolve("lifeboat/OFFICE-PC").resolve(VERSION).resolve("seal"))
                .exists();
    }
}
