package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.Firmware;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link FirmwareCheck}: five witnesses, and what it is when they differ. */
class FirmwareCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new FirmwareCheck())).containsExactly(findings);
    }

    private static final String FOUR = "the documents of the backup: UEFI, an EFI system partition: UEFI,"
            + " the place of the boot store: UEFI, the loader in the boot store: UEFI";

    @Test
    void allTellTheSame() throws IOException {
        finds("GOOD boot.firmware: SET: " + FOUR + ", the registry: UEFI");
        pc.firmwareType = Optional.empty();
        pc.windows.files.remove("/Windows/System32/config/SYSTEM");
        finds("GOOD boot.firmware: SET: " + FOUR);
    }

    @Test
    void theRegistryTellsOfTheLastStart() throws IOException {
        pc.firmwareType = Optional.of(1);
        finds("NOTE boot.firmware-last-start: C: the registry (PEFirmwareType) says BIOS; " + FOUR);
    }

    @Test
    void theDocumentsTellOtherwise() throws IOException {
        pc.documented = Optional.of(Firmware.BIOS);
        finds("UNDECIDED boot.firmware-contradiction: SET: the documents of the backup: BIOS,"
                + " an EFI system partition: UEFI, the place of the boot store: UEFI");
    }

    @Test
    void theLoaderTellsOtherwise() throws IOException {
        pc.loader.put("12000002", TestComputer.text("\\Windows\\system32\\WINLOAD.EXE"));
        finds("UNDECIDED boot.firmware-contradiction: SET: "
                + FOUR.replace("the loader in the boot store: UEFI", "the loader in the boot store: BIOS"));
    }

    @Test
    void silentWithoutWindows() throws IOException {
        assertThat(pc.run(new FirmwareCheck(), pc.volumes().subList(0, 1))).isEmpty();
    }
}
