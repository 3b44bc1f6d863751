package dev.lifeboat.verify.check.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.partition.PartitionType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link WindowsCheck}: which files are looked for, and whose absence counts. */
class WindowsCheckTest {
    private final TestComputer pc = new TestComputer();

    private void finds(String... findings) throws IOException {
        assertThat(pc.run(new WindowsCheck())).containsExactly(findings);
    }

    private static final String GOOD = "GOOD windows.files: C: all of them are there";

    @Test
    void aSoundWindows() throws IOException {
        finds(GOOD);
    }

    @Test
    void eachFileIsMissed() throws IOException {
        pc.volumes();
        for (String file : new ArrayList<>(pc.windows.files.keySet())) {
            if (!file.startsWith("/Recovery") && !file.endsWith("fvevol.sys")) {
                byte[] content = pc.windows.files.put(file, new byte[0]);
                finds("LOST windows.file-missing: C: " + file + " is missing or empty, or cannot be read");
                pc.windows.damaged.add(file);
                finds("LOST windows.file-missing: C: " + file + " is missing or empty, or cannot be read");
                pc.windows.damaged.clear();
                pc.windows.files.put(file, content);
            }
        }
    }

    @Test
    void eitherLoaderWillDo() throws IOException {
        pc.windows.put("/Windows/System32/winload.exe", TestComputer.program());
        pc.windows.files.remove("/Windows/System32/winload.efi");
        finds(GOOD);
    }

    @Test
    void noWindowsIsMissedInASetOnlyWhereAllWasSeen() throws IOException {
        pc.windows.files.clear();
        List<BootVolume> esp = pc.volumes().subList(0, 1);
        String none = "LOST windows.none: SET: has no volume with the folder /Windows/System32/config";
        assertThat(pc.run(new WindowsCheck(), esp)).containsExactly(none);
        pc.complete = false;
        assertThat(pc.run(new WindowsCheck(), esp)).isEmpty();
        pc.complete = true;
        pc.esp.damaged.add("/Windows/System32/config");
        String unseen = "UNDECIDED windows.not-seen: Esp: ";
        assertThat(pc.run(new WindowsCheck(), esp)).singleElement().asString().startsWith(unseen);
        pc.esp.damaged.clear();
        pc.esp.damaged.add("/bootmgr");
        assertThat(pc.run(new WindowsCheck(), esp)).singleElement().asString().startsWith(unseen);
        pc.esp.damaged.clear();
        pc.set = false;
        assertThat(pc.run(new WindowsCheck(), esp)).isEmpty();
    }

    @Test
    void aWindowsBehindADamagedFolderIsNotDecided() throws IOException {
        pc.windows.damaged.add("/Windows/System32/config");
        String unseen = "UNDECIDED windows.not-seen: C: volume at 0x0: index: is torn";
        finds(unseen);
        pc.set = false;
        finds(unseen);
        pc.set = true;
        pc.notCritical.add(new VolumeName(TestComputer.WINDOWS));
        finds();
    }

    @Test
    void besideTheWindowsThatIsStartedADamagedFolderCountsForNothing() throws IOException {
        MemoryTree data = new MemoryTree();
        data.damaged.add("/Windows/System32/config");
        List<BootVolume> volumes = new ArrayList<>(pc.volumes());
        volumes.add(pc.volume("D", PartitionType.Gpt.BASIC_DATA, new UUID(7, 8), data));
        assertThat(pc.run(new WindowsCheck(), volumes)).containsExactly(GOOD);
        // The boot store names D, so that C is the old one.
        pc.esp.files.clear();
        pc.loader.put("21000001", TestComputer.gpt(new UUID(7, 8), TestComputer.DISK));
        pc.volumes();
        assertThat(pc.run(new WindowsCheck(), volumes))
                .containsExactly("UNDECIDED windows.not-seen: D: volume at 0x0: index: is torn", GOOD);
    }

    @Test
    void ofAWindowsThatIsNotNeededItIsANote() throws IOException {
        pc.notCritical.add(new VolumeName(TestComputer.WINDOWS));
        pc.windows.files.remove("/Windows/System32/ci.dll");
        finds("NOTE windows.other-file-missing: C: /Windows/System32/ci.dll is missing or empty, or cannot be read");
    }

    @Test
    void aFileInAFormThatIsNotSupportedIsThere() throws IOException {
        pc.windows.unsupported.add("/Windows/System32/smss.exe");
        finds(GOOD);
    }

    @Test
    void volumesOfDataAloneAreNotCalledLost() throws IOException {
        pc.windows.files.clear();
        pc.dataOnly = true;
        assertThat(pc.run(new WindowsCheck(), pc.volumes().subList(0, 1)))
                .containsExactly(
                        "UNDECIDED windows.data-only: SET: has no volume with the folder /Windows/System32/config");
    }
}
