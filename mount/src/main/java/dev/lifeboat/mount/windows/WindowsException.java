package dev.lifeboat.mount.windows;

import java.io.IOException;

/** A function of Windows that failed, with what its error code means for whoever mounts an image. */
public final class WindowsException extends IOException {
    private final int code;

    /**
     * @param what was being done, for a person
     * @param function that failed
     * @param code it gave, a Win32 code or one of virtual disks
     */
    WindowsException(String what, String function, int code) {
        super(what + ": " + WindowsError.sentence(code) + " (" + function + ", error " + WindowsError.number(code)
                + ")");
        this.code = code;
    }

    /**
     * Returns the code.
     *
     * @return as Windows gave it
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether administrator rights may be what was missing.
     *
     * @return true for "access denied" and "privilege not held"
     */
    public boolean isLackOfRights() {
        return WindowsError.ACCESS_DENIED.is(code) || WindowsError.PRIVILEGE_NOT_HELD.is(code);
    }
}
