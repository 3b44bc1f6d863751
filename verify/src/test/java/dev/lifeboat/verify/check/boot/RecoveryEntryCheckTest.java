package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link RecoveryEntryCheck}: Windows starts without it, so that all is a note. */
class RecoveryEntryCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new RecoveryEntryCheck())).containsExactly(findings);
    }

    private static final String BCD = "Esp/EFI/Microsoft/Boot/BCD";

    @Test
    void isThere() throws IOException {
        finds("GOOD boot.recovery: " + BCD + ": 'Windows Recovery Environment'");
    }

    @Test
    void isNotThere() throws IOException {
        pc.windows.put("/Recovery/WindowsRE/Winre.wim", new byte[0]);
        finds("NOTE boot.recovery-missing: " + BCD + ": 'Windows Recovery Environment' wants"
                + " \\Recovery\\WindowsRE\\Winre.wim from partition {" + TestComputer.WINDOWS + "}");
        pc.winre.put("11000001", TestComputer.gpt(new UUID(7, 8), TestComputer.DISK));
        pc.esp.files.remove("/EFI/Microsoft/Boot/BCD");
        pc.complete = false;
        finds(); // it may be in what could not be seen
    }

    @Test
    void isSwitchedOff() throws IOException {
        pc.loader.put("16000009", new TestComputer.Element(3, new byte[1]));
        finds("NOTE boot.no-recovery: " + BCD + ": 'Windows 11' has none");
    }
}
