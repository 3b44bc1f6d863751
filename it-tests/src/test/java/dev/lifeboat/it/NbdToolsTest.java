package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lifeboat serve}, as the clients of others see it: libnbd's tools, QEMU's, and ntfs-3g on nbdfuse. */
class NbdToolsTest {
    private static final Path SAMPLE = Checkout.top().resolve("samples").resolve("WindowsImageBackup");
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private Path socket;

    @BeforeEach
    void tools() {
        Tools.require("qemu-img", "nbdinfo", "nbdcopy");
        socket = folder.resolve("s.sock");
    }

    private Served serve(Object path, Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of(path, "--socket", socket));
        args.addAll(List.of(more));
        return Served.start(folder, args.toArray());
    }

    /** A disk with data in some places, among them the first and the last sector. */
    private Path makeDisk(int megabytes) throws IOException {
        Tools.run(folder, "qemu-img", "create", "-q", "-f", "raw", "disk.raw", megabytes + "M");
        Tools.require("qemu-io");
        Tools.run(
                folder,
                "qemu-io",
                "-f",
                "raw",
                "-c",
                "write -P 1 0 512",
                "-c",
                "write -P 2 5M 3M",
                "-c",
                "write -P 3 17M 512",
                "-c",
                "write -P 4 " + (megabytes * 1024 - 1) + "k 1k",
                "disk.raw");
        return folder.resolve("disk.raw");
    }

    @ParameterizedTest
    @CsvSource({
        "vhdx, 'subformat=dynamic,block_size=1M'",
        "vhdx, 'subformat=fixed,block_state_zero=off'",
        "vpc, 'subformat=dynamic,force_size=on'",
        "vpc, 'subformat=fixed,force_size=on'",
        "raw, preallocation=off"
    })
    void everyContainerHasTheBytesThatQemuReads(String format, String options) throws IOException {
        makeDisk(64);
        Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", format, "-o", options, "disk.raw", "disk");
        try (Served served = serve(folder.resolve("disk"))) {
            String uri = served.uri("disk-1");
            String same = Tools.run(folder, "qemu-img", "compare", "-f", "raw", "-F", format, uri, "disk");
            assertThat(same).contains("Images are identical");
            Tools.run(folder, "nbdcopy", uri, "copy.raw");
            assertThat(Sha256.of(folder.resolve("copy.raw"))).isEqualTo(Sha256.of(folder.resolve("disk.raw")));
            JsonNode info = JsonMapper.shared().readTree(Tools.run(folder, "nbdinfo", "--json", uri));
            JsonNode export = info.path("exports").get(0);
            assertThat(export.path("export-size").asLong()).isEqualTo(64L * MIB);
            assertThat(export.path("is_read_only").asBoolean()).isTrue();
            assertThat(export.path("can_multi_conn").asBoolean()).isTrue();
        }
    }

    /** QEMU tells of a dynamic VHD what is stored; of a VHDX it says that all is. */
    @Test
    void holesAreThoseThatQemuSees() throws IOException {
        makeDisk(64);
        Tools.run(folder, "qemu-img", "convert", "-O", "vpc", "-o", "force_size=on", "disk.raw", "disk.vhd");
        Tools.run(folder, "qemu-img", "convert", "-O", "vhdx", "-o", "block_size=2M", "disk.raw", "disk.vhdx");
        Map<Long, Boolean> expected = new TreeMap<>();
        for (JsonNode extent : JsonMapper.shared()
                .readTree(Tools.run(folder, "qemu-img", "map", "--output=json", "-f", "vpc", "disk.vhd"))) {
            expected.put(extent.path("start").asLong(), extent.path("data").asBoolean());
        }
        assertThat(expected).hasSizeGreaterThan(3);
        for (String image : List.of("disk.vhd", "disk.vhdx")) { // both with blocks of 2 MiB
            try (Served served = serve(folder.resolve(image))) {
                Map<Long, Boolean> found = new TreeMap<>();
                for (JsonNode extent : JsonMapper.shared()
                        .readTree(Tools.run(folder, "nbdinfo", "--json", "--map", served.uri("disk-1")))) {
                    assertThat(extent.path("type").asInt()).isIn(0, 3);
                    found.put(
                            extent.path("offset").asLong(), extent.path("type").asInt() == 0);
                }
                assertThat(joined(found)).as(image).isEqualTo(joined(expected));
            }
        }
    }

    /** Without extents that continue the one before. */
    private static Map<Long, Boolean> joined(Map<Long, Boolean> extents) {
        Map<Long, Boolean> joined = new TreeMap<>();
        Boolean last = null;
        for (Map.Entry<Long, Boolean> extent : extents.entrySet()) {
            if (!extent.getValue().equals(last)) {
                joined.put(extent.getKey(), extent.getValue());
            }
            last = extent.getValue();
        }
        return joined;
    }

    @Test
    void severalClientsAtOnce() throws IOException, InterruptedException {
        Path raw = makeDisk(64);
        Tools.run(folder, "qemu-img", "convert", "-O", "vhdx", "disk.raw", "disk.vhdx");
        try (Served served = serve(folder.resolve("disk.vhdx"))) {
            List<Process> copies = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                copies.add(new ProcessBuilder(
                                "nbdcopy", "--connections=4", "--no-extents", served.uri("disk-1"), "copy" + n)
                        .directory(folder.toFile())
                        .inheritIO()
                        .start());
            }
            for (int n = 0; n < 4; n++) {
                assertThat(copies.get(n).waitFor()).isZero();
                assertThat(Sha256.of(folder.resolve("copy" + n))).isEqualTo(Sha256.of(raw));
            }
        }
    }

    @Test
    void aSampleWithItsNames() throws IOException {
        try (Served served = serve(SAMPLE)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            String list = Tools.run(
                    folder, "nbdinfo", "--list", served.line().path("uri").asString());
            assertThat(list)
                    .contains(
                            "export=\"C\":",
                            "export=\"ESP\":",
                            "export=\"2\":",
                            "export=\"disk-3\":",
                            "NTFS, \"Windows\"");
            assertThat(Tools.run(folder, "nbdinfo", "--content", served.uri("C")))
                    .contains("NTFS");
            Tools.Result second = Lifeboat.run(folder, "serve", SAMPLE, "--socket", socket);
            assertThat(second.exit()).isEqualTo(6);
            assertThat(second.output()).contains("a server that is running");
        }
        assertThat(socket).doesNotExist();
    }

    /** As people use it: the files of a volume, read by ntfs-3g through nbdfuse, have the hashes that Lifeboat tells. */
    @Test
    void filesThroughNtfs3g() throws IOException, InterruptedException {
        Tools.require("nbdfuse", "ntfs-3g", "umount", "sha256sum", "fusermount3");
        Path raw = Files.createDirectory(folder.resolve("raw"));
        Path files = Files.createDirectory(folder.resolve("files"));
        try (Served served = serve(SAMPLE)) {
            Process fuse = new ProcessBuilder(
                            "nbdfuse", "-r", raw.resolve("C.raw").toString(), served.uri("C"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("fuse.txt").toFile())
                    .start();
            for (int n = 0; n < 100 && fuse.isAlive() && !Files.exists(raw.resolve("C.raw")); n++) {
                Thread.sleep(50);
            }
            Assumptions.assumeTrue(Files.exists(raw.resolve("C.raw")), Files.readString(folder.resolve("fuse.txt")));
            try {
                Tools.run(folder, "ntfs-3g", "-o", "ro", raw.resolve("C.raw").toString(), files.toString());
                try {
                    compareFiles(files);
                } finally {
                    Tools.run(folder, "umount", files.toString());
                }
            } finally {
                Tools.run(folder, "fusermount3", "-u", raw.toString());
                fuse.waitFor();
            }
        }
    }

    private void compareFiles(Path files) throws IOException {
        Tools.Result listed = Lifeboat.run(folder, "ls", SAMPLE, "C:/", "-R", "--hash", "--json");
        int compared = 0;
        for (String line : listed.output().lines().toList()) {
            JsonNode file = JsonMapper.shared().readTree(line);
            String path = file.path("path").asString();
            boolean plain = file.path("type").asString().equals("file")
                    && file.path("stream").asString().isEmpty()
                    && file.has("sha256")
                    && !path.startsWith("/$");
            if (plain && Files.isRegularFile(files.resolve(path.substring(1)))) {
                assertThat(Sha256.of(files.resolve(path.substring(1))))
                        .as(path)
                        .isEqualTo(file.path("sha256").asString());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void damageIsAnErrorForWhoReadsIt() throws IOException {
        makeDisk(64);
        Tools.run(folder, "qemu-img", "convert", "-O", "vhdx", "-o", "block_size=1M", "disk.raw", "disk.vhdx");
        Path image = folder.resolve("disk.vhdx");
        Tools.run(folder, "truncate", "-s", "-2M", image.toString());
        try (Served served = serve(image)) {
            Tools.Result copy = Tools.tryRun(folder, "nbdcopy", served.uri("disk-1"), "copy.raw");
            assertThat(copy.exit()).isNotZero();
            assertThat(Tools.run(folder, "nbdinfo", "--size", served.uri("disk-1"))
                            .trim())
                    .isEqualTo("67108864");
            assertThat(served.messages()).contains("the file ends at");
            assertThat(served.messages().lines().distinct().count())
                    .isEqualTo(served.messages().lines().count());
        } catch (IOException e) { // so much is cut off that it does not even open
            assertThat(e).hasMessageContaining("disk.vhdx");
        }
    }

    @Test
    void anUnreadableImageDoesNotKeepTheOthersBack() throws IOException {
        makeDisk(64);
        Path images = Files.createDirectory(folder.resolve("images"));
        Tools.run(folder, "qemu-img", "convert", "-O", "vhdx", "disk.raw", "images/b.vhdx");
        Files.writeString(images.resolve("a.vhdx"), "vhdxfile, and then nothing");
        try (Served served = serve(images)) {
            assertThat(served.export("disk-1").orElseThrow().path("error").asString())
                    .contains("a.vhdx");
            assertThat(Tools.run(folder, "nbdinfo", "--size", served.uri("disk-2"))
                            .trim())
                    .isEqualTo("67108864");
            Tools.Result damaged = Tools.tryRun(folder, "nbdinfo", served.uri("disk-1"));
            assertThat(damaged.exit()).isNotZero();
            assertThat(served.messages()).contains("disk-1 cannot be read", "a.vhdx");
        }
    }

    @Test
    void tlsIsInsistedOn() throws IOException {
        Tools.require("openssl");
        Path client = Files.createDirectory(folder.resolve("client"));
        certificate("ca", null, client.resolve("ca-cert.pem"), folder.resolve("ca-key.pem"));
        certificate("server", client.resolve("ca-cert.pem"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
        makeDisk(20);
        Object[] tls = {
            folder.resolve("disk.raw"),
            "--port",
            0,
            "--listen",
            "127.0.0.1",
            "--tls-key",
            "key.pem",
            "--tls-certificate",
            "cert.pem"
        };
        try (Served served = Served.start(folder, tls)) {
            String uri = served.uri("disk-1");
            assertThat(uri).startsWith("nbds://127.0.0.1:");
            String trusting = uri + "?tls-certificates=" + client;
            assertThat(Tools.run(folder, "nbdinfo", trusting)).contains("with TLS", "export-size: 20971520");
            Tools.run(folder, "nbdcopy", trusting, "copy.raw");
            assertThat(Sha256.of(folder.resolve("copy.raw"))).isEqualTo(Sha256.of(folder.resolve("disk.raw")));
            Tools.Result plain = Tools.tryRun(folder, "nbdinfo", uri.replace("nbds:", "nbd:"));
            assertThat(plain.exit()).isNotZero();
            assertThat(plain.output()).containsIgnoringCase("TLS");
            assertThat(Tools.tryRun(folder, "nbdinfo", "--list", uri.replaceAll("nbds:(//[^/]*)/.*", "nbd:$1/"))
                            .output())
                    .doesNotContain("disk-1");
            assertThat(served.messages()).contains("every user of this computer can connect");
        }
    }

    @Test
    void clientsMayHaveToShowCertificates() throws IOException {
        Tools.require("openssl");
        Path client = Files.createDirectory(folder.resolve("client"));
        Path stranger = Files.createDirectory(folder.resolve("stranger"));
        Path ca = client.resolve("ca-cert.pem");
        certificate("ca", null, ca, folder.resolve("ca-key.pem"));
        certificate("server", ca, folder.resolve("cert.pem"), folder.resolve("key.pem"));
        certificate("client", ca, client.resolve("client-cert.pem"), client.resolve("client-key.pem"));
        Files.copy(ca, stranger.resolve("ca-cert.pem"));
        makeDisk(20);
        try (Served served = Served.start(
                folder,
                folder.resolve("disk.raw"),
                "--port",
                0,
                "--tls-key",
                "key.pem",
                "--tls-certificate",
                "cert.pem",
                "--tls-clients",
                ca)) {
            String uri = served.uri("disk-1") + "?tls-certificates=";
            assertThat(Tools.run(folder, "nbdinfo", "--size", uri + client).trim())
                    .isEqualTo("20971520");
            assertThat(Tools.tryRun(folder, "nbdinfo", uri + stranger).exit()).isNotZero();
            assertThat(served.messages()).doesNotContain("warning").contains("TLS");
        }
    }

    /** Makes a key and a certificate, signed by itself or by the authority whose key is ca-key.pem. */
    private void certificate(String name, Path authority, Path certificate, Path key) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        if (authority != null) {
            command.addAll(List.of(
                    "-CA",
                    authority.toString(),
                    "-CAkey",
                    "ca-key.pem",
                    "-addext",
                    "basicConstraints=critical,CA:FALSE"));
        }
        Tools.run(folder, command.toArray(String[]::new));
    }

    @Test
    void optionsThatMakeNoSense() throws IOException {
        Path disk = makeDisk(20);
        assertThat(Lifeboat.run(folder, "serve", disk).exit()).isEqualTo(2);
        assertThat(Lifeboat.run(folder, "serve", disk, "--port", 0, "--socket", socket)
                        .exit())
                .isEqualTo(2);
        Tools.Result open = Lifeboat.run(folder, "serve", disk, "--port", 0, "--listen", "0.0.0.0");
        assertThat(open.exit()).isEqualTo(2);
        assertThat(open.output()).contains("needs TLS");
        Tools.Result missing = Lifeboat.run(
                folder, "serve", disk, "--port", 0, "--tls-key", "disk.raw", "--tls-certificate", "disk.raw");
        assertThat(missing.exit()).isEqualTo(5);
        Tools.Result inBackup = Lifeboat.run(folder, "serve", disk, "--socket", SAMPLE.resolve("s"));
        assertThat(inBackup.exit()).isEqualTo(6);
        try (FileChannel taken = FileChannel.open(socket, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(taken.isOpen()).isTrue();
            Tools.Result refused = Lifeboat.run(folder, "serve", disk, "--socket", socket);
            assertThat(refused.exit()).isEqualTo(6);
            assertThat(refused.output()).contains("is no socket");
        }
        assertThatThrownBy(() -> Served.start(folder, folder.resolve("missing.vhdx"), "--port", 0))
                .hasMessageContaining("does not exist");
    }
}
