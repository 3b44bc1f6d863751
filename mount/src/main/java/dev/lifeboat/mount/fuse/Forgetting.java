package dev.lifeboat.mount.fuse;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.lifeboat.mount.fuse.Protocol.InvalEntry;
import dev.lifeboat.mount.inode.KnownName;
import dev.lifeboat.mount.inode.MountedFiles;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the kernel to forget files when too many are remembered. By a thread of its own: the kernel may hold the lock of a
 * folder that it waits for an answer about, and a thread that should give this answer must not wait for the lock.
 */
final class Forgetting {
    /** What the kernel keeps it keeps for a reason: it is not asked all the time. In nanoseconds. */
    private static final long PAUSE = 200_000_000L;

    private static final int LONGEST = 512;

    private final MountedFiles files;
    private final int descriptor;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /**
     * @param files that are remembered
     * @param descriptor of the mount
     */
    Forgetting(MountedFiles files, int descriptor) {
        this.files = files;
        this.descriptor = descriptor;
    }

    /** Looks whether it is time; costs next to nothing if not. */
    void look() {
        if (!files.crowded()) {
            return;
        }
        long now = System.nanoTime();
        long due = next.get();
        if (now - due > 0 && next.compareAndSet(due, now + PAUSE)) {
            Thread thread = new Thread(() -> ask(files.oldest()), "fuse-forget");
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // no further thread now; the next look tries again
            }
        }
    }

    private void ask(List<KnownName> names) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);
        long address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
        Reply notice = new Reply(buffer, 0, 0);
        for (KnownName name : names) {
            notice.clear();
            notice.forget(name);
            Libc.write(descriptor, address, notice.finishNotice(InvalEntry.CODE)); // fails if it is forgotten already
        }
    }
}
