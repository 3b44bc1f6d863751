package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.ntfs.TinyVolume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands mount, mounts and unmount, each in a process of its own. */
class MountCommandTest {
    private static final Pattern PROCESS = Pattern.compile("by process (\\d+)");
    private static final int NOBODY = 65534;

    @TempDir
    private Path folder;

    private Path image;
    private Path where;

    @BeforeEach
    void tools() throws IOException {
        Mounted.require();
        image = Files.write(folder.resolve("C.img"), TinyVolume.withFiles().bytes());
        where = Files.createDirectory(folder.resolve("shown, here"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (isMounted()) {
            Tools.tryRun(folder, "fusermount3", "-u", "-z", where.toString());
            assertThat(where).as("was left mounted").isEmptyDirectory();
        }
    }

    private boolean isMounted() throws IOException {
        String shown = where.toString().replace(" ", "\\040");
        return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + shown + " ");
    }

    private Tools.Result lifeboat(Object... args) throws IOException {
        return Lifeboat.run(folder, args);
    }

    private long background(Object... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of("mount", image, where, "--background"));
        args.addAll(List.of(more));
        Tools.Result result = lifeboat(args.toArray());
        assertThat(result.exit()).as(result.output()).isZero();
        Matcher process = PROCESS.matcher(result.output());
        assertThat(process.find()).as(result.output()).isTrue();
        return Long.parseLong(process.group(1));
    }

    private void waitUntilUnmounted() throws Exception {
        for (int i = 0; i < 200 && isMounted(); i++) {
            Thread.sleep(50);
        }
        assertThat(isMounted()).isFalse();
    }

    private static void waitUntilGone(long process) throws Exception {
        Optional<ProcessHandle> handle = ProcessHandle.of(process);
        if (handle.isPresent()) {
            handle.get().onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void staysInTheBackgroundUntilItIsUnmounted() throws Exception {
        long process = background();
        try (Stream<Path> volumes = Files.list(where)) {
            assertThat(volumes.map(Path::getFileName)).containsExactly(Path.of("TINY"));
        }
        assertThat(where.resolve("TINY/Docs/hello.txt")).hasContent("Hello, world\n");
        Tools.Result list = lifeboat("mounts", "--json");
        assertThat(list.output())
                .contains("{\"where\":\"" + where + "\",\"source\":\"" + image + "\",\"answers\":true}");
        assertThat(lifeboat("mount", image, where).output()).contains("mounted already");
        Tools.Result ended = lifeboat("unmount", where);
        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(isMounted()).isFalse();
        waitUntilGone(process);
        assertThat(lifeboat("mounts", "--json").output()).doesNotContain(where.toString());
    }

    @Test
    void whatIsInUseIsNotUnmountedUnlessLazily() throws Exception {
        long process = background("--volume", "TINY:");
        try (InputStream open = Files.newInputStream(where.resolve("Docs/hello.txt"))) {
            Tools.Result busy = lifeboat("unmount", where);
            assertThat(busy.exit()).isEqualTo(5);
            assertThat(busy.output())
                    .contains("is in use by")
                    .contains("process " + ProcessHandle.current().pid())
                    .contains("--lazy");
            assertThat(isMounted()).isTrue();
            assertThat(lifeboat("unmount", where, "--lazy").exit()).isZero();
            assertThat(isMounted()).isFalse();
            assertThat(open.readAllBytes()).hasSize(13);
        }
        waitUntilGone(process);
    }

    @Test
    void nothingIsLeftWhenItsProcessIsKilled() throws Exception {
        long process = background();
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
        waitUntilUnmounted();
        assertThat(where).isEmptyDirectory();
    }

    /** The program that waits for the end of the mount's process is killed, too: the folder only gives errors then. */
    @Test
    void aMountWithoutItsProcessIsFoundAndRemoved() throws Exception {
        long process = background();
        for (ProcessHandle helper : ProcessHandle.allProcesses().toList()) {
            if (commandLine(helper.pid()).contains("fusermount3")
                    && commandLine(helper.pid()).contains(where.toString())) {
                helper.destroyForcibly();
            }
        }
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
        waitUntilGone(process);
        Thread.sleep(200);
        assertThat(isMounted()).isTrue();
        Tools.Result list = lifeboat("mounts");
        assertThat(list.exit()).isEqualTo(4);
        assertThat(list.output()).contains("does not answer");
        Tools.Result ended = lifeboat("unmount", where);
        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(isMounted()).isFalse();
    }

    private static String commandLine(long process) {
        try {
            return Files.readString(Path.of("/proc/" + process + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void anInterruptEndsItCleanly() throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsun.jnu.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.lifeboat.cli.Main",
                        "mount",
                        image.toString(),
                        where.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        for (int i = 0; i < 400 && !Files.readString(output).contains("Mounted on"); i++) {
            Thread.sleep(50);
        }
        assertThat(isMounted()).as(Files.readString(output)).isTrue();
        try (Stream<Path> inside = Files.list(where.resolve("TINY"))) {
            assertThat(inside).isNotEmpty();
        }
        Tools.run(folder, "kill", "-INT", String.valueOf(process.pid()));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(isMounted()).isFalse();
    }

    @Test
    void anOrdinaryUserMay() throws Exception {
        Tools.require("setpriv");
        Tools.require(System.getProperty("user.name").equals("root"), "only root can become another user");
        for (Path each : List.of(folder, where, image)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path state = Files.createDirectory(folder.resolve("state"));
        for (Path each : List.of(where, state)) {
            Files.setAttribute(each, "unix:uid", NOBODY);
            Files.setAttribute(each, "unix:gid", NOBODY);
        }
        String[] as = {
            "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "env", "XDG_STATE_HOME=" + state
        };
        Tools.Result mounted = Lifeboat.runAs(folder, List.of(as), "mount", image, where, "--background");
        assertThat(mounted.exit()).as(mounted.output()).isZero();
        String read = Tools.run(
                folder,
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "cat",
                where + "/TINY/Docs/hello.txt");
        assertThat(read).isEqualTo("Hello, world\n");
        Tools.Result ended = Lifeboat.runAs(folder, List.of(as), "unmount", where);
        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(isMounted()).isFalse();
        Path notMine = Files.createDirectory(folder.resolve("not mine"));
        Tools.Result refused = Lifeboat.runAs(folder, List.of(as), "mount", image, notMine);
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.output()).contains("you may not write to " + notMine);
    }

    @Test
    void saysWhatStandsInTheWay() throws IOException {
        Tools.Result missing = lifeboat("mount", image, folder.resolve("missing"));
        assertThat(missing.exit()).isEqualTo(5);
        assertThat(missing.output()).contains("does not exist; make an empty folder");
        Tools.Result file = lifeboat("mount", image, image);
        assertThat(file.exit()).isEqualTo(5);
        assertThat(file.output()).contains("is not a folder");
        Files.createFile(where.resolve("something"));
        Tools.Result full = lifeboat("mount", image, where);
        assertThat(full.exit()).isEqualTo(5);
        assertThat(full.output()).contains("is not empty");
        Files.delete(where.resolve("something"));
        Tools.Result noVolume = lifeboat("mount", image, where, "--volume", "Q:", "--background");
        assertThat(noVolume.exit()).isEqualTo(3);
        assertThat(noVolume.output()).contains("is the drive letter of no volume here");
        Tools.Result backup =
                lifeboat("mount", image, Files.createDirectories(folder.resolve("WindowsImageBackup/PC")));
        assertThat(backup.exit()).isEqualTo(6);
        Tools.Result other = lifeboat("unmount", where);
        assertThat(other.exit()).isEqualTo(6);
        assertThat(other.output()).contains("is no mount of Lifeboat");
    }

    /** A backup with two versions: computer, version, volume; the second volume is damaged. */
    @Test
    void showsAWholeBackup() throws Exception {
        byte[] damaged = TinyVolume.withFiles().bytes();
        damaged[TinyVolume.recordAt(TinyVolume.HELLO)] ^= 0x55;
        Path computer = Files.createDirectories(folder.resolve("backups/WindowsImageBackup/PC"));
        for (String version : List.of("Backup 2026-01-30 120000", "Backup 2026-01-31 120000")) {
            Files.createDirectory(computer.resolve(version));
        }
        Tools.require("qemu-img");
        Path raw = Files.write(folder.resolve("damaged.img"), damaged);
        vhdx(image, computer.resolve("Backup 2026-01-30 120000/c.vhdx"));
        vhdx(raw, computer.resolve("Backup 2026-01-31 120000/c.vhdx"));
        image = folder.resolve("backups");
        background();
        assertThat(where.resolve("PC/Backup 2026-01-30 120000/TINY/Docs/hello.txt"))
                .hasContent("Hello, world\n");
        Path bad = where.resolve("PC/Backup 2026-01-31 120000/TINY/Docs/hello.txt");
        assertThatThrownBy(() -> Files.readString(bad)).isInstanceOf(FileSystemException.class);
        assertThat(lifeboat("unmount", where).exit()).isZero();
    }

    private void vhdx(Path raw, Path to) throws IOException {
        Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", "vhdx", raw.toString(), to.toString());
    }

    @Test
    void tellsProblemsInALogFile() throws Exception {
        Tools.Result result = lifeboat("mount", image, where, "--volume", "1", "--background");
        assertThat(result.exit()).as(result.output()).isZero();
        Path log = Path.of(result.output().strip().replaceFirst("(?s).*Messages: ", ""));
        for (int i = 0; i < 2; i++) {
            assertThat(Tools.tryRun(folder, "cat", where + "/secret.txt").output())
                    .contains("Input/output error");
        }
        assertThat(Files.readAllLines(log))
                .hasSize(1)
                .first()
                .asString()
                .contains("/secret.txt")
                .contains("EFS");
        assertThat(lifeboat("unmount", where).exit()).isZero();
        Files.delete(log);
    }
}
