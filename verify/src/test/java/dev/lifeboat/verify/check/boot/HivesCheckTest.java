package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link HivesCheck}: hives that are whole, in two states, and damaged in different places. */
class HivesCheckTest {
    private final TestComputer pc = new TestComputer();

    private List<String> bad() throws IOException {
        return pc.run(new HivesCheck()).stream()
                .filter(f -> !f.startsWith("GOOD"))
                .toList();
    }

    private byte[] hive(String name) {
        pc.volumes();
        return pc.windows.files.get(TestComputer.CONFIG + name);
    }

    @Test
    void allAreWhole() throws IOException {
        assertThat(pc.run(new HivesCheck()))
                .hasSize(5)
                .allMatch(f -> f.startsWith("GOOD registry.hive: C/Windows/System32/config/"))
                .contains("GOOD registry.hive: C/Windows/System32/config/SAM: 2 keys, 0 values");
    }

    @Test
    void aHiveThatCannotBeOpened() throws IOException {
        HiveBytes.putInt(hive("SAM"), 0, 0);
        assertThat(bad())
                .singleElement()
                .asString()
                .startsWith("LOST registry.unreadable: C/Windows/System32/config/SAM: ");
    }

    @Test
    void aHiveOfAnotherVersion() throws IOException {
        HiveBytes.putInt(hive("SECURITY"), 24, 9);
        assertThat(bad())
                .singleElement()
                .asString()
                .startsWith("UNDECIDED registry.not-judged: C/Windows/System32/config/SECURITY: ");
    }

    @Test
    void aHiveThatWasBeingWritten() throws IOException {
        byte[] software = hive("SOFTWARE");
        software[4]++;
        HiveBytes.fixChecksum(software);
        assertThat(bad())
                .containsExactly("UNDECIDED registry.unfinished: C/Windows/System32/config/SOFTWARE:"
                        + " Windows had not ended writing it, and no log beside it has the rest");
    }

    @Test
    void aDamagedKeyInSoftware() throws IOException {
        byte[] software = hive("SOFTWARE");
        software[HiveBytes.find(software, "nk", 1)] = 'x';
        assertThat(bad())
                .singleElement()
                .asString()
                .startsWith("DAMAGED registry.damaged: C/Windows/System32/config/SOFTWARE: ")
                .contains("1 places are damaged; ");
    }

    @Test
    void damagedDataInSystem() throws IOException {
        pc.services.get("disk").text("Other", 1, "a longer text");
        byte[] system = hive("SYSTEM");
        int at = new String(system, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("a\0 \0l\0");
        HiveBytes.putInt(system, at - 4, 8); // free
        assertThat(bad())
                .singleElement()
                .asString()
                .startsWith("UNDECIDED registry.system-damaged: C/Windows/System32/config/SYSTEM: ");
    }

    @Test
    void noControlSet() throws IOException {
        pc.select = new TestKey("Select").value("Default", 4, TestComputer.little(7, 4));
        assertThat(bad())
                .containsExactly("LOST registry.control-set: C:"
                        + " SYSTEM: the key Select, or the set that it names, cannot be found");
    }

    @Test
    void moreDataThanTheHiveHolds() throws IOException {
        TestKey root = new TestKey("ROOT");
        for (int i = 0; i < 900; i++) {
            root.value("v" + i, 3, new byte[8]);
        }
        byte[] hive = HiveBytes.of(root);
        int big = 0x7fffff;
        for (int i = 0; i < 900; i++) {
            HiveBytes.putInt(hive, HiveBytes.find(hive, "vk", i) + 4, big);
        }
        pc.windows.put(TestComputer.CONFIG + "SAM", hive);
        assertThat(bad()).singleElement().asString().startsWith("DAMAGED registry.damaged: ");
    }
}
