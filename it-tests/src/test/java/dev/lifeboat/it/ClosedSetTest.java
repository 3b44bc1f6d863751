package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sets, parts of which this user may not read. That says nothing about the backup: UNDECIDED, and the reason. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "takes the rights of files in Unix")
class ClosedSetTest {
    @TempDir
    private static Path folder;

    private static Path original;
    private final List<Path> closed = new ArrayList<>();

    @BeforeAll
    static void prepare() throws IOException {
        original = SetCopy.original(folder);
        if (System.getProperty("user.name").equals("root")) {
            Tools.require("setpriv");
        }
    }

    @AfterEach
    void open() throws IOException {
        for (Path path : closed) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void close(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
        closed.add(path);
    }

    private static Tools.Result lifeboat(Object... args) throws IOException {
        return Lifeboat.runWithoutPassingOverRights(folder, args);
    }

    private static List<String> findings(Tools.Result run) {
        JsonNode report = new JsonMapper().readTree(run.output());
        return report.get("findings")
                .valueStream()
                .filter(f -> !f.get("severity").asString().equals("GOOD"))
                .map(f -> f.get("id").asString() + ": " + f.get("where").asString() + ": "
                        + f.get("message").asString())
                .filter(f -> !f.startsWith("set.not-at-top") && !SetCopy.isOfStandIn("NOTE " + f))
                .toList();
    }

    private static final String VERSION = SetCopy.COMPUTER + "/" + SetCopy.VERSION;

    @ParameterizedTest
    @ValueSource(
            strings = {
                VERSION + "/5d1f0c2e-3b44-4c55-9a66-0718293a4b5c.vhdx",
                VERSION + "/Esp.vhdx",
                VERSION + "/BackupSpecs.xml",
                VERSION + "/2b7c9f30-6d1e-4e5a-b8c4-93a1f0e7d625_Components.xml",
                SetCopy.COMPUTER + "/MediaId",
                SetCopy.COMPUTER + "/Catalog/GlobalCatalog",
                SetCopy.COMPUTER + "/Catalog",
                SetCopy.COMPUTER + "/SPPMetadataCache",
                VERSION
            })
    void whatIsClosedIsUndecided(String name) throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        Path closed = set.store().resolve(name);
        if (name.endsWith(".vhdx")) { // a link: its rights are those of the original
            Path other = Files.copy(closed, set.top().resolve("other"));
            Files.delete(closed);
            Files.move(other, closed);
        }
        close(closed, "---------");
        Tools.Result run = lifeboat("verify", set.top(), "--json");
        assertThat(findings(run)).containsExactly("set.access-denied: " + name + ": may not be read by this user");
        assertThat(run.exit()).isEqualTo(3);
    }

    /** One may list the names and yet not ask for anything behind them. */
    @Test
    void aFolderOfWhichOnlyTheNamesAreOpen() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        close(set.version(), "r--r--r--");
        Tools.Result run = lifeboat("verify", set.top(), "--json");
        assertThat(findings(run))
                .hasSize(14)
                .allMatch(f -> f.startsWith("set.access-denied: " + VERSION + "/"))
                .allMatch(f -> f.endsWith(": may not be read by this user"));
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void aClosedComputerOrStoreIsNamed() throws IOException {
        SetCopy set = SetCopy.of(original, Files.createTempDirectory(folder, "set"));
        for (Path path : List.of(set.computer(), set.store())) {
            for (String rights : List.of("---------", "r--r--r--")) {
                close(path, rights);
                Tools.Result run = lifeboat("verify", set.top());
                assertThat(run.exit()).isEqualTo(3);
                // With the names to go by, as much as can be said is said.
                assertThat(run.output())
                        .containsAnyOf(
                                ": access denied; run as administrator (or root), or copy the file first",
                                "UNDECIDED  set.access-denied")
                        .doesNotContain("LOST");
                open();
            }
        }
    }
}
