package dev.lifeboat.formats.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link ControlSet}, {@link DriverService}, {@link ClassFilter} and {@link MountedDevices} on hives built here. */
class SystemHiveTest {
    private static final int SZ = 1;
    private static final int BINARY = 3;
    private static final int DWORD = 4;
    private static final int MULTI_SZ = 7;

    private final List<String> problems = new ArrayList<>();

    private static Hive hive(TestKey... keys) throws IOException {
        return Hive.read(ByteSource.of("SYSTEM", HiveBytes.of(new TestKey("ROOT").with(keys))));
    }

    private static TestKey select(int current, int defaultSet) {
        TestKey key = new TestKey("Select").value("Current", DWORD, (byte) current, (byte) 0, (byte) 0, (byte) 0);
        return defaultSet < 0 ? key : key.value("Default", DWORD, (byte) defaultSet, (byte) 0, (byte) 0, (byte) 0);
    }

    private static TestKey service(String name, int type, int start, int errorControl) {
        return new TestKey(name)
                .value("Type", DWORD, (byte) type, (byte) 0, (byte) 0, (byte) 0)
                .value("Start", DWORD, (byte) start, (byte) 0, (byte) 0, (byte) 0)
                .value("ErrorControl", DWORD, (byte) errorControl, (byte) 0, (byte) 0, (byte) 0);
    }

    @Test
    void theDefaultSetIsWhatTheNextStartUses() throws IOException {
        TestKey first = new TestKey("ControlSet001");
        TestKey second = new TestKey("ControlSet002");
        assertThat(ControlSet.inUse(hive(select(1, 2), first, second)))
                .get()
                .satisfies(set -> assertThat(set.key().name()).isEqualTo("ControlSet002"))
                .extracting(ControlSet::number)
                .isEqualTo(2L);
        assertThat(ControlSet.inUse(hive(select(1, 0), first, second))
                        .orElseThrow()
                        .number())
                .isEqualTo(1);
        assertThat(ControlSet.inUse(hive(select(1, -1), first)).orElseThrow().number())
                .isEqualTo(1);
    }

    @Test
    void noSetThatIsThere() throws IOException {
        assertThat(ControlSet.inUse(hive(select(3, 3)))).isEmpty();
        assertThat(ControlSet.inUse(hive(select(0, 0)))).isEmpty();
        assertThat(ControlSet.inUse(hive(new TestKey("ControlSet001")))).isEmpty();
    }

    @Test
    void drivers() throws IOException {
        TestKey overridden = service("storahci", 1, 0, 3)
                .with(new TestKey("StartOverride").value("0", DWORD, (byte) 3, (byte) 0, (byte) 0, (byte) 0));
        TestKey services = new TestKey("Services")
                .with(
                        service("ACPI", 1, 0, 3).text("ImagePath", 2, "System32\\drivers\\ACPI.sys\0"),
                        service("Fs_Rec", 8, 1, 0),
                        new TestKey("NoDriver"),
                        overridden,
                        service("Svc", 0x20, 2, 1));
        Hive hive = hive(select(1, 1), new TestKey("ControlSet001").with(services));
        List<DriverService> drivers =
                DriverService.all(hive, ControlSet.inUse(hive).orElseThrow(), problems::add);
        assertThat(drivers)
                .containsExactly(
                        new DriverService("ACPI", 1, 0, 3, Optional.of("System32\\drivers\\ACPI.sys")),
                        new DriverService("Fs_Rec", 8, 1, 0, Optional.empty()),
                        new DriverService("storahci", 1, 3, 3, Optional.empty()));
        assertThat(drivers).extracting(DriverService::startsWithKernel).containsExactly(true, false, false);
        assertThat(drivers).extracting(DriverService::startsWithSystem).containsExactly(false, true, false);
        assertThat(drivers).extracting(DriverService::needed).containsExactly(true, false, true);
        assertThat(problems).isEmpty();
    }

    @Test
    void filtersOfStorage() throws IOException {
        TestKey disks = new TestKey("{4D36E967-E325-11CE-BFC1-08002BE10318}")
                .text("UpperFilters", MULTI_SZ, "partmgr\0\0")
                .text("LowerFilters", MULTI_SZ, "EhStorClass\0stdcfltn\0\0");
        TestKey keyboards =
                new TestKey("{4d36e96b-e325-11ce-bfc1-08002be10318}").text("UpperFilters", MULTI_SZ, "kbdclass\0\0");
        TestKey control = new TestKey("Control").with(new TestKey("Class").with(disks, keyboards));
        Hive hive = hive(select(1, 1), new TestKey("ControlSet001").with(control));
        List<ClassFilter> filters =
                ClassFilter.ofStorage(hive, ControlSet.inUse(hive).orElseThrow(), e -> problems.add(e.getMessage()));
        assertThat(filters)
                .containsExactly(
                        new ClassFilter("disks", "partmgr"),
                        new ClassFilter("disks", "EhStorClass"),
                        new ClassFilter("disks", "stdcfltn"));
        assertThat(problems).isEmpty();
    }

    @Test
    void volumesByLetterAndName() throws IOException {
        HexFormat hex = HexFormat.of();
        UUID volume = UUID.fromString("656b1715-ecf6-11df-92e6-806e6f6e6963");
        TestKey mounted = new TestKey("MountedDevices")
                .value(
                        "\\DosDevices\\C:",
                        BINARY,
                        hex.parseHex("444d494f3a49443a" + "2e0c1f5d443b554c9a660718293a4b5c"))
                .value("\\??\\Volume{" + volume + "}", BINARY, hex.parseHex("3ea0be5c" + "0000100000000000"))
                .value(
                        "\\DosDevices\\D:",
                        BINARY,
                        "_??_USBSTOR, and so on".getBytes(java.nio.charset.StandardCharsets.UTF_16LE))
                .value("\\DosDevices\\E:", BINARY, new byte[24])
                .text("\\DosDevices\\F:", SZ, "");
        MountedDevices devices = MountedDevices.read(hive(mounted));
        assertThat(devices.drive("c:"))
                .contains(new VolumeId.Gpt(UUID.fromString("5d1f0c2e-3b44-4c55-9a66-0718293a4b5c")));
        assertThat(devices.volume(volume)).contains(new VolumeId.Mbr(0x5cbea03eL, 1 << 20));
        assertThat(devices.byName()).hasSize(2);
        assertThat(MountedDevices.read(hive()).byName()).isEmpty();
    }
}
