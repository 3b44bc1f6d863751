"""The files of the sample's volumes and of its WinRE.

    content.py stage esp|windows|recovery|winre FOLDER      writes them to a folder
    content.py decorate FOLDER                              adds what only NTFS has to the mounted volume of Windows
    content.py date FOLDER                                  gives all in a mounted NTFS volume their times

A hive, a BCD store or a WIM comes from other tools; `stage` leaves its place empty.
"""
import os
import random
import struct
import sys
import zlib
from pathlib import Path

import computer
import hive
import pe
import registry

BOOT_SDI_SIZE = 3_170_304       # that of Windows' own

EFI_FILES = {"bootmgfw.efi": pe.EFI_APPLICATION, "bootmgr.efi": pe.WINDOWS_BOOT_APPLICATION, "memtest.efi": pe.EFI_APPLICATION}
SYSTEM32 = {
    "autochk.exe": pe.NATIVE, "csrss.exe": pe.NATIVE, "ntoskrnl.exe": pe.NATIVE, "smss.exe": pe.NATIVE,
    "winload.efi": pe.WINDOWS_BOOT_APPLICATION, "winresume.efi": pe.WINDOWS_BOOT_APPLICATION,
    "cmd.exe": pe.CONSOLE, "lsass.exe": pe.GUI, "services.exe": pe.GUI, "svchost.exe": pe.GUI,
    "userinit.exe": pe.GUI, "wininit.exe": pe.GUI, "winlogon.exe": pe.GUI}
LIBRARIES = {
    "bootvid.dll": pe.NATIVE, "ci.dll": pe.NATIVE, "hal.dll": pe.NATIVE, "kdcom.dll": pe.NATIVE,
    "advapi32.dll": pe.CONSOLE, "kernel32.dll": pe.CONSOLE, "kernelbase.dll": pe.CONSOLE, "ntdll.dll": pe.CONSOLE,
    "user32.dll": pe.GUI}
LIBRARY_DRIVERS = ["classpnp.sys", "crashdmp.sys", "storport.sys", "wdf01000.sys"]
# What the programs of the kernel are linked with, in the letters that Windows' own have. Drivers that are not named here, with
# the kernel and HAL.
KERNEL_IMPORTS = {
    "ntoskrnl.exe": ("HAL.dll", "KDCOM.dll", "BOOTVID.dll", "CI.dll", "CLFS.SYS", "ext-ms-win-ntos-tm-l1-1-0.dll"),
    "hal.dll": ("ntoskrnl.exe", "KDCOM.dll"), "ci.dll": ("ntoskrnl.exe", "cng.sys"),
    "bootvid.dll": ("ntoskrnl.exe", "HAL.dll"), "kdcom.dll": ("ntoskrnl.exe", "HAL.dll"),
    "disk.sys": ("ntoskrnl.exe", "CLASSPNP.SYS"), "storahci.sys": ("storport.sys",), "stornvme.sys": ("storport.sys",),
    "wof.sys": ("ntoskrnl.exe", "FLTMGR.SYS"), "fileinfo.sys": ("ntoskrnl.exe", "FLTMGR.SYS")}
WINRE_TOOLS = [
    "bcdboot.exe", "bmrui.exe", "diskpart.exe", "drvload.exe", "manage-bde.exe", "pnputil.exe", "reagentc.exe",
    "wbadmin.exe", "wbengine.exe", "wpeinit.exe", "wpeutil.exe", "winpeshl.exe"]
FONTS = ["segmono_boot.ttf", "segoe_slboot.ttf", "wgl4_boot.ttf"]


def stand_in(name: str) -> bytes:
    return f"Stand-in for {name}, made for tests. Not from Windows.\r\n".encode()


def boot_sdi() -> bytes:
    """The signature and the table that name one partition, which is empty here."""
    partition = 0x2000
    table = struct.pack("<8sQQQQ", b"PART", 0, partition, BOOT_SDI_SIZE - partition, 7)
    content = (b"$SDI0001".ljust(0x400, b"\0") + table).ljust(0x1000, b"\0") + stand_in("boot.sdi")
    return content.ljust(BOOT_SDI_SIZE, b"\0")


def reagent() -> bytes:
    none = "{00000000-0000-0000-0000-000000000000}"
    return f"""<?xml version='1.0' encoding='utf-8'?>
<WindowsRE version="2.0">
  <WinreBCD id="{{{computer.RECOVERY_LOADER}}}"/>
  <WinreLocation path="\\Recovery\\WindowsRE" id="0" offset="{computer.RECOVERY_START * computer.SECTOR}" guid="{{{computer.DISK}}}"/>
  <ImageLocation path="" id="0" offset="0" guid="{none}"/>
  <PBRImageLocation path="" id="0" offset="0" guid="{none}" index="0"/>
  <PBRCustomImageLocation path="" id="0" offset="0" guid="{none}" index="0"/>
  <InstallState state="1"/>
  <OsInstallAvailable state="0"/>
  <CustomImageAvailable state="0"/>
  <IsAutoRepairOn state="1"/>
  <WinREStaged state="0"/>
  <OperationParam path=""/>
  <OperationPermanent state="0"/>
  <OsBuildVersion path="{computer.BUILD}.1.amd64fre.stand-in"/>
  <OemTool state="0"/>
  <IsServer state="0"/>
  <DownlevelWinreLocation path="" id="0" offset="0" guid="{none}"/>
  <IsWimBoot state="0"/>
  <NarratorScheduled state="0"/>
  <ScheduledOperation state="4"/>
</WindowsRE>
""".replace("\n", "\r\n").encode()


def boot_folder(windows: str) -> dict[str, bytes]:
    """\\Windows\\Boot, from which bcdboot and whoever makes media take the files."""
    files = {f"{windows}/Boot/EFI/{name}": pe.program(name, kind) for name, kind in EFI_FILES.items()}
    files[f"{windows}/Boot/EFI/boot.stl"] = stand_in("boot.stl")
    files[f"{windows}/Boot/EFI/en-US/bootmgfw.efi.mui"] = pe.program("bootmgfw.efi.mui", pe.GUI, dll=True)
    files[f"{windows}/Boot/EFI_EX/bootmgfw_EX.efi"] = pe.program("bootmgfw_EX.efi", pe.EFI_APPLICATION)
    files[f"{windows}/Boot/Resources/bootres.dll"] = pe.program("bootres.dll", pe.GUI, dll=True)
    for font in FONTS:
        files[f"{windows}/Boot/Fonts/{font}"] = stand_in(font)
        files[f"{windows}/Boot/Fonts_EX/{font.replace('.ttf', '_EX.ttf')}"] = stand_in(font)
    return files


def system_folder(windows: str) -> dict[str, bytes]:
    files = {f"{windows}/System32/{name}": pe.program(name, kind, imports=KERNEL_IMPORTS.get(name, ()))
             for name, kind in SYSTEM32.items()}
    files |= {f"{windows}/System32/{name}": pe.program(name, kind, True, KERNEL_IMPORTS.get(name, ()))
              for name, kind in LIBRARIES.items()}
    files[f"{windows}/System32/boot/winload.efi"] = pe.program("winload.efi", pe.WINDOWS_BOOT_APPLICATION)
    drivers = LIBRARY_DRIVERS + [row[0].lower() + ".sys" for row in registry.DRIVERS + registry.UNNAMED_DRIVERS]
    for name in drivers:
        imports = KERNEL_IMPORTS.get(name, ("ntoskrnl.exe", "HAL.dll"))
        files[f"{windows}/System32/drivers/{name}"] = pe.program(name, pe.NATIVE, imports=imports)
    files[f"{windows}/explorer.exe"] = pe.program("explorer.exe")
    return files


def esp() -> dict[str, bytes]:
    boot = "EFI/Microsoft/Boot"
    files = {f"{boot}/{name}": pe.program(name, kind) for name, kind in EFI_FILES.items()}
    files["EFI/Boot/bootx64.efi"] = files[f"{boot}/bootmgfw.efi"]
    files[f"{boot}/boot.stl"] = stand_in("boot.stl")
    files[f"{boot}/en-US/bootmgfw.efi.mui"] = pe.program("bootmgfw.efi.mui", pe.GUI, dll=True)
    files[f"{boot}/Resources/bootres.dll"] = pe.program("bootres.dll", pe.GUI, dll=True)
    return files | {f"{boot}/Fonts/{font}": stand_in(font) for font in FONTS}


def recovery() -> dict[str, bytes]:
    return {"Recovery/WindowsRE/boot.sdi": boot_sdi(), "Recovery/WindowsRE/ReAgent.xml": reagent()}


def winre() -> dict[str, bytes]:
    files = system_folder("Windows") | boot_folder("Windows")
    files |= {f"Windows/System32/{name}": pe.program(name) for name in WINRE_TOOLS}
    files["Windows/System32/winpeshl.ini"] = b"[LaunchApp]\r\nAppPath=X:\\sources\\recovery\\recenv.exe\r\n"
    files["sources/recovery/RecEnv.exe"] = pe.program("RecEnv.exe")
    return files


def windows() -> dict[str, bytes]:
    files = system_folder("Windows") | boot_folder("Windows")
    files["Windows/System32/Recovery/ReAgent.xml"] = reagent()
    files["Windows/System32/drivers/etc/hosts"] = b"# 127.0.0.1 localhost\r\n"
    files["pagefile.sys"] = bytes(65536)
    files["hiberfil.sys"] = bytes(65536)
    files["swapfile.sys"] = bytes(16384)
    files["ProgramData/Microsoft/Windows/Start Menu/Programs/desktop.ini"] = "\ufeff[.ShellClassInfo]\r\n".encode("utf-16-le")
    for number in range(60):
        files[f"Program Files/Ledger/part {number:02}.txt"] = f"Line of part {number}\r\n".encode() * number
    return files | {f"Users/{computer.USER}/{name}": content for name, content in documents().items()}


def documents() -> dict[str, bytes]:
    random.seed(7)
    files = {
        "Documents/letter.txt": b"Dear reader,\r\nthis letter was written to be found again.\r\n",
        "Documents/Größe 日本.txt": "Grüße aus Köln und 東京\r\n".encode(),
        "Documents/Résumé été.txt": "Déjà vu\r\n".encode(),
        "Documents/Письмо.txt": "Здравствуйте\r\n".encode(),
        "Documents/Επιστολή.txt": "Καλημέρα\r\n".encode(),
        "Documents/رسالة.txt": "مرحبا\r\n".encode(),
        "Documents/चिट्ठी.txt": "नमस्ते\r\n".encode(),
        "Documents/手紙.txt": "こんにちは\r\n".encode(),
        "Documents/편지.txt": "안녕하세요\r\n".encode(),
        "Documents/Holiday 🏖.txt": "Sun 🌞\r\n".encode(),
        "Documents/Accounts/ledger.bin": random.randbytes(300_000),
        "Documents/Accounts/2025.csv": "".join(
            f"2025-{1 + day // 28:02}-{1 + day % 28:02};{random.randrange(100_000) / 100:.2f}\r\n"
            for day in range(336)).encode(),
        "Pictures/sunset.png": picture(),
        "Downloads/setup.exe": pe.program("setup.exe"),
        "AppData/Local/Temp/empty.tmp": b"",
    }
    long_name = "A name as long as a name can be, " * 8
    files[f"Documents/{long_name[:251]}.txt"] = b"255 characters\r\n"
    return files


def picture() -> bytes:
    """160 by 120 pixels, PNG."""
    rows = b"".join(b"\0" + bytes(v for x in range(160) for v in (x, y, (x * y) & 255)) for y in range(120))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", 160, 120, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


EMPTY_FOLDERS = {
    "windows": ["Windows/System32/config/systemprofile", "Windows/ServiceProfiles/LocalService",
                "Windows/ServiceProfiles/NetworkService", "Windows/Logs", "Windows/Temp", "System Volume Information", "$Recycle.Bin",
                "PerfLogs", "Users/Public/Documents", "Users/Default"],
    "winre": ["Windows/System32/config", "Windows/Temp"]}


def stage(name: str, folder: Path) -> None:
    for empty in EMPTY_FOLDERS.get(name, ()):
        (folder / empty).mkdir(parents=True, exist_ok=True)
    for path, content in sorted(globals()[name]().items()):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def decorate(root: Path) -> None:
    """Streams, a second name, a junction, attributes and short names, by ntfs-3g with its windows streams."""
    user = root / "Users" / computer.USER
    (user / "Downloads" / "setup.exe:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
    (user / "Documents" / "letter.txt:note").write_bytes("für später\r\n".encode())
    (user / "Desktop").mkdir(exist_ok=True)
    os.link(user / "Documents" / "letter.txt", user / "Desktop" / "letter, the same file.txt")
    junction(root / "Documents and Settings", "C:\\Users")
    for name in ("pagefile.sys", "hiberfil.sys", "swapfile.sys", "System Volume Information", "$Recycle.Bin",
                 "Documents and Settings"):
        attributes(root / name, 0x6)                # hidden, system
    for name in ("ProgramData", f"Users/{computer.USER}/AppData", "Users/Default"):
        attributes(root / name, 0x2)
    for name, short in (("Program Files", "PROGRA~1"), ("ProgramData", "PROGRA~2")):
        os.setxattr(root / name, "system.ntfs_dos_name", short.encode())


def junction(place: Path, target: str) -> None:
    place.mkdir()
    inner = ("\\??\\" + target).encode("utf-16-le")
    shown = target.encode("utf-16-le")
    data = struct.pack("<HHHH", 0, len(inner), len(inner) + 2, len(shown)) + inner + b"\0\0" + shown + b"\0\0"
    os.setxattr(place, "system.ntfs_reparse_data", struct.pack("<IHH", 0xA0000003, len(data), 0) + data)


def attributes(place: Path, added: int) -> None:
    old = struct.unpack("<I", os.getxattr(place, "system.ntfs_attrib", follow_symlinks=False))[0]
    os.setxattr(place, "system.ntfs_attrib", struct.pack("<I", old | added), follow_symlinks=False)


def date(root: Path) -> None:
    """Created, changed, read and recorded: at times that follow from the path alone."""
    found = sorted(path for path in root.rglob("*"))
    for path in sorted(found, key=lambda path: -len(path.parts)):     # a folder after what is in it
        day = zlib.crc32(str(path.relative_to(root)).encode()) % (300 * 86400)
        created = hive.filetime(computer.MADE - 400 * 86400 + day)
        written = created + day * 1_000_000
        os.setxattr(path, "system.ntfs_times", struct.pack("<4Q", created, written, written, written),
                    follow_symlinks=False)


def main(what: str, *arguments: str) -> None:
    if what == "stage":
        stage(arguments[0], Path(arguments[1]))
    else:
        {"decorate": decorate, "date": date}[what](Path(arguments[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
