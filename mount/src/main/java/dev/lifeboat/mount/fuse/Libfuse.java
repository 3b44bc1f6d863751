package dev.lifeboat.mount.fuse;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * What is called of libfuse 3: it asks fusermount3 to mount and to unmount, and hands over the descriptor that the kernel's
 * requests come from. Its loop and its callbacks are not used.
 */
final class Libfuse {
    /** struct fuse_args: a count, the arguments, whether libfuse is to free them. */
    static final int ARGS_SIZE = 24;

    static final int ARGS_COUNT = 0;
    static final int ARGS_VALUES = 8;

    /** Version 3.17 changed the name; the calls used here stayed. */
    private static final String[] NAMES = {"libfuse3.so.3", "libfuse3.so.4"};

    private static final String NEW_WITH_VERSION = "fuse_session_new_versioned";

    private final NativeLibrary library;

    private Libfuse(NativeLibrary library) {
        this.library = library;
    }

    /**
     * Loads it.
     *
     * @return the library
     * @throws CannotMountException if it is not installed
     */
    static Libfuse load() throws CannotMountException {
        for (String name : NAMES) {
            try {
                return new Libfuse(NativeLibrary.getInstance(name));
            } catch (UnsatisfiedLinkError e) {
                // the other, perhaps
            }
        }
        throw new CannotMountException("libfuse 3 is not installed. Debian, Ubuntu: sudo apt install fuse3 libfuse3-3"
                + " (or libfuse3-4). Fedora: sudo dnf install fuse3. Arch: sudo pacman -S fuse3");
    }

    /**
     * Makes a session.
     *
     * @param options as behind {@code -o}
     * @return it, or null if libfuse does not take the options
     */
    Pointer newSession(String options) {
        String[] values = {"lifeboat", "-o", options};
        Memory strings = new Memory((long) values.length * (options.length() * 4L + 16));
        Memory pointers = new Memory((values.length + 1L) * Long.BYTES);
        pointers.clear();
        long at = 0;
        for (int i = 0; i < values.length; i++) {
            byte[] bytes = values[i].getBytes(StandardCharsets.UTF_8);
            strings.write(at, bytes, 0, bytes.length);
            strings.setByte(at + bytes.length, (byte) 0);
            pointers.setPointer((long) i * Long.BYTES, strings.share(at));
            at += bytes.length + 1;
        }
        Memory args = new Memory(ARGS_SIZE);
        args.clear();
        args.setInt(ARGS_COUNT, values.length);
        args.setPointer(ARGS_VALUES, pointers);
        Memory noOperations = new Memory(Long.BYTES);
        noOperations.clear();
        Function versioned = optional(NEW_WITH_VERSION);
        try {
            return versioned != null
                    ? versioned.invokePointer(new Object[] {args, noOperations, 0L, version(), Pointer.NULL})
                    : library.getFunction("fuse_session_new")
                            .invokePointer(new Object[] {args, noOperations, 0L, Pointer.NULL});
        } finally {
            Reference.reachabilityFence(strings); // the arguments are pointers, of which Java knows nothing
            Reference.reachabilityFence(pointers);
        }
    }

    /** struct libfuse_version: what this was written for. */
    private static Memory version() {
        Memory version = new Memory(4 * Integer.BYTES);
        version.clear();
        version.setInt(0, 3);
        version.setInt(Integer.BYTES, 17);
        return version;
    }

    private Function optional(String name) {
        try {
            return library.getFunction(name);
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    boolean mount(Pointer session, String where) {
        return library.getFunction("fuse_session_mount").invokeInt(new Object[] {session, Libc.text(where)}) == 0;
    }

    int descriptor(Pointer session) {
        return library.getFunction("fuse_session_fd").invokeInt(new Object[] {session});
    }

    /** Closes the descriptor and ends the mount; one that is in use is detached. */
    void unmount(Pointer session) {
        library.getFunction("fuse_session_unmount").invokeVoid(new Object[] {session});
    }

    void destroy(Pointer session) {
        library.getFunction("fuse_session_destroy").invokeVoid(new Object[] {session});
    }
}
