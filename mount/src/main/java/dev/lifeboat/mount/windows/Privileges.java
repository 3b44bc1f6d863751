package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rights that administrators have, and that sleep until a program asks for them. */
final class Privileges {
    private static final int ERROR_SUCCESS = 0;
    private static final int SE_PRIVILEGE_ENABLED = 2;

    private final Kernel32 kernel;
    private final Advapi32 advapi;

    Privileges(Kernel32 kernel, Advapi32 advapi) {
        this.kernel = kernel;
        this.advapi = advapi;
    }

    /**
     * Wakes one for this process, for good.
     *
     * @param name such as {@code SeRestorePrivilege}
     * @return false if whoever runs this process does not have it
     */
    boolean enable(String name) {
        PointerByReference token = new PointerByReference();
        int access = Advapi32.TOKEN_ADJUST_PRIVILEGES | Advapi32.TOKEN_QUERY;
        if (!advapi.OpenProcessToken(kernel.GetCurrentProcess(), access, token)) {
            return false;
        }
        try {
            return enable(token.getValue(), name);
        } finally {
            kernel.CloseHandle(token.getValue());
        }
    }

    private boolean enable(Pointer token, String name) {
        LongByReference luid = new LongByReference();
        if (!advapi.LookupPrivilegeValueW(null, new WString(name), luid)) {
            return false;
        }
        byte[] state = ByteBuffer.allocate(16) // TOKEN_PRIVILEGES with one LUID_AND_ATTRIBUTES
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1)
                .putLong(luid.getValue())
                .putInt(SE_PRIVILEGE_ENABLED)
                .array();
        // Succeeds also where nothing was enabled: then the error is ERROR_NOT_ALL_ASSIGNED.
        return advapi.AdjustTokenPrivileges(token, false, state, 0, null, null)
                && Native.getLastError() == ERROR_SUCCESS;
    }
}
