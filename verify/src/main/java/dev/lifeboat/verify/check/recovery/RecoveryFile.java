package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.backup.document.Firmware;
import java.util.List;
import java.util.Optional;

/** A file of a recovery environment that is looked for, and what it is for. Paths are those of Windows 7 to 11. */
public enum RecoveryFile {
    /** Of the two places the first is where media look for it, the second where the computer's own boot store does. */
    LOADER_UEFI(
            Role.START,
            Optional.of(Firmware.UEFI),
            "the loader for UEFI firmware",
            "/Windows/System32/boot/winload.efi",
            "/Windows/System32/winload.efi"),
    LOADER_BIOS(
            Role.START,
            Optional.of(Firmware.BIOS),
            "the loader for BIOS firmware",
            "/Windows/System32/boot/winload.exe",
            "/Windows/System32/winload.exe"),
    KERNEL(Role.START, Optional.empty(), "the kernel", "/Windows/System32/ntoskrnl.exe"),
    REGISTRY(
            Role.START,
            Optional.empty(),
            "the registry that drivers are started by",
            "/Windows/System32/config/SYSTEM"),
    IMAGE_RECOVERY(
            Role.IMAGE_RECOVERY, Optional.empty(), "System Image Recovery itself", "/Windows/System32/bmrui.exe"),
    ENGINE(
            Role.IMAGE_RECOVERY,
            Optional.empty(),
            "the service that reads backups and writes them to disks",
            "/Windows/System32/wbengine.exe"),
    MENU(
            Role.TOOL,
            Optional.empty(),
            "the menu; without it bmrui.exe has to be started by typing its name",
            "/sources/recovery/RecEnv.exe"),
    COMMAND_LINE(
            Role.TOOL,
            Optional.empty(),
            "the restore by commands (wbadmin start sysrecovery)",
            "/Windows/System32/wbadmin.exe"),
    DISKPART(Role.TOOL, Optional.empty(), "looking at disks and partitions", "/Windows/System32/diskpart.exe"),
    BCDBOOT(Role.TOOL, Optional.empty(), "making boot files anew", "/Windows/System32/bcdboot.exe"),
    BITLOCKER(Role.TOOL, Optional.empty(), "unlocking drives with BitLocker", "/Windows/System32/manage-bde.exe"),
    BOOT_MANAGER_2023(
            Role.BOOT_MANAGER_2023,
            Optional.of(Firmware.UEFI),
            "the boot manager that is signed with the certificate of 2023",
            "/Windows/Boot/EFI_EX/bootmgfw_EX.efi");

    /** What is lost without a file. */
    enum Role {
        /** The environment does not start. */
        START,
        /** It starts, but cannot restore a system image. */
        IMAGE_RECOVERY,
        /** It can, but something that helps is not there. */
        TOOL,
        /** It can, but no media can be made from it for some computers. */
        BOOT_MANAGER_2023
    }

    private final Role role;
    private final Optional<Firmware> firmware;
    private final String purpose;
    private final String path;
    private final Optional<String> otherPath;

    RecoveryFile(Role role, Optional<Firmware> firmware, String purpose, String path) {
        this(role, firmware, purpose, path, null);
    }

    RecoveryFile(Role role, Optional<Firmware> firmware, String purpose, String path, String otherPath) {
        this.role = role;
        this.firmware = firmware;
        this.purpose = purpose;
        this.path = path;
        this.otherPath = Optional.ofNullable(otherPath);
    }

    Role role() {
        return role;
    }

    /** Whether a computer that is started so needs it; of one of which that is not known, either loader will do. */
    boolean neededBy(Firmware kind) {
        return firmware.isEmpty() || firmware.get() == kind;
    }

    /**
     * Returns what it is for.
     *
     * @return words that follow its path
     */
    public String purpose() {
        return purpose;
    }

    /**
     * Returns where it may be.
     *
     * @return paths from the root of the image; one of them will do
     */
    public List<String> paths() {
        return otherPath.isPresent() ? List.of(path, otherPath.get()) : List.of(path);
    }
}
