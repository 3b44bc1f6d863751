package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.pe.PeImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@link SystemFilesCheck}: the kernel and the first programs, whole and for one processor. */
class SystemFilesCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new SystemFilesCheck())).containsExactly(findings);
    }

    private static byte[] changed() {
        byte[] program = TestComputer.program();
        program[PeImage.TEXT_AT] ^= 1;
        return program;
    }

    @Test
    void whole() throws IOException {
        finds("GOOD windows.programs: C: for x64");
    }

    @Test
    void forAnotherProcessor() throws IOException {
        pc.windows.put("/Windows/System32/hal.dll", new PeImage(true).machine(0xaa64).bytes);
        finds("LOST windows.program-damaged: C: /Windows/System32/hal.dll is for ARM64, expected x64");
    }

    @Test
    void noProgram() throws IOException {
        pc.windows.put("/Windows/System32/smss.exe", new byte[5]);
        finds("LOST windows.program-damaged: C: /Windows/System32/smss.exe cannot be read:"
                + " DOS header: 64 bytes do not fit in 5 bytes");
    }

    @Test
    void changedFilesOfTheKernelCountMoreThanPrograms() throws IOException {
        pc.windows.put("/Windows/System32/drivers/ntfs.sys", changed());
        pc.windows.put("/Windows/System32/csrss.exe", changed());
        assertThat(pc.run(new SystemFilesCheck()))
                .hasSize(2)
                .anyMatch(
                        f -> f.startsWith("LOST windows.kernel-changed: C: /Windows/System32/drivers/ntfs.sys states"))
                .anyMatch(
                        f -> f.startsWith("UNDECIDED windows.program-changed: C: /Windows/System32/csrss.exe states"));
    }

    @Test
    void aFileWithoutAChecksumIsNotCompared() throws IOException {
        pc.windows.put("/Windows/System32/hal.dll", new PeImage(true).bytes);
        finds("GOOD windows.programs: C: for x64");
    }

    @Test
    void whatIsNotSupportedIsNotJudged() throws IOException {
        pc.windows.unsupported.add("/Windows/System32/smss.exe");
        finds(
                "UNDECIDED windows.program-not-judged: C: /Windows/System32/smss.exe cannot be read: this compression is not supported");
    }
}
