package dev.lifeboat.mount.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.vhd.VhdBytes;
import dev.lifeboat.formats.vhdx.VhdxBytes;
import dev.lifeboat.mount.windows.NativeMounts.Result;
import dev.lifeboat.mount.windows.NativeRequest.Showing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With stand-ins for the functions of Windows; those of the real libraries are called under Wine, in it-tests. */
class NativeMountTest {
    private static final Showing SYSTEM = new Showing("C: (volume 2)", 16 << 20, "V:\\");

    private final FakeWindows windows = new FakeWindows();
    private final List<String> told = new ArrayList<>();
    private boolean elevated = true;

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = Files.write(folder.resolve("disk.vhdx"), new VhdxBytes(1).bytes());
    }

    private Path notes() {
        return folder.resolve("notes");
    }

    private NativeMount mount(boolean overlay, boolean background, Showing... showings) throws IOException {
        NativeRequest request = new NativeRequest("V:", image, List.of(showings), overlay, background, notes());
        return NativeMount.mount(windows.api(), name -> elevated, request, told::add, Duration.ofMillis(300));
    }

    private void nothingIsLeft() throws IOException {
        assertThat(windows.open()).as("open handles").isEmpty();
        assertThat(windows.attached).isEmpty();
        assertThat(windows.places).isEmpty();
        assertThat(windows.calls).doesNotContain("CloseHandle(what is closed)");
        try (Stream<Path> files = Files.isDirectory(notes()) ? Files.list(notes()) : Stream.empty()) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void showsAVolumeUntilItIsClosed() throws IOException {
        windows.looksUntilVolumesArrive = 2;
        NativeMount mount = mount(false, false, SYSTEM);
        assertThat(mount.drive()).isEqualTo(3);
        assertThat(mount.shown()).containsExactly(new NativeMount.Shown("C: (volume 2)", "V:\\", "NTFS", true));
        assertThat(windows.places).containsExactly(Map.entry("V:\\", "\\\\?\\Volume{3-1}\\"));
        mount.close();
        assertThat(windows.calls)
                .containsExactly(
                        "OpenVirtualDisk(3, read-only)",
                        "AttachVirtualDisk(19)", // READ_ONLY, NO_DRIVE_LETTER, NO_SECURITY_DESCRIPTOR
                        "SetVolumeMountPoint(V:\\, \\\\?\\Volume{3-1}\\)",
                        "DeleteVolumeMountPoint(V:\\)",
                        "DetachVirtualDisk");
        nothingIsLeft();
        mount.close(); // once more does nothing
        assertThat(windows.calls).hasSize(5);
    }

    @Test
    void aVhdIsOpenedAsOne() throws IOException {
        image = Files.write(folder.resolve("disk.VHD"), VhdBytes.fixed(1).bytes());
        mount(false, false, SYSTEM).close();
        assertThat(windows.calls).startsWith("OpenVirtualDisk(2, read-only)");
    }

    @Test
    void staysInTheBackgroundAndIsFoundAgain() throws IOException {
        mount(false, true, SYSTEM).leave();
        assertThat(windows.calls).contains("AttachVirtualDisk(23)"); // and PERMANENT_LIFETIME
        assertThat(windows.open()).isEmpty();
        NativeMounts mounts = NativeMounts.open(windows.api(), notes());
        assertThat(mounts.list()).singleElement().satisfies(listed -> {
            assertThat(listed.there()).isTrue();
            assertThat(listed.mount().image()).isEqualTo(image);
            assertThat(listed.mount().places()).containsExactly("V:\\");
            assertThat(listed.mount().process())
                    .isEqualTo(ProcessHandle.current().pid());
        });
        assertThat(mounts.unmount("w:")).isEqualTo(Result.UNKNOWN);
        assertThat(mounts.unmount("v:\\")).isEqualTo(Result.DONE);
        assertThat(windows.calls).endsWith("OpenVirtualDisk(3, access 786432)", "DetachVirtualDisk");
        assertThat(mounts.list()).isEmpty();
        nothingIsLeft();
    }

    @Test
    void whatARestartTookAwayIsCleaned() throws IOException {
        mount(false, true, SYSTEM).leave();
        windows.attached.clear(); // and Windows still remembers the letter
        NativeMounts mounts = NativeMounts.open(windows.api(), notes());
        assertThat(mounts.list()).singleElement().matches(listed -> !listed.there());
        assertThat(mounts.unmount(image.toString())).isEqualTo(Result.CLEANED);
        nothingIsLeft();
    }

    @Test
    void aLetterThatAnotherDiskGotMeanwhileIsLeftToIt() throws IOException {
        mount(false, true, SYSTEM).leave();
        windows.attached.clear();
        windows.places.put("V:\\", "\\\\?\\Volume{stick}\\");
        NativeMounts mounts = NativeMounts.open(windows.api(), notes());
        assertThat(mounts.unmount("V:")).isEqualTo(Result.CLEANED);
        assertThat(windows.places).containsEntry("V:\\", "\\\\?\\Volume{stick}\\");
        assertThat(mounts.list()).isEmpty();
    }

    @Test
    void whatWindowsDoesNotTellIsNotTakenForGone() throws IOException {
        mount(false, true, SYSTEM).leave();
        windows.failing.put("GetAllAttachedVirtualDiskPhysicalPaths", 5);
        NativeMounts mounts = NativeMounts.open(windows.api(), notes());
        assertThatThrownBy(() -> mounts.unmount("V:")).isInstanceOf(WindowsException.class);
        windows.failing.clear();
        assertThat(mounts.unmount("V:")).isEqualTo(Result.DONE);
        nothingIsLeft();
    }

    @Test
    void oneInAWindowIsLeftToIt() throws IOException {
        NativeMount mount = mount(false, false, SYSTEM);
        assertThatThrownBy(() -> NativeMounts.open(windows.api(), notes()).unmount("V:"))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("Ctrl-C");
        mount.close();
        nothingIsLeft();
    }

    @Test
    void severalVolumesGoIntoFolders() throws IOException {
        String first = folder.resolve("all/one") + "\\";
        String second = folder.resolve("all/two") + "\\";
        NativeMount mount =
                mount(false, false, new Showing("volume 1", 1 << 20, first), new Showing("volume 2", 16 << 20, second));
        assertThat(windows.places).hasSize(2).containsEntry(second, "\\\\?\\Volume{3-1}\\");
        assertThat(folder.resolve("all/one\\")).isDirectory();
        mount.close();
        assertThat(folder.resolve("all")).doesNotExist();
        nothingIsLeft();
    }

    @Test
    void whatWindowsWritesGoesIntoAChild() throws IOException {
        byte[] before = Files.readAllBytes(image);
        NativeMount mount = mount(true, false, SYSTEM);
        assertThat(windows.calls)
                .startsWith(
                        "CreateVirtualDisk(parent disk.vhdx)",
                        "OpenVirtualDisk(3, writable)",
                        "AttachVirtualDisk(18)"); // not READ_ONLY
        Path child = Path.of(windows.attached.get(3));
        assertThat(child).exists().isNotEqualTo(image);
        mount.close();
        assertThat(child.getParent()).doesNotExist();
        assertThat(image).hasBinaryContent(before);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "OpenVirtualDisk, 5, denies access",
        "AttachVirtualDisk, 0xC03A001A, neither compressed",
        "AttachVirtualDisk, 0x80070013, write-protected",
        "GetVirtualDiskPhysicalPath, 55, not attached",
        "SetVolumeMountPoint, 145, something is mounted there already"
    })
    void aFailureAtAnyStepLeavesNothing(String function, String code, String message) throws IOException {
        windows.failing.put(
                function, Integer.parseUnsignedInt(code.replace("0x", ""), code.startsWith("0x") ? 16 : 10));
        assertThatThrownBy(() -> mount(false, true, SYSTEM))
                .isInstanceOf(WindowsException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(function);
        nothingIsLeft();
    }

    @Test
    void aChildThatCannotBeMadeLeavesNothing() throws IOException {
        windows.failing.put("CreateVirtualDisk", 112);
        assertThatThrownBy(() -> mount(true, false, SYSTEM)).hasMessageContaining("no room left");
        nothingIsLeft();
    }

    @Test
    void volumesThatDoNotComeAreNamed() throws IOException {
        windows.looksUntilVolumesArrive = Integer.MAX_VALUE;
        assertThatThrownBy(() -> mount(false, false, SYSTEM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("C: (volume 2) did not appear")
                .hasMessageContaining("--overlay");
        nothingIsLeft();
    }

    @Test
    void aFileSystemThatWindowsDoesNotMountIsNamed() throws IOException {
        windows.unmountable = true;
        assertThatThrownBy(() -> mount(false, false, SYSTEM))
                .hasMessageContaining("Windows does not mount C: (volume 2)")
                .hasMessageContaining("--overlay");
        nothingIsLeft();
    }

    @Test
    void aDiskThatAPolicyKeepsOfflineIsBroughtOnline() throws IOException {
        windows.offline = true;
        NativeMount mount = mount(false, false, SYSTEM);
        // sizeof(SET_DISK_ATTRIBUTES), not lasting, no attribute, of those the bit for offline
        assertThat(windows.calls).contains("SET_DISK_ATTRIBUTES(40, 0, 0, 1)");
        assertThat(told).anyMatch(line -> line.contains("policy"));
        mount.close();
        nothingIsLeft();
    }

    @Test
    void oneThatStaysOfflineIsRefused() throws IOException {
        windows.offline = true;
        windows.failing.put("SET_DISK_ATTRIBUTES", 5);
        assertThatThrownBy(() -> mount(false, false, SYSTEM))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("Online");
        nothingIsLeft();
    }

    @Test
    void aTwinIsNamedAndTheOverlayHelps() throws IOException {
        windows.offline = true;
        windows.twin = true;
        assertThatThrownBy(() -> mount(false, false, SYSTEM))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("disk 9 has the same signature")
                .hasMessageContaining("--overlay");
        nothingIsLeft();
        windows.offline = true;
        mount(true, false, SYSTEM).close();
        nothingIsLeft();
    }

    @Test
    void withoutRightsNothingIsDone() throws IOException {
        elevated = false;
        assertThatThrownBy(() -> mount(false, false, SYSTEM)).isInstanceOf(NotElevatedException.class);
        assertThat(windows.calls).isEmpty();
        elevated = true;
        windows.failing.put("AttachVirtualDisk", 1314);
        assertThatThrownBy(() -> mount(false, false, SYSTEM)).isInstanceOf(NotElevatedException.class);
        nothingIsLeft();
    }

    @Test
    void twiceIsRefusedAndSaysWhere() throws IOException {
        NativeMount mount = mount(false, false, SYSTEM);
        assertThatThrownBy(() -> mount(false, false, new Showing("C:", 16 << 20, "W:\\")))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("mounted already, as disk 3, at V:\\");
        mount.close();
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "0x800, compressed by NTFS, compact /u",
        "0x4000, encrypted (EFS), cipher /d",
        "0x200, sparse, copy it once more"
    })
    void filesThatWindowsDoesNotTakeAreRefused(String attribute, String why, String wayOut) throws IOException {
        windows.attributes = Integer.decode(attribute) | 0x20;
        assertThatThrownBy(() -> mount(false, false, SYSTEM))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining(why)
                .hasMessageContaining(wayOut)
                .hasMessageContaining("extract");
        nothingIsLeft();
    }

    /** Windows might finish what was interrupted, in the backup itself. */
    @Test
    void anImageThatWasNotClosedInOrderIsRefused() throws IOException {
        image = Files.write(
                folder.resolve("dirty.vhdx"),
                new VhdxBytes(1).logGuid(UUID.randomUUID()).bytes());
        for (boolean overlay : new boolean[] {false, true}) {
            assertThatThrownBy(() -> mount(overlay, false, SYSTEM))
                    .isInstanceOf(MountRefusedException.class)
                    .hasMessageContaining("not closed in order");
        }
        assertThat(windows.calls).isEmpty();
    }

    @Test
    void rawBytesAreRefused() throws IOException {
        image = Files.write(folder.resolve("disk.img"), new byte[4096]);
        assertThatThrownBy(() -> mount(false, false, SYSTEM))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("export --format vhdx");
    }

    @ParameterizedTest
    @CsvSource({
        "\\\\localhost\\c$\\x.vhdx, true",
        "\\\\127.0.0.1\\share\\x.vhdx, true",
        "//MYPC/share/x.vhdx, true",
        "\\\\mypc.example.org\\share\\x.vhdx, true",
        "\\\\?\\UNC\\mypc\\share\\x.vhdx, true",
        "\\\\mypc2\\share\\x.vhdx, false",
        "\\\\nas\\mypc\\x.vhdx, false",
        "\\\\?\\C:\\mypc\\x.vhdx, false",
        "\\\\.\\PhysicalDrive1, false",
        "C:\\localhost\\x.vhdx, false"
    })
    void sharesOfThisComputerAreKnown(String path, boolean loopback) {
        assertThat(HostFile.isLoopback(path, Optional.of("MyPC"))).isEqualTo(loopback);
    }
}
