package dev.lifeboat.mount.fuse;

import com.sun.jna.Native;
import dev.lifeboat.mount.fuse.Protocol.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends mounts of Lifeboat, also those whose process is gone. */
public final class Unmounting {
    private static final int SECONDS = 20;

    private Unmounting() {}

    /** What became of it. */
    public enum Outcome {
        ENDED,
        /** Programs use it. */
        BUSY
    }

    /**
     * Ends a mount.
     *
     * @param where its folder, as {@link MountPoint#real} returned it
     * @param lazy whether to end it although programs use it; they keep what they have open
     * @return what became of it
     * @throws CannotMountException if the system refuses for another reason
     */
    public static Outcome unmount(Path where, boolean lazy) throws CannotMountException {
        if (Libc.geteuid() == 0) {
            if (Libc.umount2(Libc.text(where.toString()), lazy ? Libc.MNT_DETACH : 0) == 0) {
                return Outcome.ENDED;
            }
            int error = Native.getLastError();
            if (error == Errno.EBUSY) {
                return Outcome.BUSY;
            }
            throw new CannotMountException("the system did not unmount " + where + " (error " + error + ")");
        }
        return byHelper(where, lazy);
    }

    private static Outcome byHelper(Path where, boolean lazy) throws CannotMountException {
        Path helper = MountPoint.helper()
                .orElseThrow(() -> new CannotMountException("fusermount3 is not installed: sudo apt install fuse3"));
        List<String> command = lazy
                ? List.of(helper.toString(), "-u", "-z", "--", where.toString())
                : List.of(helper.toString(), "-u", "--", where.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new CannotMountException("fusermount3 did not end in " + SECONDS + " seconds");
            }
            if (process.exitValue() == 0) {
                return Outcome.ENDED;
            }
            if (said.contains("busy")) {
                return Outcome.BUSY;
            }
            throw new CannotMountException("the system did not unmount " + where + ": " + said);
        } catch (IOException e) {
            throw new CannotMountException("fusermount3 could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotMountException("interrupted");
        }
    }
}
