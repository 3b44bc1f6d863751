"""The BCD store of the sample as text for hivexregedit: what bcdboot and reagentc leave on a PC with UEFI, without
what nobody reads. Prints it.

Element numbers: BCD reference in the Windows documentation. Device elements have these bytes in the stores that Windows
writes: 16 bytes options, then type, flags, size, 0 and what the type calls for.
"""
import struct
import uuid

import computer

STORE = r"HKEY_LOCAL_MACHINE\BCD00000000"
BOOT_MANAGER = "9dea862c-5cdd-4e70-acc1-f32b344d4795"
MEMORY_TEST = "b2721d73-1db4-4c62-bf78-c548a880142d"
GLOBAL_SETTINGS = "7ea2e1ac-2e61-4728-aaa3-896d9d0a9f0e"
BOOT_LOADER_SETTINGS = "6efb52bf-1766-41db-a6b3-0ee5eff72bd7"
RESUME_LOADER_SETTINGS = "1afa9c49-16ab-4a5c-901b-212802da9460"
HYPERVISOR_SETTINGS = "7ff607e0-4395-11db-b0de-0800200c9a66"
DEBUGGER_SETTINGS = "4636856e-540f-4170-a130-a84776f4c654"
EMS_SETTINGS = "0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9"
BAD_MEMORY = "5189b25c-5558-4bf2-bca4-289b11bd29e2"
PARTITION, LOCAL, RAM_DISK, ABSOLUTE_PATH = 6, 0, 3, 5


def raw(partition: str) -> bytes:
    """A partition of the disk, as it stands within other devices too."""
    return struct.pack("<IIII", PARTITION, 0, 0x48, 0) + guid(partition) + struct.pack("<II", 0, 0) + guid(
        computer.DISK) + bytes(16)


def partition(of: str) -> str:
    return hexadecimal(3, bytes(16) + raw(of))


def ram_disk(on: str, path: str, options: str) -> str:
    """A file of the partition, loaded into memory. Its path is counted from the 12 bytes in front of the partition."""
    file = raw(on) + text(path)
    file = struct.pack("<III", 1, 12 + len(file), ABSOLUTE_PATH) + file
    device = struct.pack("<I20s", RAM_DISK, b"") + file
    return hexadecimal(3, guid(options) + struct.pack("<IIII", LOCAL, 1, 16 + len(device), 0) + device)


def guid(value: str) -> bytes:
    return uuid.UUID(value).bytes_le


def text(value: str) -> bytes:
    return (value + "\0").encode("utf-16-le")


def hexadecimal(kind: int, value: bytes) -> str:
    return f"hex({kind:x}):" + ",".join(f"{byte:02x}" for byte in value)


def string(value: str) -> str:
    return hexadecimal(1, text(value))


def braced(value: str) -> str:
    return string("{" + value + "}")


def objects(*values: str) -> str:
    return hexadecimal(7, b"".join(text("{" + value + "}") for value in values) + b"\0\0")


def integer(value: int) -> str:
    return hexadecimal(3, struct.pack("<Q", value))


def boolean(value: bool) -> str:
    return hexadecimal(3, bytes([value]))


LOCALE = string("en-US")
ALLOWED_IN_MEMORY = hexadecimal(3, struct.pack("<Q", 0x15000075))
OBJECTS = {
    BOOT_MANAGER: (0x10100002, {
        0x11000001: partition(computer.ESP), 0x12000002: string(r"\EFI\Microsoft\Boot\bootmgfw.efi"),
        0x12000004: string("Windows Boot Manager"), 0x12000005: LOCALE, 0x14000006: objects(GLOBAL_SETTINGS),
        0x23000003: braced(computer.LOADER), 0x23000006: braced(computer.RESUME),
        0x24000001: objects(computer.LOADER), 0x24000010: objects(MEMORY_TEST), 0x25000004: integer(30)}),
    computer.LOADER: (0x10200003, {
        0x11000001: partition(computer.WINDOWS), 0x12000002: string(r"\Windows\system32\winload.efi"),
        0x12000004: string("Windows 11"), 0x12000005: LOCALE, 0x14000006: objects(BOOT_LOADER_SETTINGS),
        0x14000008: objects(computer.RECOVERY_LOADER), 0x15000066: integer(3), 0x16000009: boolean(True),
        0x16000060: boolean(True), 0x17000077: ALLOWED_IN_MEMORY, 0x21000001: partition(computer.WINDOWS),
        0x22000002: string(r"\Windows"), 0x23000003: braced(computer.RESUME), 0x25000020: integer(0),
        0x250000C2: integer(1)}),
    computer.RESUME: (0x10200004, {
        0x11000001: partition(computer.WINDOWS), 0x12000002: string(r"\Windows\system32\winresume.efi"),
        0x12000004: string("Windows Resume Application"), 0x12000005: LOCALE,
        0x14000006: objects(RESUME_LOADER_SETTINGS), 0x14000008: objects(computer.RECOVERY_LOADER),
        0x16000009: boolean(True), 0x16000060: boolean(True), 0x17000077: ALLOWED_IN_MEMORY,
        0x21000001: partition(computer.WINDOWS), 0x22000002: string(r"\hiberfil.sys"), 0x25000008: integer(1),
        0x26000006: boolean(False)}),
    computer.RECOVERY_LOADER: (0x10200003, {
        0x11000001: ram_disk(computer.RECOVERY, r"\Recovery\WindowsRE\Winre.wim", computer.RAMDISK_OPTIONS),
        0x12000002: string(r"\windows\system32\winload.efi"), 0x12000004: string("Windows Recovery Environment"),
        0x12000005: LOCALE, 0x14000006: objects(BOOT_LOADER_SETTINGS), 0x15000065: integer(3),
        0x21000001: ram_disk(computer.RECOVERY, r"\Recovery\WindowsRE\Winre.wim", computer.RAMDISK_OPTIONS),
        0x22000002: string(r"\windows"), 0x25000020: integer(0), 0x250000C2: integer(1), 0x26000022: boolean(True),
        0x46000010: boolean(True)}),
    computer.RAMDISK_OPTIONS: (0x30000000, {
        0x12000004: string("Windows Recovery"), 0x31000003: partition(computer.RECOVERY),
        0x32000004: string(r"\Recovery\WindowsRE\boot.sdi")}),
    MEMORY_TEST: (0x10200005, {
        0x11000001: partition(computer.ESP), 0x12000002: string(r"\EFI\Microsoft\Boot\memtest.efi"),
        0x12000004: string("Windows Memory Diagnostic"), 0x12000005: LOCALE, 0x14000006: objects(GLOBAL_SETTINGS),
        0x1600000B: boolean(True)}),
    GLOBAL_SETTINGS: (0x20100000, {0x14000006: objects(DEBUGGER_SETTINGS, EMS_SETTINGS, BAD_MEMORY)}),
    BOOT_LOADER_SETTINGS: (0x20200003, {0x14000006: objects(GLOBAL_SETTINGS, HYPERVISOR_SETTINGS)}),
    RESUME_LOADER_SETTINGS: (0x20200004, {0x14000006: objects(GLOBAL_SETTINGS)}),
    HYPERVISOR_SETTINGS: (0x20200003, {
        0x250000F3: integer(0), 0x250000F4: integer(1), 0x250000F5: integer(115200)}),
    DEBUGGER_SETTINGS: (0x20100000, {0x15000011: integer(4)}),
    EMS_SETTINGS: (0x20100000, {0x16000020: boolean(False)}),
    BAD_MEMORY: (0x20100000, {}),
}


def store() -> str:
    lines = ["Windows Registry Editor Version 5.00", "", f"[{STORE}\\Description]",
             f'"KeyName"={string("BCD00000000")}', '"System"=dword:00000001', '"TreatAsSystem"=dword:00000001', "",
             f"[{STORE}\\Objects]", ""]
    for name, (kind, elements) in sorted(OBJECTS.items()):
        lines += [f"[{STORE}\\Objects\\{{{name}}}]", "", f"[{STORE}\\Objects\\{{{name}}}\\Description]",
                  f'"Type"=dword:{kind:08x}', "", f"[{STORE}\\Objects\\{{{name}}}\\Elements]", ""]
        for element, value in sorted(elements.items()):
            lines += [f"[{STORE}\\Objects\\{{{name}}}\\Elements\\{element:08x}]", f'"Element"={value}', ""]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(store())
