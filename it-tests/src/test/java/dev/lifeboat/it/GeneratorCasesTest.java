package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Verifier;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The images that {@code cases.py} makes: what no tool of ours, and often no tool at all, writes. Each has to be read with
 * its content, or to be refused as the image's fault. The README beside the script describes {@code cases.json}.
 */
class GeneratorCasesTest {
    /** What we say where the suite says otherwise; a keyword that is missing here has to stand in our message. */
    private static final Map<String, String> OUR_WORDS = Map.of(
            "beyond", "was it cut off|do not fit|beyond|cannot be at 0xf",
            "overlap", "overlap|where the file's tables are",
            "parent", "parent|ancestor|refuse-broken-base.vhdx at",
            "size", "size|do not fit");

    /** What a reader that looks at one block at a time cannot see, and what Windows reads: {@code verify} names it. */
    private static final Map<String, String> LEFT_TO_VERIFY = Map.of(
            "vhdx/refuse-bat-blocks-overlap.vhdx", "vhdx.bat-overlap",
            "vhdx/refuse-bat-bitmap-over-block.vhdx", "vhdx.bat-overlap",
            "vhd/refuse-bat-blocks-overlap.vhd", "vhd.bat-overlap",
            "vhdx/refuse-bat-state-5.vhdx", "vhdx.bat-odd");

    /** What can be read although it is damaged: the footer's copy at the start of the file serves. */
    private static final Set<String> END_DAMAGED =
            Set.of("vhd/dynamic-end-damaged.vhd", "vhd/dynamic-end-missing.vhd", "vhd/child-end-damaged.vhd");

    @TempDir
    private static Path suite;

    /** A case of the suite. */
    private record Case(JsonNode json) {
        Path image() {
            return suite.resolve(file());
        }

        String file() {
            return json.get("file").asString();
        }

        boolean is(String expectation) {
            return json.get("expect").asString().equals(expectation);
        }

        @Override
        public String toString() {
            return file() + ": " + json.get("why").asString();
        }
    }

    @BeforeAll
    static void make() throws IOException {
        Tools.require("python3");
        Path script = Checkout.top().resolve("it-tests/src/test/python/cases.py");
        Tools.run(suite, "python3", script.toString(), suite.toString());
    }

    static Stream<Case> readable() throws IOException {
        return cases("content");
    }

    static Stream<Case> broken() throws IOException {
        return cases("refuse");
    }

    private static Stream<Case> cases(String expectation) throws IOException {
        List<Case> cases = new ArrayList<>();
        new JsonMapper()
                .readTree(Files.readString(suite.resolve("cases.json")))
                .forEach(json -> cases.add(new Case(json)));
        return cases.stream().filter(each -> each.is(expectation));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void readable(Case expected) throws IOException {
        JsonNode json = expected.json;
        try (Opened opened = Opened.of(expected.image())) {
            ByteSource disk = opened.disk;
            assertThat(disk.size()).isEqualTo(json.get("size").asLong());
            for (JsonNode read : json.get("reads")) {
                byte[] bytes = disk.bytes(
                        read.get("offset").asLong(), read.get("length").asInt());
                assertThat(Sha256.of(bytes))
                        .as("%s", read)
                        .isEqualTo(read.get("sha256").asString());
            }
            if (!json.get("sha256").isNull()) {
                assertThat(Sha256.of(disk)).isEqualTo(json.get("sha256").asString());
            }
            if (disk instanceof VhdxDisk vhdx) {
                assertThat(vhdx.wasLogReplayed()).isEqualTo(json.path("dirty").asBoolean(false));
            }
        } catch (ImageException e) {
            assertThat(json.has("mayRefuse")).as(e.getMessage()).isTrue();
        }
    }

    /** At the latest when the broken part is read, and for the right reason. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void broken(Case expected) {
        Throwable refusal = catchThrowable(() -> {
            try (Opened opened = Opened.of(expected.image())) {
                Sha256.of(opened.disk);
            }
        });
        if (LEFT_TO_VERIFY.containsKey(expected.file())) {
            assertThat(refusal).isNull();
        } else {
            String keyword = expected.json.get("keyword").asString();
            assertThat(refusal)
                    .isInstanceOf(ImageException.class)
                    .hasMessageFindingMatch("(?i)" + OUR_WORDS.getOrDefault(keyword, keyword));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void verifyNamesWhatIsBroken(Case expected) throws IOException {
        assertThat(faults(expected)).isNotEmpty().contains(LEFT_TO_VERIFY.getOrDefault(expected.file(), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void verifyFindsNoFaultInTheContainer(Case expected) throws IOException {
        if (!expected.json.has("mayRefuse")) {
            assertThat(faults(expected)).isEqualTo(END_DAMAGED.contains(expected.file()) ? "vhd.footer-end" : "");
        }
    }

    /** The ids of what is worse than a note, in the file itself: on these disks there are no volumes. */
    private static String faults(Case expected) throws IOException {
        BackupLocation location = BackupLocation.find(expected.image(), Optional.empty(), Optional.empty());
        return Verifier.verify(location, Progress.NONE).findings().stream()
                .filter(finding -> finding.severity().compareTo(Severity.NOTE) > 0)
                .map(finding -> finding.rule().id())
                .filter(id -> !id.startsWith("disk."))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Either kind of disk, opened by the name of its folder: a broken one may not be recognised by its bytes any more. */
    private record Opened(ByteSource disk, Closeable owner) implements Closeable {
        static Opened of(Path image) throws IOException {
            if (image.startsWith(suite.resolve("vhdx"))) {
                VhdxDisk disk = VhdxDisk.open(image);
                return new Opened(disk, disk);
            }
            VhdDisk disk = VhdDisk.open(image);
            return new Opened(disk, disk);
        }

        @Override
        public void close() throws IOException {
            owner.close();
        }
    }
}
