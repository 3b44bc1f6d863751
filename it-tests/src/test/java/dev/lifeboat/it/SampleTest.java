package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample holds what {@code samples/README.md} says, by the tools of others. */
class SampleTest {
    private static final String DRIVERS = "Windows/System32/drivers/";
    private static final String SERVICES = "ControlSet001\\Services\\";
    private static final String VERSION = "Microsoft\\Windows NT\\CurrentVersion";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void requireTools() {
        SampleVolumes.requireTools();
    }

    @Test
    void containers() throws IOException {
        assertThat(SampleVolumes.images())
                .extracting(image -> image.getFileName().toString())
                .containsExactly(SampleVolumes.WINDOWS + ".vhdx", SampleVolumes.RECOVERY + ".vhdx", "Esp.vhdx");
        for (Path image : SampleVolumes.images()) {
            assertThat(Tools.run(folder, "qemu-img", "check", image.toString())).contains("No errors were found");
            assertThat(Tools.run(folder, "7zz", "t", image.toString())).contains("Everything is Ok");
        }
    }

    @Test
    void partitions() throws IOException {
        assertPartition("Esp", SampleVolumes.ESP, "C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
        assertPartition(SampleVolumes.WINDOWS, SampleVolumes.WINDOWS, "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");
        assertPartition(SampleVolumes.RECOVERY, SampleVolumes.RECOVERY, "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC");
    }

    private static void assertPartition(String image, String partition, String type) throws IOException {
        String disk = SampleVolumes.disk(folder, image).toString();
        assertThat(Tools.run(folder, "sgdisk", "--verify", "--print", "--info=1", disk))
                .contains("No problems found", "Disk identifier (GUID): " + upper(SampleVolumes.DISK))
                .contains("Partition unique GUID: " + upper(partition), "GUID code: " + type, "First sector: 128 ");
    }

    private static String upper(String guid) {
        return guid.toUpperCase(Locale.ROOT);
    }

    @Test
    void efiSystemPartition() throws IOException {
        String esp = SampleVolumes.esp(folder).toString();
        assertThat(Tools.run(folder, "fsck.fat", "-n", "-v", esp)).contains("32 bit entries");
        assertThat(Tools.run(folder, "mdir", "-b", "-/", "-i", esp, "::"))
                .contains("::/EFI/Boot/bootx64.efi", "::/EFI/Microsoft/Boot/bootmgfw.efi")
                .contains("::/EFI/Microsoft/Boot/BCD", "::/EFI/Microsoft/Boot/Fonts/wgl4_boot.ttf");
        Tools.run(folder, "mcopy", "-i", esp, "::/EFI/Boot/bootx64.efi", "bootx64.efi");
        assertThat(Tools.run(folder, "7zz", "l", "-slt", "bootx64.efi"))
                .contains("Type = PE", "CPU = x64", "Subsystem = EFI\n", "Stand-in for bootmgfw.efi");
    }

    /** Windows writes the same devices; see {@link CorpusSampleTest}. */
    @Test
    void bootStore() throws IOException {
        RegistryExport store = RegistryExport.of(SampleVolumes.bcd(folder));
        String manager = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";
        String loader = element(store, manager, "23000003");
        assertThat(element(store, manager, "24000001")).isEqualTo(loader);
        assertThat(store.value("Objects\\" + manager + "\\Elements\\25000004", "Element"))
                .isEqualTo("hex(3):1e,00,00,00,00,00,00,00");
        assertThat(element(store, loader, "12000002")).isEqualTo("\\Windows\\system32\\winload.efi");
        assertThat(element(store, loader, "22000002")).isEqualTo("\\Windows");
        String device = HexFormat.of().formatHex(store.bytes("Objects\\" + loader + "\\Elements\\11000001", "Element"));
        assertThat(device)
                .isEqualTo("00".repeat(16) + "06000000000000004800000000000000" + "2e0c1f5d443b554c9a660718293a4b5c"
                        + "00".repeat(8) + "d2e1a4c7b3906e4f8a512d3e4f506172" + "00".repeat(16));
        String recovery = element(store, loader, "14000008");
        byte[] ramDisk = store.bytes("Objects\\" + recovery + "\\Elements\\21000001", "Element");
        assertThat(new String(ramDisk, UTF_16LE)).endsWith("\\Recovery\\WindowsRE\\Winre.wim\0");
    }

    private static String element(RegistryExport store, String object, String element) {
        return store.text("Objects\\" + object + "\\Elements\\" + element, "Element");
    }

    @Test
    void registryNamesTheComputerAndItsVersion() throws IOException {
        Path config = SampleVolumes.windows(folder).resolve("Windows/System32/config");
        RegistryExport system = RegistryExport.of(config.resolve("SYSTEM"));
        assertThat(system.value("Select", "Current")).isEqualTo("dword:00000001");
        assertThat(system.text("ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName"))
                .isEqualTo("OFFICE-PC");
        byte[] drive = system.bytes("MountedDevices", "\\DosDevices\\C:");
        assertThat(HexFormat.of().formatHex(drive))
                .isEqualTo(HexFormat.of().formatHex("DMIO:ID:".getBytes(UTF_8)) + "2e0c1f5d443b554c9a660718293a4b5c");
        RegistryExport software = RegistryExport.of(config.resolve("SOFTWARE"));
        assertThat(software.text(VERSION, "CurrentBuild")).isEqualTo("26100");
        assertThat(software.text(
                        VERSION + "\\ProfileList\\S-1-5-21-1004336348-1177238915-682003330-1001", "ProfileImagePath"))
                .isEqualTo("C:\\Users\\Anna");
    }

    /** The tool that filled the hives reads them above; this one had no part in them. */
    @Test
    void hivesByAnotherReader() throws IOException {
        Path config = SampleVolumes.windows(folder).resolve("Windows/System32/config");
        Map<String, String> expected = Map.of(
                "SYSTEM", "/ControlSet001/Control/ComputerName/ComputerName/ComputerName,SZ,OFFICE-PC,",
                "SOFTWARE", "/Microsoft/Windows NT/CurrentVersion/UBR,DWORD,0x0000122C,",
                "SAM", "/SAM/Domains/Account/Users/Names/Anna,KEY,,2026-01-31 12:00:00",
                "SECURITY", "/Policy/PolAcDmS,KEY,,2026-01-31 12:00:00",
                "DEFAULT", "/Control Panel/International/LocaleName,SZ,de-DE,");
        for (Map.Entry<String, String> hive : expected.entrySet()) {
            assertThat(reglookup(config.resolve(hive.getKey()))).contains(hive.getValue());
        }
        assertThat(reglookup(SampleVolumes.windows(folder).resolve("Users/Anna/NTUSER.DAT")))
                .contains("/Environment/TEMP,EXPAND_SZ,");
        assertThat(reglookup(SampleVolumes.bcd(folder)))
                .contains("/Objects/{9dea862c-5cdd-4e70-acc1-f32b344d4795}/Description/Type,DWORD,0x10100002,");
    }

    private static String reglookup(Path hive) throws IOException {
        String output = Tools.run(folder, "reglookup", "-H", hive.toString());
        assertThat(output).startsWith("/,KEY,").doesNotContain("WARN", "ERROR:");
        return output;
    }

    @Test
    void driversOfTheRegistryAreThere() throws IOException {
        Path windows = SampleVolumes.windows(folder);
        RegistryExport system = RegistryExport.of(windows.resolve("Windows/System32/config/SYSTEM"));
        List<String> missing = new ArrayList<>();
        int drivers = 0;
        for (Map.Entry<String, Map<String, String>> key : system.keys().entrySet()) {
            if (key.getKey().startsWith(SERVICES) && key.getValue().containsKey("ImagePath")) {
                String path = system.text(key.getKey(), "ImagePath");
                if (path.endsWith(".sys")) {
                    drivers++;
                    String file = DRIVERS + path.substring(path.lastIndexOf('\\') + 1);
                    if (!Files.exists(windows.resolve(file))) {
                        missing.add(path);
                    }
                }
            }
        }
        assertThat(drivers).isEqualTo(28);
        assertThat(missing).isEmpty();
        assertThat(system.value(SERVICES + "stornvme", "Start")).isEqualTo("dword:00000000");
    }

    @Test
    void programsOfTheKernelAreLinkedWithEachOther() throws IOException {
        Tools.require("objdump");
        Path windows = SampleVolumes.windows(folder).resolve("Windows/System32");
        Map<String, List<String>> expected = Map.of(
                "ntoskrnl.exe",
                List.of("HAL.dll", "KDCOM.dll", "BOOTVID.dll", "CI.dll", "CLFS.SYS", "ext-ms-win-ntos-tm-l1-1-0.dll"),
                "drivers/storahci.sys",
                List.of("storport.sys"),
                "smss.exe",
                List.of());
        for (Map.Entry<String, List<String>> program : expected.entrySet()) {
            Path file = windows.resolve(program.getKey());
            List<String> listed = Tools.run(folder, "objdump", "-p", file.toString())
                    .lines()
                    .filter(line -> line.contains("DLL Name: "))
                    .map(line -> line.replaceFirst(".*DLL Name: ", ""))
                    .toList();
            assertThat(listed).as(program.getKey()).isEqualTo(program.getValue());
            try (FileSource source = FileSource.open(file)) {
                assertThat(PeFile.read(source).imports()).isEqualTo(listed);
            }
        }
    }

    @Test
    void programsAreStandIns() throws IOException {
        Path windows = SampleVolumes.windows(folder);
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(windows)) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(exe|efi|dll|sys|mui)"))
                    .toList()) {
                texts.put(file.getFileName().toString(), Tools.run(folder, "7zz", "l", "-slt", file.toString()));
            }
        }
        assertThat(texts.keySet())
                .contains("winload.efi", "ntoskrnl.exe", "hal.dll", "smss.exe", "csrss.exe", "wininit.exe")
                .contains("services.exe", "lsass.exe", "winlogon.exe", "ci.dll", "ntfs.sys", "disk.sys")
                .contains("partmgr.sys", "volmgr.sys", "mountmgr.sys", "storport.sys", "bootmgfw.efi");
        texts.forEach((name, text) -> assertThat(text)
                .as(name)
                .contains("Type = PE", "CPU = x64", "Stand-in for " + name + ", made for tests. Not from Windows."));
    }

    @Test
    void filesOfAPerson() throws IOException {
        String partition = SampleVolumes.partition(folder, SampleVolumes.WINDOWS, 64L << 20)
                .toString();
        assertThat(Tools.run(folder, "ntfsls", "--path", "Users/Anna/Documents", partition))
                .contains("Größe 日本.txt", "Письмо.txt", "رسالة.txt", "Holiday 🏖.txt", "手紙.txt");
        assertThat(Tools.run(folder, "ntfsls", partition))
                .contains("pagefile.sys", "hiberfil.sys", "Documents and Settings");
        Path anna = SampleVolumes.windows(folder).resolve("Users/Anna");
        assertThat(anna.resolve("Documents/letter.txt:note")).hasContent("für später\r\n");
        assertThat(anna.resolve("Desktop/letter, the same file.txt"))
                .hasSameBinaryContentAs(anna.resolve("Documents/letter.txt"));
        assertThat(Tools.run(folder, "ntfsinfo", "--file", "Users/Anna/Documents/letter.txt", partition))
                .containsPattern("Number of Hard Links:\\s+2 ");
    }

    @Test
    void recoveryEnvironment() throws IOException {
        Path recovery = SampleVolumes.recovery(folder).resolve("Recovery/WindowsRE");
        String wim = recovery.resolve("Winre.wim").toString();
        assertThat(Tools.run(folder, "wimlib-imagex", "verify", wim)).contains("was successfully verified");
        assertThat(Tools.run(folder, "wimlib-imagex", "info", wim))
                .containsPattern("Boot Index: +1\n")
                .containsPattern("Compression: +LZX\n")
                .containsPattern("Architecture: +x86_64\n")
                .containsPattern("Build: +26100\n")
                .containsPattern("Attributes: +Integrity info");
        assertThat(Tools.run(folder, "wimlib-imagex", "dir", wim, "1").lines().toList())
                .contains(
                        "/Windows/System32/boot/winload.efi",
                        "/Windows/System32/bmrui.exe",
                        "/Windows/System32/config/SYSTEM")
                .contains("/sources/recovery/RecEnv.exe", "/Windows/Boot/EFI_EX/bootmgfw_EX.efi");
        assertThat(recovery.resolve("boot.sdi")).hasSize(3_170_304);
        assertThat(Files.readString(recovery.resolve("ReAgent.xml")))
                .contains("guid=\"{" + SampleVolumes.DISK + "}\"", "<InstallState state=\"1\"/>");
    }

    @Test
    void documents() throws IOException {
        List<Path> documents;
        try (Stream<Path> files = Files.list(SampleVolumes.BACKUP)) {
            documents = files.filter(file -> file.toString().endsWith(".xml")).toList();
        }
        assertThat(documents).hasSize(1 + 3 + 7);
        Map<String, String> roots = new TreeMap<>();
        for (Path document : documents) {
            String text = new String(Files.readAllBytes(document), UTF_16LE);
            assertThat(text).startsWith("<").endsWith(">\0");
            String name = document.getFileName().toString().replaceFirst("^[-0-9a-f]{36}_", "");
            String root = Tools.runWithInput(
                            folder,
                            text.substring(0, text.length() - 1),
                            "python3",
                            "-c",
                            "import sys, xml.etree.ElementTree as e; print(e.fromstring(sys.stdin.buffer.read()).tag)")
                    .output();
            roots.put(name, root.strip());
        }
        assertThat(roots)
                .containsEntry("BackupSpecs.xml", "BackupSpecs")
                .containsEntry("Components.xml", "{x-schema:#VssComponentMetadata}BACKUP_COMPONENTS")
                .containsEntry(
                        "Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml",
                        "{x-schema:#VssWriterMetadataInfo}WRITER_METADATA");
        assertThat(SampleVolumes.COMPUTER.resolve("MediaId")).hasSize(16);
        assertThat(SampleVolumes.COMPUTER.resolve("Catalog/GlobalCatalog")).exists();
        try (Stream<Path> caches = Files.list(SampleVolumes.COMPUTER.resolve("SPPMetadataCache"))) {
            String cache = caches.map(file -> file.getFileName().toString()).collect(Collectors.joining());
            assertThat(documents)
                    .filteredOn(file -> !file.endsWith("BackupSpecs.xml"))
                    .allMatch(file -> file.getFileName().toString().startsWith(cache.substring(1, 37) + "_"));
        }
    }
}
