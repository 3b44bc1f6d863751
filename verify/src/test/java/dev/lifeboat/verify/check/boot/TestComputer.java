package dev.lifeboat.verify.check.boot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.PartitionType;
import dev.lifeboat.formats.pe.PeImage;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.verify.check.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A computer with UEFI whose two volumes are in memory, sound as it is made; a test breaks one thing. Its hives and boot store are
 * built from the keys below when it is asked.
 */
public final class TestComputer {
    public static final UUID DISK = new UUID(1, 2);
    static final UUID ESP = new UUID(3, 4);
    static final UUID WINDOWS = new UUID(5, 6);
    static final String SYSTEM = "/Windows/System32/";
    static final String CONFIG = SYSTEM + "config/";
    static final String LOADER = "{a0000000-0000-0000-0000-000000000001}";
    static final String OTHER = "{a0000000-0000-0000-0000-000000000003}";
    static final String WINRE = "{a0000000-0000-0000-0000-000000000002}";
    private static final String MANAGER = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";
    private static final int SZ = 1;
    private static final int BINARY = 3;
    private static final int DWORD = 4;
    private static final int MULTI = 7;

    final MemoryTree esp = new MemoryTree();
    public final MemoryTree windows = new MemoryTree();
    /** Of the loader in the boot store, by number of the element. */
    final Map<String, Element> loader = new LinkedHashMap<>();

    /** Of another loader, which is there if it has elements. */
    final Map<String, Element> other = new LinkedHashMap<>();

    final Map<String, Element> winre = new LinkedHashMap<>();
    final Map<String, Element> manager = new LinkedHashMap<>();
    final Map<String, TestKey> services = new LinkedHashMap<>();
    final Map<String, TestKey> classes = new LinkedHashMap<>();
    final TestKey sessionManager = new TestKey("Session Manager");
    final TestKey mounted = new TestKey("MountedDevices");
    /** Of SOFTWARE: which Windows it is. */
    public final TestKey version = new TestKey("CurrentVersion").text("SystemRoot", SZ, "C:\\Windows\0");

    /** Of SYSTEM: the languages. */
    public final TestKey languages = new TestKey("UILanguages");

    final TestKey servicing = new TestKey("Component Based Servicing");
    TestKey select = new TestKey("Select").value("Current", DWORD, little(1, 4)).value("Default", DWORD, little(1, 4));
    Optional<Integer> firmwareType = Optional.of(2);
    public boolean set = true;
    public boolean complete = true;
    boolean dataOnly;
    int sizeOfSystem = 1 << 16;
    Optional<Firmware> documented = Optional.of(Firmware.UEFI);
    final Set<VolumeName> notCritical = new HashSet<>();
    UUID windowsGuid = WINDOWS;

    /** Type of the registry, and bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Element(int type, byte[] data) {}

    /** Makes it sound. */
    public TestComputer() {
        esp.put("/EFI/Microsoft/Boot/bootmgfw.efi", program()).put("/EFI/Boot/bootx64.efi", program());
        for (String name : List.of(
                "ntoskrnl.exe",
                "hal.dll",
                "ci.dll",
                "ntdll.dll",
                "smss.exe",
                "csrss.exe",
                "wininit.exe",
                "winlogon.exe",
                "services.exe")) {
            windows.put(SYSTEM + name, program());
        }
        windows.put(SYSTEM + "lsass.exe", program()).put(SYSTEM + "winload.efi", program());
        for (String name : List.of("ntfs", "disk", "partmgr", "volmgr", "mountmgr", "fvevol")) {
            windows.put(SYSTEM + "drivers/" + name + ".sys", program("ntoskrnl.exe", "HAL.dll"));
        }
        windows.put("/Recovery/WindowsRE/Winre.wim", new byte[] {1});
        service("disk", 0, 1, "System32\\drivers\\disk.sys");
        service("partmgr", 0, 3, "\\SystemRoot\\System32\\drivers\\partmgr.sys");
        service("volmgr", 0, 3, "\\??\\C:\\Windows\\System32\\drivers\\volmgr.sys");
        service("fvevol", 0, 3, "");
        filter("{4D36E967-E325-11CE-BFC1-08002BE10318}", "UpperFilters", "partmgr");
        filter("{71a27cdd-812a-11d0-bec7-08002be2092f}", "LowerFilters", "FVEVOL");
        mounted.value("\\DosDevices\\C:", BINARY, joined("DMIO:ID:".getBytes(US_ASCII), guid(WINDOWS)));
        manager.put("23000003", text(LOADER));
        manager.put("24000001", texts(LOADER));
        loader.put("11000001", gpt(WINDOWS, DISK));
        loader.put("12000002", text("\\Windows\\system32\\winload.efi"));
        loader.put("12000004", text("Windows 11"));
        loader.put("14000008", texts(WINRE));
        loader.put("21000001", gpt(WINDOWS, DISK));
        loader.put("22000002", text("\\Windows"));
        winre.put("11000001", gpt(WINDOWS, DISK));
        winre.put("12000002", text("\\Recovery\\WindowsRE\\Winre.wim"));
        winre.put("12000004", text("Windows Recovery Environment"));
        for (String name : new String[] {"SAM", "SECURITY", "DEFAULT"}) {
            windows.put(CONFIG + name, HiveBytes.of(new TestKey("ROOT").with(new TestKey("Key"))));
        }
    }

    /** Puts the path of the recovery environment into the boot store. */
    public void winreImage(String path) {
        winre.put("12000002", text(path));
    }

    /** A program for x64, with its checksum, linked with others. */
    public static byte[] program(String... imports) {
        return new PeImage(true).imports(imports).checksum().bytes;
    }

    TestKey service(String name, int start, int errorControl, String path) {
        TestKey key = new TestKey(name)
                .value("Type", DWORD, little(1, 4))
                .value("Start", DWORD, little(start, 4))
                .value("ErrorControl", DWORD, little(errorControl, 4));
        services.put(name, path.isEmpty() ? key : key.text("ImagePath", 2, path + "\0"));
        return key;
    }

    void filter(String device, String value, String... drivers) {
        classes.put(device, new TestKey(device).text(value, MULTI, String.join("\0", drivers) + "\0\0"));
    }

    static byte[] little(long value, int width) {
        byte[] result = new byte[width];
        for (int i = 0; i < width; i++) {
            result[i] = (byte) (value >> (8 * i));
        }
        return result;
    }

    static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1024);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] bytes = new byte[all.position()];
        all.flip().get(bytes);
        return bytes;
    }

    static byte[] guid(UUID guid) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) (guid.getMostSignificantBits() >>> 32))
                .putShort((short) (guid.getMostSignificantBits() >>> 16))
                .putShort((short) guid.getMostSignificantBits());
        return bytes.order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    static Element text(String text) {
        return new Element(SZ, (text + "\0").getBytes(UTF_16LE));
    }

    static Element texts(String... texts) {
        return new Element(MULTI, (String.join("\0", texts) + "\0\0").getBytes(UTF_16LE));
    }

    /** Options, type 6, flags, size, zero; partition, zero, style 0, disk. */
    static Element gpt(UUID partition, UUID disk) {
        return new Element(
                BINARY,
                joined(
                        new byte[16],
                        little(6, 8),
                        little(0x48, 8),
                        guid(partition),
                        new byte[8],
                        guid(disk),
                        new byte[16]));
    }

    /** Likewise with style 1: offset of the partition, signature of the disk. */
    static Element mbr(long offset, long signature) {
        return new Element(
                BINARY,
                joined(
                        new byte[16],
                        little(6, 8),
                        little(0x48, 8),
                        little(offset, 16),
                        little(1L << 32, 8),
                        little(signature, 32)));
    }

    private static TestKey object(String id, int type, Map<String, Element> elements) {
        TestKey list = new TestKey("Elements");
        elements.forEach(
                (number, element) -> list.with(new TestKey(number).value("Element", element.type, element.data)));
        return new TestKey(id).with(new TestKey("Description").value("Type", DWORD, little(type, 4)), list);
    }

    private byte[] bootStore() {
        return HiveBytes.of(new TestKey("NewStoreRoot")
                .with(
                        new TestKey("Description").text("KeyName", SZ, "BCD00000000\0"),
                        new TestKey("Objects")
                                .with(
                                        object(MANAGER, 0x10100002, manager),
                                        object(LOADER, 0x10200003, loader),
                                        object(OTHER, other.isEmpty() ? 0x10200004 : 0x10200003, other),
                                        object(WINRE, 0x10200003, winre))));
    }

    byte[] system() {
        TestKey all = new TestKey("Services").with(services.values().toArray(TestKey[]::new));
        TestKey control = new TestKey("Control")
                .with(
                        sessionManager,
                        new TestKey("Class").with(classes.values().toArray(TestKey[]::new)),
                        new TestKey("MUI").with(languages));
        firmwareType.ifPresent(type -> control.value("PEFirmwareType", DWORD, little(type, 4)));
        return HiveBytes.of(
                new TestKey("ROOT").with(new TestKey("ControlSet001").with(all, control), select, mounted),
                sizeOfSystem);
    }

    private byte[] software() {
        TestKey windowsKey = new TestKey("Windows").with(new TestKey("CurrentVersion").with(servicing));
        TestKey nt = new TestKey("Windows NT").with(version);
        return HiveBytes.of(new TestKey("ROOT").with(new TestKey("Microsoft").with(windowsKey, nt)));
    }

    static Partition partition(int number, PartitionType type, UUID guid) {
        return new Partition(number, number << 20, 1 << 20, type, Optional.of(guid), "", 0, false, true);
    }

    BootVolume volume(String name, PartitionType type, UUID guid, MemoryTree tree) {
        Partition partition = partition(1, type, guid);
        PartitionTable table = new PartitionTable(
                PartitionScheme.GPT, 512, Optional.of(DISK), OptionalLong.empty(), List.of(partition), List.of());
        Optional<VolumeName> called = set ? Optional.of(new VolumeName(guid)) : Optional.empty();
        return new BootVolume(name, called, type.isEfiSystem(), table, Optional.of(partition), tree);
    }

    /** The volume of Windows as the only, active one of a disk with an MBR, with the boot files for BIOS on it. */
    public List<BootVolume> bios(long signature, boolean active) {
        loader.put("11000001", mbr(1 << 20, signature));
        loader.put("12000002", text("\\Windows\\system32\\winload.exe"));
        loader.put("21000001", mbr(1 << 20, signature));
        winre.put("11000001", mbr(1 << 20, signature));
        windows.put("/bootmgr", new byte[1]).put("/Boot/BCD", bootStore());
        windows.put(SYSTEM + "winload.exe", program());
        volumes();
        Partition partition =
                new Partition(1, 1 << 20, 1 << 20, new PartitionType.Mbr(7), Optional.empty(), "", 0, active, true);
        PartitionTable table = new PartitionTable(
                PartitionScheme.MBR, 512, Optional.empty(), OptionalLong.of(signature), List.of(partition), List.of());
        return List.of(new BootVolume("C", Optional.empty(), false, table, Optional.of(partition), windows));
    }

    public List<BootVolume> volumes() {
        esp.files.putIfAbsent("/EFI/Microsoft/Boot/BCD", bootStore());
        windows.files.putIfAbsent(CONFIG + "SYSTEM", system());
        windows.files.putIfAbsent(CONFIG + "SOFTWARE", software());
        return List.of(
                volume("Esp", PartitionType.Gpt.EFI_SYSTEM, ESP, esp),
                volume("C", PartitionType.Gpt.BASIC_DATA, windowsGuid, windows));
    }

    public RestoredComputer computer(List<BootVolume> volumes) throws IOException {
        return RestoredComputer.of(
                "SET", volumes, new RestoredComputer.Scope(set, complete, documented, notCritical, dataOnly));
    }

    /** The findings of a check, each as {@code SEVERITY id: where: message}. */
    List<String> run(Check<RestoredComputer> check) throws IOException {
        return run(check, volumes());
    }

    List<String> run(Check<RestoredComputer> check, List<BootVolume> volumes) throws IOException {
        List<String> found = new ArrayList<>();
        check.run(
                computer(volumes),
                f -> found.add(f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message()));
        return found;
    }
}
