package dev.lifeboat.it;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in for virtdisk.dll (it-tests/src/test/native), as a test that runs in a Java of Windows sees it. */
final class Lab {
    private static final String LOG = System.getenv("LAB_LOG");
    private static final List<String> SETTINGS =
            List.of("LAB_FAIL", "LAB_DELAY", "LAB_OFFLINE", "LAB_TWIN", "LAB_NO_NTFS");

    private interface C extends Library {
        int _putenv(String setting);
    }

    private static final class Loaded {
        private static final C LIBRARY = Native.load("msvcrt", C.class);
    }

    private Lab() {}

    /** Forgets what was logged and attached, and all settings. */
    static void reset() throws IOException {
        SETTINGS.forEach(name -> set(name, ""));
        Files.deleteIfExists(Path.of(LOG));
        Files.deleteIfExists(Path.of(System.getenv("LAB_STATE")));
        Files.deleteIfExists(Path.of(System.getenv("LAB_STATE") + "-places"));
    }

    static void set(String name, String value) {
        Loaded.LIBRARY._putenv(name + "=" + value);
    }

    /** The calls so far, each with what of its fields matters. */
    static List<JsonNode> log() throws IOException {
        List<JsonNode> calls = new ArrayList<>();
        if (Files.exists(Path.of(LOG))) {
            for (String line : Files.readAllLines(Path.of(LOG))) {
                calls.add(new JsonMapper().readTree(line));
            }
        }
        return calls;
    }

    /** The names of the functions that were called, without those that only ask, and without what went wrong before. */
    static List<String> deeds() throws IOException {
        List<String> asking = List.of(
                "GetAllAttachedVirtualDiskPhysicalPaths",
                "GetStorageDependencyInformation",
                "CreateFileW(volume)",
                "GetVirtualDiskPhysicalPath");
        return log().stream()
                .map(call -> call.get("function").asString())
                .filter(function -> !asking.contains(function))
                .toList();
    }

    /** Which rules of Windows were broken. */
    static List<String> broken() throws IOException {
        return log().stream()
                .filter(call -> !call.get("broken").asString().isEmpty())
                .map(JsonNode::toString)
                .toList();
    }

    /** A field of the one call of a function. */
    static JsonNode call(String function) throws IOException {
        List<JsonNode> calls = log().stream()
                .filter(call -> call.get("function").asString().equals(function))
                .toList();
        if (calls.size() != 1) {
            throw new AssertionError(function + " was called " + calls.size() + " times");
        }
        return calls.get(0);
    }

    /** What is attached now, by the stand-in's own notes: number and flags by file. */
    static Map<String, String> attached() throws IOException {
        Map<String, String> disks = new TreeMap<>();
        Path state = Path.of(System.getenv("LAB_STATE"));
        if (Files.exists(state)) {
            for (String line : Files.readAllLines(state)) {
                String[] fields = line.split(" ", 3);
                disks.put(fields[2], fields[0] + " " + fields[1]);
            }
        }
        return disks;
    }

    /** Where volumes are shown now. */
    static List<String> places() throws IOException {
        Path places = Path.of(System.getenv("LAB_STATE") + "-places");
        return Files.exists(places)
                ? Files.readAllLines(places).stream()
                        .map(line -> line.split(" ", 3)[2])
                        .toList()
                : List.of();
    }
}
