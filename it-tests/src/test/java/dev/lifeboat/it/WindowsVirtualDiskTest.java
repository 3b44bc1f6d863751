package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.mount.windows.MountRefusedException;
import dev.lifeboat.mount.windows.NativeDisk;
import dev.lifeboat.mount.windows.NativeMount;
import dev.lifeboat.mount.windows.NativeMounts;
import dev.lifeboat.mount.windows.NativeMounts.Result;
import dev.lifeboat.mount.windows.NativeRequest;
import dev.lifeboat.mount.windows.NativeRequest.Showing;
import dev.lifeboat.mount.windows.NotElevatedException;
import dev.lifeboat.mount.windows.WindowsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounting through the real bindings, in a Java of Windows; WineJvmTest runs it. */
@Tag("windows-jvm")
class WindowsVirtualDiskTest {
    private static final Showing SECOND = new Showing("volume 2", WindowsDisk.WINDOWS, "V:\\");

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void begin() throws IOException {
        Lab.reset();
        image = Files.copy(Path.of(System.getenv("LAB_IMAGE")), folder.resolve("Größe 日.vhdx"));
    }

    /** Nothing broke a rule of Windows, whatever the test was about. */
    @AfterEach
    void keptTheRules() throws IOException {
        assertThat(Lab.broken()).isEmpty();
        assertThat(Lab.attached()).isEmpty();
        assertThat(Lab.places()).isEmpty();
    }

    private NativeMount mount(boolean overlay, boolean background, Showing... showings) throws IOException {
        return NativeMount.mount(
                new NativeRequest("V:", image, List.of(showings), overlay, background, notes()), line -> {});
    }

    private Path notes() {
        return folder.resolve("notes");
    }

    @Test
    void filesAreThereUntilItEnds() throws IOException {
        NativeMount mount = mount(false, false, SECOND);
        assertThat(Path.of("V:\\hello.txt")).hasContent("hello from the volume");
        assertThat(mount.shown()).containsExactly(new NativeMount.Shown("volume 2", "V:\\", "NTFS", true));
        assertThat(Lab.call("OpenVirtualDisk").get("readOnly").asInt()).isEqualTo(1);
        assertThat(Lab.call("OpenVirtualDisk").get("version").asInt()).isEqualTo(2);
        assertThat(Lab.call("OpenVirtualDisk").get("access").asInt()).isZero();
        assertThat(Lab.call("OpenVirtualDisk").get("path").asString()).isEqualTo(image.toString());
        // READ_ONLY, NO_DRIVE_LETTER, NO_SECURITY_DESCRIPTOR
        assertThat(Lab.call("AttachVirtualDisk").get("flags").asInt()).isEqualTo(0x13);
        assertThat(Lab.call("AttachVirtualDisk").get("security").asInt()).isZero();
        assertThat(Lab.log()).noneMatch(call -> call.path("rootFolder").asInt() == 1);
        mount.close();
        assertThat(Path.of("V:\\hello.txt")).doesNotExist();
        assertThat(Lab.deeds())
                .containsExactly(
                        "(loaded)".equals(first()) ? "(loaded)" : "OpenVirtualDisk",
                        "AttachVirtualDisk",
                        "SetVolumeMountPointW",
                        "DeleteVolumeMountPointW",
                        "DetachVirtualDisk");
    }

    private static String first() throws IOException {
        return Lab.log().get(0).get("function").asString();
    }

    @Test
    void volumesMayComeLate() throws IOException {
        Lab.set("LAB_DELAY", "700");
        mount(false, false, SECOND).close();
        assertThat(Lab.deeds()).contains("SetVolumeMountPointW");
    }

    @Test
    void severalVolumesGoIntoFolders() throws IOException {
        String one = folder.resolve("all\\1") + "\\";
        String two = folder.resolve("all\\2") + "\\";
        NativeMount mount = mount(
                false,
                false,
                new Showing("volume 1", WindowsDisk.ESP, one),
                new Showing("volume 2", WindowsDisk.WINDOWS, two));
        assertThat(Lab.places()).containsExactlyInAnyOrder(one, two);
        mount.close();
        assertThat(folder.resolve("all")).doesNotExist();
    }

    @Test
    void theBackgroundOutlivesItsHandles() throws IOException {
        mount(false, true, SECOND).leave();
        assertThat(Lab.call("AttachVirtualDisk").get("flags").asInt()).isEqualTo(0x17);
        assertThat(Path.of("V:\\hello.txt")).exists();
        NativeMounts mounts = NativeMounts.open(notes());
        assertThat(mounts.list()).singleElement().matches(NativeMounts.Listed::there);
        assertThat(mounts.unmount("X:")).isEqualTo(Result.UNKNOWN);
        assertThat(mounts.unmount("v:")).isEqualTo(Result.DONE);
        assertThat(Path.of("V:\\hello.txt")).doesNotExist();
        assertThat(mounts.list()).isEmpty();
    }

    @Test
    void theImageItselfEndsItToo() throws IOException {
        mount(false, true, SECOND).leave();
        assertThat(NativeMounts.open(notes()).unmount(image.toString())).isEqualTo(Result.DONE);
    }

    @Test
    void whatARestartLeftIsCleaned() throws IOException {
        mount(false, true, SECOND).leave();
        Files.delete(Path.of(System.getenv("LAB_STATE")));
        NativeMounts mounts = NativeMounts.open(notes());
        assertThat(mounts.list()).singleElement().matches(listed -> !listed.there());
        assertThat(mounts.unmount("V:")).isEqualTo(Result.CLEANED);
        assertThat(mounts.list()).isEmpty();
    }

    @Test
    void whatWindowsWritesGoesElsewhere() throws IOException {
        byte[] before = Files.readAllBytes(image);
        NativeMount mount = mount(true, false, SECOND);
        assertThat(Lab.call("CreateVirtualDisk").get("parent").asString()).isEqualTo(image.toString());
        String child = Lab.call("CreateVirtualDisk").get("path").asString();
        assertThat(Lab.call("OpenVirtualDisk").get("path").asString())
                .isEqualTo(child)
                .isNotEqualTo(image.toString());
        assertThat(Lab.call("OpenVirtualDisk").get("readOnly").asInt()).isZero();
        assertThat(Lab.call("AttachVirtualDisk").get("flags").asInt()).isEqualTo(0x12);
        assertThat(mount.shown()).singleElement().matches(shown -> !shown.readOnly());
        mount.close();
        assertThat(Path.of(child).getParent()).doesNotExist();
        assertThat(image).hasBinaryContent(before);
    }

    @ParameterizedTest
    @CsvSource({
        "OpenVirtualDisk, 5, administrator",
        "OpenVirtualDisk, 32, another program",
        "OpenVirtualDisk, 618, compressed by NTFS",
        "OpenVirtualDisk, 665, back to this computer",
        "OpenVirtualDisk, 1392, verify",
        "OpenVirtualDisk, 6002, encrypted",
        "OpenVirtualDisk, 0xC03A000D, parent",
        "OpenVirtualDisk, 0xC03A0014, Windows 8",
        "AttachVirtualDisk, 0x80070013, write-protected",
        "AttachVirtualDisk, 0xC03A001A, nor sparse",
        "AttachVirtualDisk, 0xC03A001D, sectors of a size",
        "AttachVirtualDisk, 1, does not know",
        "GetVirtualDiskPhysicalPath, 55, not attached",
        "SetVolumeMountPointW, 145, something is mounted there",
        "SetVolumeMountPointW, 5, administrator"
    })
    void aFailureAtAnyStepLeavesNothing(String function, String code, String message) throws IOException {
        for (boolean background : new boolean[] {false, true}) {
            Lab.set("LAB_FAIL", function + "=" + code);
            assertThatThrownBy(() -> mount(false, background, SECOND))
                    .isInstanceOf(WindowsException.class)
                    .hasMessageContaining(message);
            assertThat(Lab.attached()).isEmpty();
            assertThat(Lab.places()).isEmpty();
            Lab.set("LAB_FAIL", "");
            mount(false, false, SECOND).close(); // and nothing stands in the way of the next
        }
    }

    @Test
    void withoutTheRightItSaysSo() {
        Lab.set("LAB_FAIL", "AttachVirtualDisk=1314");
        assertThatThrownBy(() -> mount(false, false, SECOND)).isInstanceOf(NotElevatedException.class);
    }

    @Test
    void aChildThatCannotBeMadeLeavesNothing() {
        Lab.set("LAB_FAIL", "CreateVirtualDisk=112");
        assertThatThrownBy(() -> mount(true, false, SECOND)).hasMessageContaining("no room");
    }

    @Test
    void theFirstFailureOfTheEndIsToldAndTheRestIsDone() throws IOException {
        NativeMount mount = mount(false, false, SECOND);
        Lab.set("LAB_FAIL", "DeleteVolumeMountPointW=5");
        assertThatThrownBy(mount::close).hasMessageContaining("V:\\");
        assertThat(Lab.attached()).isEmpty();
        Lab.set("LAB_FAIL", "");
        NativeMounts mounts = NativeMounts.open(notes()); // the note stays, so that it can be tried again
        assertThat(mounts.list()).singleElement().matches(listed -> !listed.there());
        assertThat(mounts.unmount("V:")).isEqualTo(Result.CLEANED);
    }

    @Test
    void aPolicyThatKeepsItOfflineIsOvercome() throws IOException {
        Lab.set("LAB_OFFLINE", "1");
        mount(false, false, SECOND).close();
        assertThat(Lab.call("SET_DISK_ATTRIBUTES").get("version").asInt()).isEqualTo(40);
        assertThat(Lab.call("SET_DISK_ATTRIBUTES").get("persist").asInt()).isZero();
        assertThat(Lab.call("SET_DISK_ATTRIBUTES").get("attributes").asInt()).isZero();
        assertThat(Lab.call("SET_DISK_ATTRIBUTES").get("mask").asInt()).isEqualTo(1);
    }

    @Test
    void oneThatStaysOfflineIsRefused() {
        Lab.set("LAB_OFFLINE", "1");
        Lab.set("LAB_FAIL", "SET_DISK_ATTRIBUTES=5");
        assertThatThrownBy(() -> mount(false, false, SECOND))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("policy");
    }

    @Test
    void aTwinIsNamedAndTheOverlayHelps() throws IOException {
        Lab.set("LAB_OFFLINE", "1");
        Lab.set("LAB_TWIN", "1");
        assertThatThrownBy(() -> mount(false, false, SECOND))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("disk 9 has the same signature");
        mount(true, false, SECOND).close();
    }

    @Test
    void aVolumeThatWindowsCannotMountIsNamed() {
        Lab.set("LAB_NO_NTFS", "1");
        assertThatThrownBy(() -> mount(false, false, SECOND)).hasMessageContaining("does not mount volume 2");
    }

    @Test
    void twiceIsRefusedAndSaysWhere() throws IOException {
        NativeMount mount = mount(false, false, SECOND);
        assertThatThrownBy(() -> mount(false, false, new Showing("volume 2", WindowsDisk.WINDOWS, "W:\\")))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("mounted already, as disk " + mount.drive() + ", at V:\\");
        mount.close();
    }

    @Test
    void aLetterInUseIsRefused() {
        assertThatThrownBy(() -> mount(false, false, new Showing("volume 2", WindowsDisk.WINDOWS, "C:\\")))
                .isInstanceOf(WindowsException.class)
                .hasMessageContaining("C:\\")
                .hasMessageContaining("another letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compressed", "encrypted", "sparse"})
    void filesThatWindowsDoesNotTakeAreRefusedBefore(String attribute) throws IOException {
        image = Files.copy(image, folder.resolve(attribute + "-file.vhdx"));
        assertThatThrownBy(() -> mount(false, false, SECOND))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining(attribute);
        assertThat(Lab.deeds()).doesNotContain("OpenVirtualDisk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\\localhost\\c$\\x.vhdx", "\\\\127.0.0.1\\c$\\x.vhdx"})
    void sharesOfThisComputerAreRefused(String path) throws IOException {
        image = Path.of(path);
        assertThatThrownBy(() -> mount(false, false, SECOND))
                .isInstanceOf(MountRefusedException.class)
                .hasMessageContaining("back to this computer");
    }

    /** Each word of the stand-in's disk is its own offset. */
    @Test
    void readsADiskThatNobodySees() throws IOException {
        try (NativeDisk disk = NativeDisk.open(image)) {
            assertThat(disk.size()).isEqualTo(3 * (1 << 20) + 512);
            assertThat(disk.sectorSize()).isEqualTo(512);
            ByteBuffer all = ByteBuffer.allocate((int) disk.size()).order(ByteOrder.LITTLE_ENDIAN);
            disk.read(0, all);
            for (int at = 0; at < all.capacity(); at += 8) {
                assertThat(all.getLong(at)).isEqualTo(at);
            }
            ByteBuffer some = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            disk.read(3 * (1 << 20) + 512 - 16, some);
            assertThat(some.getLong(8)).isEqualTo(3 * (1 << 20) + 512 - 8);
            ByteBuffer odd = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
            disk.read(4095, odd);
            assertThat(odd.getLong(1)).isEqualTo(4096);
            Lab.set("LAB_FAIL", "ReadFile=23");
            assertThatThrownBy(() -> disk.read(0, ByteBuffer.allocate(1))).hasMessageContaining("error 23");
        }
        // READ_ONLY, NO_LOCAL_HOST, NO_SECURITY_DESCRIPTOR
        assertThat(Lab.call("AttachVirtualDisk").get("flags").asInt()).isEqualTo(0x19);
        assertThat(Lab.deeds()).endsWith("ReadFile", "DetachVirtualDisk").doesNotContain("SetVolumeMountPointW");
    }

    @Test
    void anImageThatIsNotThereIsNamed() {
        image = folder.resolve("nothing.vhdx");
        assertThatThrownBy(() -> mount(false, false, SECOND)).hasMessageContaining("nothing.vhdx");
    }
}
