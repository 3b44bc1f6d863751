package dev.lifeboat.cli;

import dev.lifeboat.mount.windows.MountRefusedException;
import dev.lifeboat.mount.windows.NativeMount;
import dev.lifeboat.mount.windows.NativeMounts;
import dev.lifeboat.mount.windows.NativeMounts.Result;
import dev.lifeboat.mount.windows.NotElevatedException;
import dev.lifeboat.mount.windows.WindowsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Mounts by Windows' virtual disk API. */
final class WindowsMounting implements Mounting {
    @Override
    public int mount(MountRequest request) throws IOException {
        refuseOptionsOfLinux(request);
        try (ImageInput input = request.images().open()) {
            return mount(input, request);
        } catch (NotElevatedException e) {
            return Elevation.offer(
                    request.line(),
                    request.elevate(),
                    "To mount an image, Windows wants administrator rights",
                    arguments(request));
        }
    }

    private static void refuseOptionsOfLinux(MountRequest request) {
        if (request.raw()) {
            throw new FailedException(
                    ExitCode.USAGE,
                    "Windows cannot show volumes as files; \"lifeboat export\" writes them as files, and \"lifeboat serve\" shows them to"
                            + " other programs");
        }
        if (request.allowOther()) {
            throw new FailedException(
                    ExitCode.USAGE, "--allow-other is for Linux; on Windows the permissions in the image decide");
        }
    }

    private static int mount(ImageInput input, MountRequest request) throws IOException {
        PrintWriter err = request.line().getErr();
        WindowsMount.Request what = new WindowsMount.Request(
                request.where().toString(), request.volume(), request.overlay(), request.background());
        WindowsMount mount = WindowsMount.mount(input, what, line -> {
            err.println(Text.safe(line));
            err.flush();
        });
        mount.shown().forEach(shown -> err.println(Text.safe(line(shown))));
        err.println("Files of other users open with \"lifeboat extract\", or with the rights of an administrator.");
        if (request.background()) {
            mount.leave();
            err.println(Text.safe("It stays until \"lifeboat unmount " + request.where() + "\" or a restart."));
            return ExitCode.OK;
        }
        err.println("Ctrl-C ends it.");
        err.flush();
        try (OnInterrupt interrupt = new OnInterrupt()) {
            interrupt.run(() -> end(mount, err));
            new CountDownLatch(1).await(); // until the process is told to end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(mount, err);
        }
        return ExitCode.OK;
    }

    private static String line(NativeMount.Shown shown) {
        return shown.name() + " is at " + shown.place() + " (" + shown.fileSystem()
                + (shown.readOnly() ? ", read-only)" : "; what is written goes into a temporary file)");
    }

    private static void end(WindowsMount mount, PrintWriter err) {
        try {
            mount.close();
            err.println("Ended; the image is as it was.");
        } catch (IOException e) {
            err.println("lifeboat: " + Text.safe(Errors.message(e)));
        }
        err.flush();
    }

    private static List<String> arguments(MountRequest request) {
        List<String> line = new ArrayList<>(
                List.of("mount", request.images().path().toAbsolutePath().toString()));
        String where = request.where().toString();
        line.add(whole(where));
        request.volume().ifPresent(volume -> line.addAll(List.of("--volume", volume)));
        request.images().machine().ifPresent(machine -> line.addAll(List.of("--machine", machine)));
        request.images().backup().ifPresent(backup -> line.addAll(List.of("--backup", backup)));
        if (request.images().outer()) {
            line.add("--outer");
        }
        if (request.overlay()) {
            line.add("--overlay");
        }
        if (request.background()) {
            line.add("--background");
        }
        return line;
    }

    /** A process with more rights begins in another folder. */
    private static String whole(String where) {
        return WindowsMount.isLetter(where)
                ? where
                : Path.of(where).toAbsolutePath().toString();
    }

    @Override
    public List<Mounted> mounts() throws IOException {
        return NativeMounts.open(WindowsMount.notes()).list().stream()
                .map(listed -> new Mounted(
                        String.join(" ", listed.mount().places()),
                        listed.mount().image().toString(),
                        listed.there()))
                .toList();
    }

    @Override
    public void unmount(UnmountRequest request) throws IOException {
        String where = request.where().toString();
        if (request.lazy()) {
            throw new FailedException(ExitCode.USAGE, "--lazy is for Linux; Windows does not wait for programs");
        }
        try {
            if (NativeMounts.open(WindowsMount.notes()).unmount(where) == Result.UNKNOWN) {
                throw new FailedException(
                        ExitCode.REFUSED,
                        where
                                + " is no mount of Lifeboat, and is left alone; \"lifeboat mounts\" lists them. Other virtual disks end in"
                                + " Disk Management, with \"Detach VHD\"");
            }
        } catch (MountRefusedException e) {
            throw new FailedException(ExitCode.REFUSED, e.getMessage());
        } catch (WindowsException e) {
            if (!e.isLackOfRights()) {
                throw new FailedException(ExitCode.FAILED, e.getMessage());
            }
            int code = Elevation.offer(
                    request.line(),
                    request.elevate(),
                    "To end the mount, Windows wants administrator rights",
                    List.of("unmount", whole(where)));
            if (code != ExitCode.OK) {
                throw new FailedException(code, where + " is still mounted");
            }
        }
    }
}
