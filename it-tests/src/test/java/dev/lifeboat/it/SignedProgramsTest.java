package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Libraries that Microsoft really signed, in the System32 of the sample, judged by the roots that Lifeboat comes with. */
class SignedProgramsTest {
    private static final String SYSTEM = "Windows/System32/";
    private static final String MICROSOFTS = "vcruntime140_1.dll";
    private static final String OTHERS = "java.dll";

    @TempDir
    private static Path folder;

    private static Path original;
    private static Path java;

    @BeforeAll
    static void prepare() throws IOException {
        EditedVolume.requireTools();
        java = Wine.java().resolve("bin");
        Tools.require(Files.isDirectory(java), "no Java for Windows is here");
        original = SetCopy.original(folder);
    }

    private static List<String> verify(int exit, String level, EditedVolume.Editing editing) throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path image = set.image(SetCopy.C);
        set.replace(image, EditedVolume.of(image, folder, editing));
        Tools.Result result = Lifeboat.run(folder, "verify", set.top(), level, "--json", "--all");
        assertThat(result.exit()).as(result.output()).isEqualTo(exit);
        JsonNode report = new ObjectMapper().readTree(result.output());
        return StreamSupport.stream(report.get("findings").spliterator(), false)
                .filter(finding -> finding.get("id").asString().startsWith("signatures."))
                .map(finding -> finding.get("id").asString() + ": "
                        + finding.get("message").asString())
                .toList();
    }

    private static void add(EditedVolume volume, String name) throws IOException {
        volume.add(SYSTEM + name, Files.readAllBytes(java.resolve(name)));
    }

    @Test
    void asTheyWereSigned() throws IOException {
        assertThat(verify(0, "--full", volume -> {
                    add(volume, MICROSOFTS);
                    add(volume, OTHERS);
                }))
                .containsExactly(
                        "signatures.few: of 60 programs, 0 are in one of 0 catalogs of Microsoft, and 1 are signed"
                                + " themselves");
    }

    @Test
    void changedSince() throws IOException {
        List<String> found = verify(4, "--full", volume -> {
            add(volume, MICROSOFTS);
            add(volume, OTHERS);
            volume.flip(SYSTEM + MICROSOFTS, 4096);
            volume.flip(SYSTEM + OTHERS, 4096);
        });
        assertThat(found)
                .hasSize(3)
                .contains("signatures.changed: /" + SYSTEM + MICROSOFTS + " is not what 'Microsoft Corporation' signed")
                .anyMatch(f -> f.startsWith("signatures.vendor-changed: /" + SYSTEM + OTHERS + " is not what '"));
    }

    @Test
    void quickChecksDoNotReadThem() throws IOException {
        assertThat(verify(0, "--quick", volume -> {
                    add(volume, MICROSOFTS);
                    volume.flip(SYSTEM + MICROSOFTS, 4096);
                }))
                .isEmpty();
    }
}
