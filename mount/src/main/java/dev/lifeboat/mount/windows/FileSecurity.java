package dev.lifeboat.mount.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.security.SecurityDescriptor.Control;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Gives files the owners and permissions that they had elsewhere. Links are not followed. Windows only. */
public final class FileSecurity {
    private static final int WRITE_DAC = 0x0004_0000;
    private static final int WRITE_OWNER = 0x0008_0000;
    private static final int ACCESS_SYSTEM_SECURITY = 0x0100_0000;

    // SECURITY_INFORMATION, [MS-DTYP] 2.4.7
    private static final int OWNER = 1;
    private static final int GROUP = 2;
    private static final int DACL = 4;
    private static final int SACL = 8;

    private static final int CONTROL = 2; // offset in a descriptor

    private final Kernel32 kernel;
    private final Advapi32 advapi;
    private final boolean restores;
    private final boolean audits;

    private FileSecurity(Kernel32 kernel, Advapi32 advapi) {
        this.kernel = kernel;
        this.advapi = advapi;
        Privileges privileges = new Privileges(kernel, advapi);
        this.restores = privileges.enable("SeRestorePrivilege");
        this.audits = restores && privileges.enable("SeSecurityPrivilege");
    }

    /**
     * Wakes the rights of an administrator, if whoever runs this is one.
     *
     * @return what sets owners and permissions, as far as these rights go
     */
    public static FileSecurity open() {
        return new FileSecurity(Kernel32.load(), Advapi32.load());
    }

    /**
     * Sets all that a descriptor says: owner, group, permissions, and what is to be audited. Without the rights of an
     * administrator, permissions alone.
     *
     * @param path of a file, a folder or a link
     * @param descriptor of it
     * @return what could not be set, and why; empty if all was
     */
    public Optional<String> set(Path path, SecurityDescriptor descriptor) {
        boolean sacl = audits && (descriptor.control() & Control.SACL_PRESENT) != 0;
        int access = WRITE_DAC | (restores ? WRITE_OWNER : 0) | (sacl ? ACCESS_SYSTEM_SECURITY : 0);
        Pointer handle = kernel.CreateFileW(
                new WString(extended(path)),
                access,
                Kernel32.FILE_SHARE_ALL,
                null,
                Kernel32.OPEN_EXISTING,
                Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
                null);
        if (handle == null || handle.equals(Kernel32.INVALID_HANDLE)) {
            return Optional.of("permissions: the file cannot be opened (" + error() + ")");
        }
        try {
            int information = DACL
                    | (restores && descriptor.owner().isPresent() ? OWNER : 0)
                    | (restores && descriptor.group().isPresent() ? GROUP : 0)
                    | (sacl ? SACL : 0);
            if (!advapi.SetKernelObjectSecurity(handle, information, settable(descriptor))) {
                return Optional.of("owner and permissions: Windows refuses (" + error() + ")");
            }
        } finally {
            kernel.CloseHandle(handle);
        }
        return restores ? Optional.empty() : Optional.of("owner: only an administrator can set it");
    }

    private static String error() {
        return "error " + Native.getLastError();
    }

    /** Whether entries came from the folder above is kept only if the bit is set that asks for it. */
    static byte[] settable(SecurityDescriptor descriptor) {
        byte[] bytes = descriptor.bytes();
        int control = descriptor.control();
        control |= (control & Control.DACL_AUTO_INHERITED) != 0 ? Control.DACL_AUTO_INHERIT_REQUIRED : 0;
        control |= (control & Control.SACL_AUTO_INHERITED) != 0 ? Control.SACL_AUTO_INHERIT_REQUIRED : 0;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(CONTROL, (short) control);
        return bytes;
    }

    /** In the form that may have more than 260 characters. */
    static String extended(Path path) {
        String text = path.toAbsolutePath().normalize().toString();
        if (text.startsWith("\\\\?\\")) {
            return text;
        }
        return text.startsWith("\\\\") ? "\\\\?\\UNC" + text.substring(1) : "\\\\?\\" + text;
    }
}
