package dev.lifeboat.verify.check.recovery;

import static dev.lifeboat.formats.pe.PeImage.versionBlock;
import static dev.lifeboat.verify.check.recovery.TestRecoveryWim.SYSTEM;
import static dev.lifeboat.verify.check.recovery.TestRecoveryWim.version;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.pe.PeImage;
import dev.lifeboat.formats.regf.HiveBytes;
import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.wim.WimBytes;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recovery environment that will do, and one that is broken just there for each point that is looked at. */
class RecoveryJudgeTest {
    private static final int RT_VERSION = 16;

    private final TestRecoveryWim wim = new TestRecoveryWim();
    private final List<String> good = new ArrayList<>();
    private RecoveryNeed need = need(Firmware.UEFI, 26200);
    private boolean full;
    private RecoveryJudge.Judgement judgement;

    private static RecoveryNeed need(Firmware firmware, long build) {
        return new RecoveryNeed(
                Optional.of(Machine.X64),
                OptionalLong.of(build),
                Optional.ofNullable(firmware),
                Optional.of("Windows 11"),
                List.of());
    }

    /** What is not good. */
    private List<String> judge(byte[] bytes) throws IOException {
        List<String> found = new ArrayList<>();
        good.clear();
        judgement = RecoveryJudge.judge(
                ByteSource.of("W", bytes), need, full, read -> {}, f -> (f.severity() == Severity.GOOD ? good : found)
                        .add(f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message()));
        return found;
    }

    private void stops(byte[] bytes, String... findings) throws IOException {
        assertThat(judge(bytes)).containsExactly(findings);
        assertThat(judgement.usable()).isFalse();
    }

    private void goesOn(byte[] bytes, String... findings) throws IOException {
        assertThat(judge(bytes)).containsExactly(findings);
        assertThat(judgement.usable()).isTrue();
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    @Test
    void willDo() throws IOException {
        for (boolean level : new boolean[] {false, true}) {
            full = level;
            goesOn(wim.bytes());
            assertThat(good)
                    .containsExactly(
                            "GOOD recovery.bootable: W: image 1 'Recovery'",
                            "GOOD recovery.files: W: started by UEFI",
                            "GOOD recovery.programs: W: programs: 5",
                            "GOOD recovery.version: W: build 26100.1742 for x64");
            wim.wim = new WimBytes();
        }
        RecoveryImage image = judgement.image().orElseThrow();
        assertThat(image.machine()).contains(Machine.X64);
        assertThat(image.build()).hasValue(26100);
        assertThat(image.updateRevision()).hasValue(1742);
        assertThat(image.number()).isEqualTo(1);
        assertThat(image.installation()).isEqualTo("WindowsPE");
        assertThat(image.languages()).containsExactly("de-DE");
        assertThat(image.missing()).isEmpty();
    }

    @Test
    void isNoWim() throws IOException {
        byte[] bytes = wim.bytes();
        bytes[0] = 'X';
        assertThat(judge(bytes)).singleElement().asString().startsWith("DAMAGED recovery.damaged: W at 0x0: ");
        assertThat(judgement.usable()).isFalse();
        assertThat(judge(new byte[10])).singleElement().asString().startsWith("DAMAGED recovery.damaged: W");
        assertThat(judge(with(wim.bytes(), 8, 100)))
                .singleElement()
                .asString()
                .startsWith("DAMAGED recovery.damaged: W");
    }

    @Test
    void isOfAnUnknownVersion() throws IOException {
        stops(
                with(wim.bytes(), 0x0c, 0x20000),
                "NOTE recovery.not-judged: W: is a WIM of version 0x20000, which is not supported");
    }

    @Test
    void isOneForSolidCompression() throws IOException {
        stops(
                with(wim.bytes(), 0x0c, 0xe00),
                "NOTE recovery.not-bootable: W: its contents are compressed together (solid), as in an .esd file");
    }

    @Test
    void isSplit() throws IOException {
        wim.wim.part(1, 2);
        stops(wim.bytes(), "NOTE recovery.not-bootable: W: it is part 1 of 2 of a split WIM");
    }

    @Test
    void wasBeingWritten() throws IOException {
        wim.wim.flags(0x40);
        stops(wim.bytes(), "DAMAGED recovery.damaged: W at 0x10: the flag for a write in progress is set");
    }

    @Test
    void isCutOff() throws IOException {
        byte[] bytes = wim.bytes();
        assertThat(judge(Arrays.copyOf(bytes, bytes.length - 10)))
                .isNotEmpty()
                .allMatch(finding -> finding.startsWith("DAMAGED recovery.damaged: W"));
        assertThat(judgement.usable()).isFalse();
    }

    @Test
    void hasAContentBehindItsEnd() throws IOException {
        byte[] bytes = wim.bytes();
        with(bytes, wim.wim.tableAt() + 8, bytes.length); // the offset of the first content
        assertThat(judge(bytes))
                .first()
                .asString()
                .startsWith("DAMAGED recovery.damaged: W")
                .contains("do not fit");
        assertThat(judgement.usable()).isFalse();
    }

    @Test
    void namesNoImageToStart() throws IOException {
        wim.boot = 0;
        stops(wim.bytes(), "NOTE recovery.not-bootable: W: its header names no image to start from");
    }

    @Test
    void namesAnImageThatIsNotThere() throws IOException {
        stops(
                with(wim.bytes(), 0x78, 2),
                "DAMAGED recovery.damaged: W at 0x78: the image to start from is 2, but there are 1");
    }

    @Test
    void startsFromOtherMetadata() throws IOException {
        byte[] bytes = wim.bytes();
        int at = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0x68);
        assertThat(judge(with(bytes, 0x68, at + 8)))
                .containsExactly("DAMAGED recovery.damaged: W at 0x60: the metadata of the image to start from is at 0x"
                        + Integer.toHexString(at + 8) + ", that of image 1 at 0x" + Integer.toHexString(at));
    }

    @Test
    void holdsNoImage() throws IOException {
        stops(with(wim.bytes(), 0x2c, 0), "NOTE recovery.not-bootable: W: it holds no image");
    }

    @ParameterizedTest
    @CsvSource({
        "ntoskrnl.exe, the kernel",
        "config/SYSTEM, the registry that drivers are started by",
    })
    void doesNotStart(String file, String purpose) throws IOException {
        wim.without(SYSTEM + file);
        stops(
                wim.bytes(),
                "NOTE recovery.does-not-start: W: /Windows/System32/" + file + " is missing or empty: " + purpose);
    }

    @Test
    void hasNoLoaderForTheFirmware() throws IOException {
        wim.without(SYSTEM + "winload.efi").without(SYSTEM + "boot/winload.efi");
        byte[] bytes = wim.bytes();
        stops(
                bytes,
                "NOTE recovery.does-not-start: W: /Windows/System32/boot/winload.efi and"
                        + " /Windows/System32/winload.efi are missing or empty: the loader for UEFI firmware");
        need = need(Firmware.BIOS, 26100);
        goesOn(bytes);
        need = need(null, 26100);
        goesOn(bytes);
    }

    @Test
    void hasNoLoaderAtAll() throws IOException {
        wim.files.keySet().removeIf(path -> path.contains("winload"));
        need = need(null, 26100);
        assertThat(judge(wim.bytes())).singleElement().asString().startsWith("NOTE recovery.does-not-start: W: ");
        assertThat(judgement.usable()).isFalse();
    }

    @Test
    void hasItsLoaderInOnePlaceOnly() throws IOException {
        wim.without(SYSTEM + "winload.efi");
        goesOn(
                wim.bytes(),
                "NOTE recovery.tool-missing: W: /Windows/System32/winload.efi is missing or empty: the loader for UEFI firmware");
    }

    @ParameterizedTest
    @CsvSource({
        "bmrui.exe, System Image Recovery itself",
        "wbengine.exe, the service that reads backups and writes them to disks",
    })
    void cannotRestoreAnImage(String file, String purpose) throws IOException {
        wim.without(SYSTEM + file);
        stops(
                wim.bytes(),
                "NOTE recovery.no-image-recovery: W: /Windows/System32/" + file + " is missing or empty: " + purpose);
    }

    @ParameterizedTest
    @CsvSource({
        "sources/recovery/RecEnv.exe",
        "Windows/System32/wbadmin.exe",
        "Windows/System32/diskpart.exe",
        "Windows/System32/bcdboot.exe",
        "Windows/System32/manage-bde.exe",
    })
    void lacksATool(String file) throws IOException {
        wim.files.put(file, new byte[0]);
        assertThat(judge(wim.bytes()))
                .singleElement()
                .asString()
                .startsWith("NOTE recovery.tool-missing: W: /" + file + " is missing or empty: ");
        assertThat(judgement.usable()).isTrue();
    }

    @Test
    void lacksTheBootManagerOf2023() throws IOException {
        wim.without("Windows/Boot/EFI_EX/bootmgfw_EX.efi");
        byte[] bytes = wim.bytes();
        goesOn(
                bytes,
                "NOTE recovery.no-2023-boot-manager: W: /Windows/Boot/EFI_EX/bootmgfw_EX.efi is missing or empty: the boot"
                        + " manager that is signed with the certificate of 2023");
        need = need(Firmware.BIOS, 26100);
        goesOn(bytes);
    }

    @Test
    void isForAnotherProcessor() throws IOException {
        wim.architecture = "12";
        stops(wim.bytes(), "NOTE recovery.other-processor: W: is for ARM64, Windows for x64");
    }

    @Test
    void hasProgramsForAnotherProcessor() throws IOException {
        wim.architecture = "";
        wim.files.put(SYSTEM + "winload.efi", new PeImage(true).machine(0xaa64).bytes);
        stops(wim.bytes(), "NOTE recovery.other-processor: W: is for ARM64, Windows for x64");
    }

    @ParameterizedTest
    @CsvSource({
        "22621, 26100, true",
        "19041, 22631, true",
        "26100, 26200, false",
        "19041, 19045, false",
        "22621, 22631, false",
        "18362, 18363, false",
        "26100, 19045, false",
        "7600, 7601, true",
    })
    void isOlder(long build, long windows, boolean older) throws IOException {
        wim.version = version(build, "1");
        need = need(Firmware.UEFI, windows);
        goesOn(
                wim.bytes(),
                older
                        ? new String[] {"NOTE recovery.older: W: is of build " + build + ".1, Windows of " + windows}
                        : new String[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "26100, 6898, false",
        "26100, 6899, true",
        "26200, 6900, true",
        "26100, 6901, false",
        "22621, 6899, false",
    })
    void hasNoUsb(long build, String update, boolean dead) throws IOException {
        wim.version = version(build, update);
        need = need(Firmware.UEFI, 22621);
        goesOn(
                wim.bytes(),
                dead ? new String[] {"NOTE recovery.usb-dead: W: is of build " + build + "." + update} : new String[0]);
    }

    @Test
    void tellsItsVersionByItsRegistry() throws IOException {
        wim.version = "";
        wim.files.put(
                SYSTEM + "config/SOFTWARE",
                HiveBytes.of(new TestKey("ROOT")
                        .with(new TestKey("Microsoft")
                                .with(new TestKey("Windows NT")
                                        .with(new TestKey("CurrentVersion")
                                                .text("CurrentBuildNumber", 1, "26100\0")
                                                .value("UBR", 4, new byte[] {(byte) 0xf3, 0x1a, 0, 0}))))));
        goesOn(wim.bytes(), "NOTE recovery.usb-dead: W: is of build 26100.6899");
    }

    @Test
    void tellsItsVersionByItsLoader() throws IOException {
        wim.version = "";
        wim.files.put(SYSTEM + "bmrui.exe", program("Microsoft Corporation", "Recovery"));
        goesOn(wim.bytes());
        assertThat(good).contains("GOOD recovery.version: W: build 26100.6 for x64");
    }

    @Test
    void doesNotTellItsVersion() throws IOException {
        wim.version = "<VERSION><MAJOR>ten</MAJOR></VERSION>";
        goesOn(
                wim.bytes(),
                "NOTE recovery.version-unknown: W: neither its XML nor its registry nor its loader tells the build");
    }

    /** With the version 10.0.26100.6. */
    private static byte[] program(String company, String description) {
        ByteBuffer fixed = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
        fixed.putInt(0xfeef04bd).putInt(0x10000).putInt(10 << 16).putInt(26100 << 16 | 6);
        byte[] strings = versionBlock(
                "StringFileInfo",
                new byte[0],
                versionBlock(
                        "040904B0",
                        new byte[0],
                        versionBlock("CompanyName", (company + "\0").getBytes(UTF_16LE)),
                        versionBlock("FileDescription", (description + "\0").getBytes(UTF_16LE))));
        return new PeImage(true)
                .resource(RT_VERSION, "", versionBlock("VS_VERSION_INFO", fixed.array(), strings))
                .checksum()
                .bytes;
    }

    @Test
    void isAStandIn() throws IOException {
        wim.files.put(SYSTEM + "bmrui.exe", program("Somebody", "Looks like it"));
        stops(
                wim.bytes(),
                "NOTE recovery.not-of-windows: W: /Windows/System32/bmrui.exe says of itself 'Looks like it', made by"
                        + " 'Somebody'");
    }

    @Test
    void holdsTextInPlaceOfAProgram() throws IOException {
        wim.files.put(SYSTEM + "bmrui.exe", "not a program".getBytes(US_ASCII));
        assertThat(judge(wim.bytes()))
                .singleElement()
                .asString()
                .startsWith("NOTE recovery.not-of-windows: W: /Windows/System32/bmrui.exe is no program: ");
        assertThat(judgement.usable()).isFalse();
    }

    /** At the full level only, since contents are not read before. */
    @Test
    void hasADamagedContent() throws IOException {
        byte[] bytes = wim.bytes();
        int at = new String(bytes, ISO_8859_1).indexOf("a hive");
        bytes[at] ^= 1;
        goesOn(bytes);
        full = true;
        assertThat(judge(bytes))
                .singleElement()
                .asString()
                .startsWith("DAMAGED recovery.damaged: W at 0x")
                .endsWith("; files: 1:/Windows/System32/config/SYSTEM");
        assertThat(judgement.usable()).isFalse();
    }

    @Test
    void hasDamagedMetadata() throws IOException {
        byte[] bytes = wim.bytes();
        bytes[wim.wim.metadataAt(1) + 40] ^= 1;
        assertThat(judge(bytes)).singleElement().asString().startsWith("DAMAGED recovery.damaged: W");
    }

    @Test
    void asksNothingOfWhatIsNotKnown() throws IOException {
        need = RecoveryNeed.UNKNOWN;
        wim.architecture = "12";
        for (String path : List.of("winload.exe", "boot/winload.exe")) {
            wim.without(SYSTEM + path);
        }
        goesOn(wim.bytes());
    }

    @Test
    void anyBytesGiveFindings() throws IOException {
        SplittableRandom random = new SplittableRandom(46);
        byte[] sound = wim.bytes();
        int from = wim.wim.metadataAt(1);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = sound.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextBoolean() ? random.nextInt(208) : from + random.nextInt(bytes.length - from);
                bytes[at] = (byte) random.nextInt();
            }
            full = i % 2 == 0;
            assertThat(judge(bytes)).allMatch(finding -> !finding.startsWith("LOST"));
        }
    }
}
