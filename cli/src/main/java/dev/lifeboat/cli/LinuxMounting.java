package dev.lifeboat.cli;

import dev.lifeboat.mount.fuse.CannotMountException;
import dev.lifeboat.mount.fuse.FuseMount;
import dev.lifeboat.mount.fuse.MountPoint;
import dev.lifeboat.mount.fuse.MountTable;
import dev.lifeboat.mount.fuse.MountUsers;
import dev.lifeboat.mount.fuse.ProblemLog;
import dev.lifeboat.mount.fuse.Unmounting;
import dev.lifeboat.mount.inode.MountedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Mounts by FUSE. */
final class LinuxMounting implements Mounting {
    @Override
    public int mount(MountRequest request) throws IOException {
        if (request.overlay() || request.elevate()) {
            throw new FailedException(ExitCode.USAGE, "--overlay and --elevate are for Windows");
        }
        try {
            if (request.background() && !BackgroundMount.isChild()) {
                return BackgroundMount.start(request.line().getErr());
            }
            return serve(request);
        } catch (CannotMountException e) {
            throw new FailedException(ExitCode.FAILED, e.getMessage());
        }
    }

    private static int serve(MountRequest request) throws IOException, CannotMountException {
        Path where = MountPoint.check(request.where());
        PrintWriter err = request.line().getErr();
        ProblemLog log = new ProblemLog((path, problem) -> report(err, path, problem));
        MountedFiles files = new MountedFiles(request.content().root(), log);
        String source = request.source().toAbsolutePath().normalize().toString();
        try (FuseMount mount = FuseMount.open(where, source, request.allowOther(), files, log);
                OnInterrupt interrupt = new OnInterrupt()) {
            interrupt.run(() -> end(mount, err));
            MountAnswer.require(where);
            if (BackgroundMount.isChild()) {
                BackgroundMount.tellParent(request.line().getOut(), where);
            } else {
                err.println("Mounted on " + Text.safe(where.toString()) + ". 'lifeboat unmount' or Ctrl-C ends it.");
                err.flush();
            }
            mount.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static synchronized void report(PrintWriter err, String path, IOException problem) {
        String where = path.isEmpty() ? "" : path + ": ";
        err.println("lifeboat: " + Text.safe(where + Errors.message(problem)));
        err.flush();
    }

    private static void end(FuseMount mount, PrintWriter err) {
        try {
            mount.close();
        } catch (IOException e) {
            report(err, "", e);
        }
    }

    @Override
    public List<Mounted> mounts() throws IOException {
        return MountTable.read().stream()
                .filter(MountTable.Entry::ours)
                .map(entry -> new Mounted(entry.where(), entry.source(), MountAnswer.of(Path.of(entry.where()))))
                .toList();
    }

    @Override
    public void unmount(UnmountRequest request) throws IOException {
        Path folder = request.where();
        try {
            Path where = MountPoint.real(folder);
            if (MountTable.at(where).filter(MountTable.Entry::ours).isEmpty()) {
                throw new FailedException(
                        ExitCode.REFUSED,
                        folder + " is no mount of Lifeboat, and is left alone; 'lifeboat mounts' lists them");
            }
            if (Unmounting.unmount(where, request.lazy()) == Unmounting.Outcome.BUSY) {
                throw new FailedException(ExitCode.FAILED, busy(folder, where));
            }
        } catch (CannotMountException e) {
            throw new FailedException(ExitCode.FAILED, e.getMessage());
        }
    }

    private static String busy(Path folder, Path where) {
        List<MountUsers.User> users = MountUsers.of(where);
        String who = users.isEmpty()
                ? "a program of another user, which only root can see"
                : users.stream()
                        .map(user -> user.name() + " (process " + user.id() + ")")
                        .collect(Collectors.joining(", "));
        return folder + " is in use by " + who + "; end that, or use --lazy: it then keeps what it has open";
    }
}
