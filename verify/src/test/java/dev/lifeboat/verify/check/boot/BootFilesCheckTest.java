package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.pe.PeImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link BootFilesCheck}: boot manager and store, for the right firmware, and whole. */
class BootFilesCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new BootFilesCheck())).containsExactly(findings);
    }

    private static final String MANAGER = "/EFI/Microsoft/Boot/bootmgfw.efi";
    private static final String GOOD = "GOOD boot.files: SET: for UEFI";

    @Test
    void sound() throws IOException {
        finds(GOOD);
        assertThat(pc.run(new BootFilesCheck(), pc.volumes().subList(0, 1))).isEmpty(); // no Windows
    }

    @Test
    void missedOnlyWhereAllWasSeen() throws IOException {
        pc.esp.files.remove(MANAGER);
        finds("LOST boot.files-missing: SET: no volume holds " + MANAGER + " and /EFI/Microsoft/Boot/BCD");
        pc.complete = false;
        finds();
    }

    @Test
    void inAnImageOfOneVolumeTheyAreElsewhere() throws IOException {
        pc.set = false;
        pc.documented = Optional.empty();
        List<BootVolume> windows = pc.volumes().subList(1, 2);
        assertThat(pc.run(new BootFilesCheck(), windows))
                .containsExactly("NOTE boot.files-elsewhere: SET: no volume holds boot manager and BCD");
        pc.esp.files.remove(MANAGER);
        finds("LOST boot.files-missing: SET: no volume holds " + MANAGER + " and /EFI/Microsoft/Boot/BCD");
    }

    @Test
    void forTheOtherFirmware() throws IOException {
        pc.documented = Optional.of(Firmware.BIOS);
        finds("LOST boot.files-of-other-firmware: SET: holds boot files for UEFI, expected BIOS");
        pc.esp.put("/bootmgr", new byte[1]).put("/Boot/BCD", new byte[1]);
        finds("GOOD boot.files: SET: for UEFI and BIOS");
    }

    @Test
    void aManagerThatCannotBeLoaded() throws IOException {
        pc.esp.put(MANAGER, new byte[100]);
        finds("LOST boot.file-damaged: Esp: " + MANAGER
                + " cannot be read: DOS header: signature is \"\\x00\\x00\", expected \"MZ\"");
        pc.esp.put(MANAGER, new PeImage(true).machine(0xaa64).checksum().bytes);
        pc.esp.put("/EFI/Boot/bootaa64.efi", new byte[1]);
        finds("LOST boot.file-damaged: Esp: " + MANAGER + " is for ARM64, expected x64");
        byte[] cut = java.util.Arrays.copyOf(TestComputer.program(), PeImage.SIZE - 1);
        pc.esp.put(MANAGER, cut);
        finds("LOST boot.file-damaged: Esp: " + MANAGER
                + " is cut off: its part .rsrc ends at byte 3584, the file at 3583");
    }

    @Test
    void aManagerThatWasChanged() throws IOException {
        byte[] changed = TestComputer.program();
        changed[PeImage.TEXT_AT] ^= 1;
        pc.esp.put(MANAGER, changed);
        assertThat(pc.run(new BootFilesCheck()))
                .singleElement()
                .asString()
                .startsWith("UNDECIDED boot.file-changed: Esp: " + MANAGER + " states the checksum ");
    }

    @Test
    void theFallback() throws IOException {
        pc.esp.files.remove("/EFI/Boot/bootx64.efi");
        finds("NOTE boot.fallback-missing: Esp: /EFI/Boot/bootx64.efi is missing or empty", GOOD);
    }

    @Test
    void aBootManagerThatIsNotSupportedIsNotJudged() throws IOException {
        pc.esp.unsupported.add("/EFI/Microsoft/Boot/bootmgfw.efi");
        assertThat(pc.run(new BootFilesCheck()))
                .containsExactly(
                        "UNDECIDED boot.file-not-judged: Esp: /EFI/Microsoft/Boot/bootmgfw.efi cannot be read: this compression is not supported");
    }
}
