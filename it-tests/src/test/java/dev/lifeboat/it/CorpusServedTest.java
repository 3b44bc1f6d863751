package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.export.Export;
import dev.lifeboat.mount.export.ExportFormat;
import dev.lifeboat.mount.export.ExportOptions;
import dev.lifeboat.mount.export.ExportSource;
import dev.lifeboat.mount.nbd.NbdExports;
import dev.lifeboat.mount.nbd.NbdServer;
import dev.lifeboat.mount.nbd.UnixSocket;
import dev.lifeboat.mount.raw.RawSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every VHDX and VHD of the corpus, all behind one server of NBD: copied by nbdcopy, and exported as qcow2 and read by QEMU. */
@ExtendWith(Corpus.class)
class CorpusServedTest {
    /** Copies of larger ones would take long; those have holes for the most part. */
    private static final long LARGEST = 1L << 30;

    @TempDir
    private static Path folder;

    private static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static final List<RawSet> SETS = new ArrayList<>();
    private static UnixSocket socket;
    private static NbdServer server;

    static Stream<Corpus.Entry> images() {
        return Corpus.containers().stream();
    }

    @BeforeAll
    static void start() throws IOException {
        Tools.require("nbdcopy", "nbdinfo", "qemu-img");
        socket = UnixSocket.bind(folder.resolve("s"));
        for (Corpus.Entry entry : Corpus.containers()) {
            Path image = Corpus.unpack(entry);
            SETS.add(new RawSet(List.of(entry.name()), () -> {
                ImageSet images = ImageSet.open(BackupLocation.find(image, Optional.empty(), Optional.empty()));
                return new RawSet.Opened(images, images);
            }));
        }
        server = new NbdServer(socket.channel(), new NbdExports(SETS), Optional.empty(), LOG::add);
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
        socket.close();
        for (RawSet set : SETS) {
            set.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("images")
    void asItsOracleSays(Corpus.Entry entry) throws IOException {
        Oracle oracle = entry.oracle();
        String uri = "nbd+unix:///" + entry.name().replace("+", "%2B") + "/disk-1?socket=" + folder.resolve("s");
        Tools.Result info = Tools.tryRun(folder, "nbdinfo", "--size", uri);
        if (entry.name().contains("fat-differential")) { // nobody has its parent
            assertThat(info.exit()).isNotZero();
            assertThat(LOG).anyMatch(line -> line.contains("fat-parent.vhd"));
            return;
        }
        assertThat(info.exit()).as(info.output()).isZero();
        long size = Long.parseLong(info.output().trim());
        assertThat(size)
                .isEqualTo(entry.kind().equals("vhdx") ? oracle.number("vsize=(\\d+)") : oracle.number(" cur=(\\d+)"));
        if (size > LARGEST) {
            assertThat(Tools.run(folder, "nbdinfo", "--map", "--totals", uri)).contains("hole");
            return;
        }
        Path copy = folder.resolve("copy.raw");
        Tools.run(folder, "nbdcopy", uri, copy.toString());
        Optional<String> expected = oracle.find("virtual disk content .*size " + size + " sha256 (\\w{64})")
                .or(() -> oracle.find("libvhdi: sha256 (\\w{64}) bytes " + size));
        String hash = Sha256.of(copy);
        if (!entry.name().contains("image-differential")) { // libvhdi read that without its parent
            assertThat(hash).isEqualTo(expected.orElseThrow());
        }
        ByteSource disk = SETS.get(Corpus.containers().indexOf(entry))
                .find("disk-1")
                .orElseThrow()
                .open();
        new Export(
                        new ExportSource(disk, 512, ""),
                        new ExportOptions(ExportFormat.QCOW2, false, false, true, false),
                        folder.resolve("copy.qcow2"),
                        (step, done, total) -> {})
                .run();
        assertThat(Tools.run(folder, "qemu-img", "compare", "-f", "raw", "-F", "qcow2", "copy.raw", "copy.qcow2"))
                .contains("identical");
        assertThat(Tools.run(folder, "qemu-img", "check", "copy.qcow2")).contains("No errors");
        Files.delete(copy);
        Files.delete(folder.resolve("copy.qcow2"));
    }
}
