package dev.lifeboat.formats.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link WindowsInstallation} on hives built here. */
class WindowsInstallationTest {
    private static final int SZ = 1;
    private static final int BINARY = 3;
    private static final int DWORD = 4;
    private static final int QWORD = 11;
    private static final String CONFIG = "Windows/System32/config/";
    private static final long FILETIME = 133_500_000_000_000_000L; // 2024-01-17T21:20:00Z

    private final Map<String, byte[]> files = new HashMap<>();

    private Optional<WindowsInstallation> read() throws IOException {
        return WindowsInstallation.read(path -> {
            if (path.endsWith("LOCKED")) {
                throw new UnsupportedImageException(path, "is encrypted");
            }
            return Optional.ofNullable(files.get(path)).map(bytes -> ByteSource.of(path, bytes));
        });
    }

    private static byte[] little(long value, int width) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(value);
        byte[] result = new byte[width];
        bytes.get(0, result);
        return result;
    }

    private static TestKey path(String path, TestKey last) {
        TestKey key = last;
        String[] names = path.split("\\\\", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            key = new TestKey(names[i]).with(key);
        }
        return key;
    }

    private static byte[] system(int set) {
        TestKey control = new TestKey("Control")
                .value("PEFirmwareType", DWORD, little(2, 4))
                .with(
                        path("ComputerName", new TestKey("ComputerName").text("ComputerName", SZ, "OFFICE-PC\0")),
                        path(
                                "Session Manager",
                                new TestKey("Environment").text("PROCESSOR_ARCHITECTURE", SZ, "AMD64\0")),
                        new TestKey("TimeZoneInformation").text("TimeZoneKeyName", SZ, "W. Europe Standard Time\0rest"),
                        new TestKey("Windows").value("ShutdownTime", BINARY, little(FILETIME, 8)),
                        new TestKey("MUI")
                                .with(new TestKey("UILanguages")
                                        .with(
                                                new TestKey("de-DE"),
                                                new TestKey("en-US"),
                                                new TestKey("no <language>"))));
        return HiveBytes.of(new TestKey("ROOT")
                .with(
                        new TestKey("ControlSet002").with(control),
                        new TestKey("Select").value("Current", DWORD, little(set, 4))));
    }

    private static TestKey version(String build) {
        return new TestKey("CurrentVersion")
                .text("ProductName", SZ, "Windows 10 Pro\0")
                .text("EditionID", SZ, "Professional\0")
                .text("DisplayVersion", SZ, "23H2\0")
                .text("CurrentBuildNumber", SZ, build)
                .value("UBR", DWORD, little(2861, 4))
                .text("SystemRoot", SZ, "C:\\WINDOWS\0")
                .text("RegisteredOwner", SZ, "\0");
    }

    private static byte[] root(TestKey key) {
        return HiveBytes.of(new TestKey("ROOT").with(key));
    }

    @Test
    void aVolumeWithoutHivesHoldsNoWindows() throws IOException {
        assertThat(read()).isEmpty();
    }

    @Test
    void systemSaysWhichComputer() throws IOException {
        files.put(CONFIG + "SYSTEM", system(2));
        WindowsInstallation windows = read().orElseThrow();
        SystemFacts facts = windows.system().orElseThrow();
        assertThat(facts.controlSet()).hasValue(2);
        assertThat(facts.computerName()).contains("OFFICE-PC");
        assertThat(facts.architecture()).contains("AMD64");
        assertThat(facts.timeZone()).contains("W. Europe Standard Time");
        assertThat(facts.lastShutdown().orElseThrow()).isEqualTo("2024-01-17T21:20:00Z");
        assertThat(facts.firmware()).contains(Firmware.UEFI);
        assertThat(facts.languages()).containsExactly("de-DE", "en-US");
        assertThat(windows.software()).isEmpty();
        assertThat(windows.problems()).containsExactly("Windows/System32/config/SOFTWARE is missing");
    }

    @Test
    void aControlSetThatIsNotThereGivesNothing() throws IOException {
        files.put(CONFIG + "SYSTEM", system(1));
        SystemFacts facts = read().orElseThrow().system().orElseThrow();
        assertThat(facts.controlSet()).hasValue(1);
        assertThat(facts.computerName()).isEmpty();
        assertThat(facts.lastShutdown()).isEmpty();
    }

    @Test
    void elevenCallsItselfTen() throws IOException {
        files.put(CONFIG + "SOFTWARE", root(path("Microsoft\\Windows NT", version("22631\0"))));
        SoftwareFacts eleven = read().orElseThrow().software().orElseThrow();
        assertThat(eleven.productName()).contains("Windows 11 Pro");
        assertThat(eleven.storedName()).contains("Windows 10 Pro");
        assertThat(eleven.fullBuild()).contains("22631.2861");
        assertThat(eleven.displayVersion()).contains("23H2");
        assertThat(eleven.registeredOwner()).isEmpty();
        files.put(CONFIG + "SOFTWARE", root(path("Microsoft\\Windows NT", version("19045\0"))));
        assertThat(read().orElseThrow().software().orElseThrow().productName()).contains("Windows 10 Pro");
        files.put(CONFIG + "SOFTWARE", root(path("Microsoft\\Windows NT", version("abc\0"))));
        assertThat(read().orElseThrow().software().orElseThrow().fullBuild()).isEmpty();
    }

    @Test
    void timeOfSetupInEitherForm() throws IOException {
        TestKey seconds = version("1").value("InstallDate", DWORD, little(1_700_000_000, 4));
        files.put(CONFIG + "SOFTWARE", root(path("Microsoft\\Windows NT", seconds)));
        assertThat(read().orElseThrow().software().orElseThrow().installed().orElseThrow())
                .isEqualTo("2023-11-14T22:13:20Z");
        TestKey both =
                version("1").value("InstallDate", DWORD, little(1, 4)).value("InstallTime", QWORD, little(FILETIME, 8));
        files.put(CONFIG + "SOFTWARE", root(path("Microsoft\\Windows NT", both)));
        assertThat(read().orElseThrow().software().orElseThrow().installed().orElseThrow())
                .isEqualTo("2024-01-17T21:20:00Z");
    }

    @Test
    void peopleHaveProfiles() throws IOException {
        TestKey profiles = new TestKey("ProfileList")
                .with(
                        new TestKey("S-1-5-18").text("ProfileImagePath", 2, "%systemroot%\\x\0"),
                        new TestKey("S-1-5-21-1-2-3-1001").text("ProfileImagePath", 2, "C:\\Users\\Anna\0"),
                        new TestKey("S-1-5-21-1-2-3-1002.bak"));
        files.put(
                CONFIG + "SOFTWARE",
                root(path("Microsoft\\Windows NT", version("1").with(profiles))));
        assertThat(read().orElseThrow().software().orElseThrow().users())
                .containsExactly(new UserProfile("S-1-5-21-1-2-3-1001", "C:\\Users\\Anna"))
                .extracting(UserProfile::name)
                .containsExactly("Anna");
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        files.put(CONFIG + "SYSTEM", new byte[8192]);
        files.put(CONFIG + "SOFTWARE", root(path("Microsoft\\Windows NT", version("1"))));
        WindowsInstallation windows = read().orElseThrow();
        assertThat(windows.system()).isEmpty();
        assertThat(windows.software()).isPresent();
        assertThat(windows.problems())
                .singleElement()
                .asString()
                .startsWith("Windows/System32/config/SYSTEM at 0x0: registry base block: signature is");
    }

    @Test
    void anUnfinishedHiveIsSaid() throws IOException {
        byte[] hive = system(2);
        hive[4]++;
        ByteBuffer block = ByteBuffer.wrap(hive).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(508, block.getInt(508) ^ 7 ^ 8); // the checksum of all words
        files.put(CONFIG + "SYSTEM", hive);
        files.put(CONFIG + "SYSTEM.LOG1", new byte[600]);
        WindowsInstallation windows = read().orElseThrow();
        assertThat(windows.system().orElseThrow().computerName()).contains("OFFICE-PC");
        assertThat(windows.problems().get(0))
                .startsWith("Windows/System32/config/SYSTEM: Windows had not ended writing it, and no log beside it has"
                        + " the rest: Windows/System32/config/SYSTEM.LOG1 at 0x0");
    }
}
