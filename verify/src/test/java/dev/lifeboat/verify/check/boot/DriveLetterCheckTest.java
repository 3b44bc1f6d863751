package dev.lifeboat.verify.check.boot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link DriveLetterCheck}. */
class DriveLetterCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new DriveLetterCheck())).containsExactly(findings);
    }

    @Test
    void fits() throws IOException {
        finds("GOOD windows.drive-letter: C: C: is partition {" + TestComputer.WINDOWS + "}");
    }

    @Test
    void belongsToAnotherVolume() throws IOException {
        mounted(TestComputer.ESP);
        finds("UNDECIDED windows.letter-of-other-volume: C: C: is partition {" + TestComputer.ESP + "}, which is Esp");
    }

    @Test
    void belongsToNone() throws IOException {
        UUID other = new UUID(7, 8);
        mounted(other);
        finds("NOTE windows.letter-not-in-images: C: C: is partition {" + other + "}");
    }

    private void mounted(UUID volume) {
        pc.windowsGuid = TestComputer.WINDOWS;
        // Of two values of one name the later counts, as in the list.
        pc.mounted.value(
                "\\DosDevices\\c:", 3, TestComputer.joined("DMIO:ID:".getBytes(US_ASCII), TestComputer.guid(volume)));
    }
}
