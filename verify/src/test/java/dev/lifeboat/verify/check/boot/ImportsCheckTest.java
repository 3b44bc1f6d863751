package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.pe.PeImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@link ImportsCheck}: followed to the end, once, and only as bad as what needs it. */
class ImportsCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new ImportsCheck())).containsExactly(findings);
    }

    private static final String DRIVERS = "/Windows/System32/drivers/";

    @Test
    void allIsThere() throws IOException {
        finds("GOOD drivers.imports: C: 13 programs and drivers");
    }

    @Test
    void virtualNamesAreNoFiles() throws IOException {
        pc.windows.put("/Windows/System32/ntoskrnl.exe", TestComputer.program("ext-ms-win-a.dll", "API-MS-WIN-B.dll"));
        finds("GOOD drivers.imports: C: 13 programs and drivers");
    }

    @Test
    void whatTheKernelNeeds() throws IOException {
        pc.windows.put("/Windows/System32/hal.dll", TestComputer.program("KDCOM.dll"));
        finds("LOST drivers.import-missing: C: /Windows/System32/hal.dll is linked with KDCOM.dll,"
                + " which is missing or empty");
    }

    @Test
    void whatADriverNeedsThroughAnother() throws IOException {
        pc.windows.put(DRIVERS + "fvevol.sys", TestComputer.program("tbs.sys"));
        pc.windows.put(DRIVERS + "tbs.sys", TestComputer.program("ntoskrnl.exe", "deep.sys"));
        finds("LOST drivers.import-missing: C: /Windows/System32/drivers/tbs.sys is linked with deep.sys,"
                + " which is missing or empty");
    }

    @Test
    void whatOnlyAnOptionalDriverNeeds() throws IOException {
        pc.service("extra", 0, 1, "System32\\drivers\\extra.sys");
        pc.windows.put(DRIVERS + "extra.sys", TestComputer.program("gone.sys"));
        finds("DAMAGED drivers.optional-import-missing: C: /Windows/System32/drivers/extra.sys is linked with gone.sys,"
                + " which is missing or empty");
    }

    @Test
    void filesThatNeedEachOther() throws IOException {
        pc.windows.put(DRIVERS + "a.sys", TestComputer.program("b.sys"));
        pc.windows.put(DRIVERS + "b.sys", TestComputer.program("a.sys"));
        pc.windows.put(DRIVERS + "fvevol.sys", TestComputer.program("A.SYS"));
        finds("GOOD drivers.imports: C: 13 programs and drivers");
    }

    @Test
    void whatIsNotSupportedIsNotJudged() throws IOException {
        pc.windows.put("/Windows/System32/hal.dll", TestComputer.program("KDCOM.dll"));
        pc.windows.put("/Windows/System32/kdcom.dll", TestComputer.program());
        pc.windows.unsupported.add("/Windows/System32/KDCOM.dll");
        finds("UNDECIDED drivers.import-not-judged: C: /Windows/System32/hal.dll is linked with KDCOM.dll, which"
                + " cannot be read: this compression is not supported");
    }

    @Test
    void ofAllTheFilesThatAreFollowedNoneIsKept() throws IOException {
        pc.windows.put(DRIVERS + "fvevol.sys", TestComputer.program("a.sys"));
        pc.windows.put(DRIVERS + "a.sys", new PeImage(true).machine(0xaa64).bytes);
        BootVolume volume = pc.volumes().get(1);
        ImportClosure closure = new ImportClosure(volume, ProgramFiles.of(volume));
        assertThat(closure.missing(DRIVERS + "fvevol.sys")).singleElement().satisfies(missing -> {
            assertThat(missing.file().state()).isEqualTo(ProgramFile.State.UNUSABLE);
            assertThat(missing.file().pe()).isEmpty();
        });
    }
}
