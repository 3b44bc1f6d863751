package dev.lifeboat.mount.fuse;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.lifeboat.mount.fuse.Protocol.Errno;
import dev.lifeboat.mount.inode.MountedFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mount: libfuse makes it, some threads answer what the kernel asks until it ends, by {@link #close} or from outside. When
 * this process ends in whatever way, fusermount3, which waits for that, ends the mount.
 */
public final class FuseMount implements Closeable {
    /** One for each processor: with more, one that is woken up keeps another from going on, which costs a fifth. */
    private static final int LEAST_THREADS = 2;

    private static final int MOST_THREADS = 8;
    /** The kernel insists on 8 KiB, and sends no more to a mount that nobody writes to. */
    private static final int REQUEST = 1 << 16;
    /** A reply holds what is read behind its header. */
    private static final int REPLY = Dispatcher.LARGEST_READ + 4096;

    private final Path where;
    private final Libfuse libfuse;
    private final Pointer session;
    private final int descriptor;
    private final Dispatcher dispatcher;
    private final Forgetting forgetting;
    private final MountedFiles files;
    private final MountedFiles.Log log;
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    private FuseMount(
            Path where, Libfuse libfuse, Pointer session, int descriptor, MountedFiles files, MountedFiles.Log log) {
        this.where = where;
        this.libfuse = libfuse;
        this.session = session;
        this.descriptor = descriptor;
        this.files = files;
        this.log = log;
        this.dispatcher = new Dispatcher(files, log);
        this.forgetting = new Forgetting(files, descriptor);
    }

    /**
     * Mounts, and begins to answer.
     *
     * @param where an empty folder, as {@link MountPoint#check} returned it
     * @param source what the system shows as mounted
     * @param allowOther whether other users may enter
     * @param files what is shown; closed with the mount
     * @param log is told what cannot be read
     * @return the mount
     * @throws CannotMountException if the system refuses
     */
    public static FuseMount open(
            Path where, String source, boolean allowOther, MountedFiles files, MountedFiles.Log log)
            throws CannotMountException {
        Libfuse libfuse = Libfuse.load();
        Pointer session = libfuse.newSession(MountOptions.text(source, allowOther));
        if (session == null) {
            throw new CannotMountException("libfuse did not take the options of the mount; what it says stands above");
        }
        if (!libfuse.mount(session, where.toString())) {
            libfuse.destroy(session);
            throw new CannotMountException("the system refused to mount on " + where + "; why, stands above"
                    + (allowOther ? ". --allow-other needs root, or user_allow_other in /etc/fuse.conf" : ""));
        }
        // Our own, never closed while a thread may use it: libfuse closes its one before it unmounts.
        int descriptor = Libc.dup(libfuse.descriptor(session));
        FuseMount mount = new FuseMount(where, libfuse, session, descriptor, files, log);
        int threads = Math.max(
                LEAST_THREADS, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(mount::serve, "fuse-" + i);
            thread.setDaemon(true);
            mount.threads.add(thread);
        }
        mount.threads.forEach(Thread::start);
        return mount;
    }

    public Path where() {
        return where;
    }

    private void serve() {
        ByteBuffer in = ByteBuffer.allocateDirect(REQUEST);
        ByteBuffer out = ByteBuffer.allocateDirect(REPLY);
        long inAddress = Pointer.nativeValue(Native.getDirectBufferPointer(in));
        long outAddress = Pointer.nativeValue(Native.getDirectBufferPointer(out));
        Request request = new Request(in);
        Reply reply = new Reply(out, Libc.getuid(), Libc.getgid());
        while (true) {
            long bytes = Libc.read(descriptor, inAddress, REQUEST);
            if (bytes < 0) {
                int error = Native.getLastError();
                if (error == Errno.EINTR || error == Errno.EAGAIN || error == Errno.ENOENT) {
                    continue; // ENOENT: who asked has been interrupted
                }
                if (error != Errno.ENODEV) { // the mount has ended
                    log.problem("/", new IOException("reading from /dev/fuse failed with error " + error));
                }
                return;
            }
            if (request.take((int) bytes)) {
                int length = dispatcher.handle(request, reply);
                if (length > 0) {
                    Libc.write(descriptor, outAddress, length); // fails only if nobody waits for it any more
                }
                forgetting.look();
            }
        }
    }

    /**
     * Waits until the mount has ended.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Ends the mount. Programs that are in it keep what they have open until this process ends. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        libfuse.unmount(session);
        libfuse.destroy(session);
        try {
            long end = System.nanoTime() + 2_000_000_000L;
            for (Thread thread : threads) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (threads.stream().noneMatch(Thread::isAlive)) {
            dispatcher.close();
            files.close();
            Libc.close(descriptor);
        } // else something is still open in it; the end of the process ends that
    }
}
