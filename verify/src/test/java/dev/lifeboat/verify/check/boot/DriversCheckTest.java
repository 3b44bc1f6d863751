package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.regf.HiveBytes.TestKey;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link DriversCheck}: what is missing counts by start, error control, and what goes through it. */
class DriversCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new DriversCheck())).containsExactly(findings);
    }

    private static final String DRIVERS = "/Windows/System32/drivers/";

    private void without(String driver) {
        pc.windows.files.remove(DRIVERS + driver + ".sys");
    }

    private static String missing(String severity, String driver, String told) {
        return severity + ": C: driver " + driver + " (" + told + "): " + DRIVERS + driver + ".sys is missing or empty";
    }

    @Test
    void allAreThere() throws IOException {
        finds("GOOD drivers.start: C: 4 drivers");
    }

    @Test
    void neededByErrorControl() throws IOException {
        without("volmgr");
        finds("LOST drivers.needed: C: driver volmgr (start 0, error control 3):"
                + " /Windows/System32/drivers/volmgr.sys is missing or empty");
    }

    @Test
    void neededAsAFilter() throws IOException {
        pc.service("fvevol", 3, 1, "");
        without("fvevol");
        finds(missing(
                "LOST drivers.needed", "fvevol", "start 3, error control 1, through which all volumes are reached"));
    }

    @Test
    void aFilterThatNobodyKnows() throws IOException {
        pc.filter("{4D36E967-E325-11CE-BFC1-08002BE10318}", "UpperFilters", "partmgr", "tool");
        finds("LOST drivers.filter-unknown: C: 'tool' filters disks, and is no driver of the registry");
    }

    @Test
    void optional() throws IOException {
        without("disk");
        finds(missing("DAMAGED drivers.optional", "disk", "start 0, error control 1"));
    }

    @Test
    void later() throws IOException {
        pc.service("mouse", 1, 3, "\\SystemRoot\\System32\\DriverStore\\x.inf\\mouse.sys");
        finds("NOTE drivers.later: C: driver mouse (start 1, error control 3):"
                + " /Windows/System32/DriverStore/x.inf/mouse.sys is missing or empty");
    }

    /** So Windows marks the drivers of hardware that this computer does not have. */
    @Test
    void overriddenForThisComputer() throws IOException {
        pc.service("raid", 0, 3, "System32\\drivers\\raid.sys")
                .with(new TestKey("StartOverride").value("0", 4, TestComputer.little(3, 4)));
        finds("GOOD drivers.start: C: 4 drivers");
    }

    @Test
    void elsewhere() throws IOException {
        pc.service("volmgr", 0, 3, "\\Device\\HarddiskVolume3\\volmgr.sys");
        finds("UNDECIDED drivers.elsewhere: C: driver volmgr (start 0, error control 3):"
                + " \\Device\\HarddiskVolume3\\volmgr.sys");
    }

    @Test
    void changed() throws IOException {
        pc.windows.files.get(DRIVERS + "volmgr.sys")[dev.lifeboat.formats.pe.PeImage.RSRC_AT] ^= 1;
        assertThat(pc.run(new DriversCheck()))
                .singleElement()
                .asString()
                .startsWith("LOST drivers.needed: C: driver volmgr (start 0, error control 3): ")
                .contains(" states the checksum ");
    }

    @Test
    void silentWithoutARegistry() throws IOException {
        pc.windows.put(TestComputer.CONFIG + "SYSTEM", new byte[1]);
        finds(); // which another check tells
    }

    @Test
    void whatIsNotSupportedIsNotJudged() throws IOException {
        pc.windows.unsupported.add(DRIVERS + "volmgr.sys");
        finds("UNDECIDED drivers.not-judged: C: driver volmgr (start 0, error control 3): " + DRIVERS + "volmgr.sys"
                + " cannot be read: this compression is not supported");
    }

    @Test
    void aListOfFiltersThatIsTooLongIsNotJudged() throws IOException {
        String[] names = new String[20_000];
        Arrays.fill(names, "a");
        pc.sizeOfSystem = 1 << 22;
        pc.filter("{71a27cdd-812a-11d0-bec7-08002be2092f}", "LowerFilters", names);
        assertThat(pc.run(new DriversCheck()))
                .singleElement()
                .asString()
                .startsWith("UNDECIDED drivers.not-judged: C: ")
                .endsWith(": LowerFilters of 80002 bytes is not supported");
    }

    @Test
    void aFilterThatIsNamedAgainIsToldOnce() throws IOException {
        pc.filter("{4D36E967-E325-11CE-BFC1-08002BE10318}", "UpperFilters", "partmgr", "tool", "TOOL");
        finds("LOST drivers.filter-unknown: C: 'tool' filters disks, and is no driver of the registry");
    }
}
