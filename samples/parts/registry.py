"""The registry hives of the sample as text for hivexregedit: what a restore and the first start look at, little else.

    registry.py pc|winre NAME       prints SYSTEM, SOFTWARE, SAM, SECURITY, DEFAULT or NTUSER.DAT

The text begins its keys with [\\NAME\\...].
"""
import struct
import sys
import uuid

import computer

KERNEL, FILE_SYSTEM, SHARED_PROCESS = 1, 2, 0x20
BOOT, AUTOMATIC, DEMAND = 0, 2, 3

# name, group, type, start, error control; the file is drivers\<name in lower case>.sys. Windows 10 has the same values.
DRIVERS = [
    ("ACPI", "Core", KERNEL, BOOT, 3),
    ("CLFS", "Filter", KERNEL, BOOT, 3),
    ("CNG", "Core", KERNEL, BOOT, 3),
    ("Disk", None, KERNEL, BOOT, 1),
    ("EhStorClass", "SCSI Class", KERNEL, BOOT, 1),
    ("FileInfo", "FSFilter Bottom", FILE_SYSTEM, BOOT, 1),
    ("FltMgr", "FSFilter Infrastructure", FILE_SYSTEM, BOOT, 3),
    ("fvevol", "PnP Filter", KERNEL, BOOT, 3),
    ("i8042prt", "Keyboard Port", KERNEL, DEMAND, 1),
    ("iorate", "PnP Filter", KERNEL, BOOT, 3),
    ("kbdclass", None, KERNEL, DEMAND, 1),
    ("KSecDD", "Base", KERNEL, BOOT, 3),
    ("mouclass", None, KERNEL, DEMAND, 1),
    ("mountmgr", "System Bus Extender", KERNEL, BOOT, 3),
    ("msisadrv", "Boot Bus Extender", KERNEL, BOOT, 3),
    ("NDIS", "NDIS Wrapper", KERNEL, BOOT, 3),
    ("partmgr", "Boot Bus Extender", KERNEL, BOOT, 3),
    ("pci", "Boot Bus Extender", KERNEL, BOOT, 3),
    ("pdc", "Boot Bus Extender", KERNEL, BOOT, 3),
    ("rdyboost", "PnP Filter", KERNEL, BOOT, 3),
    ("spaceport", "System Bus Extender", KERNEL, BOOT, 3),
    ("storahci", "SCSI Miniport", KERNEL, BOOT, 3),
    ("stornvme", "SCSI Miniport", KERNEL, BOOT, 3),
    ("vdrvroot", "Boot Bus Extender", KERNEL, BOOT, 3),
    ("volmgr", "System Bus Extender", KERNEL, BOOT, 3),
    ("volmgrx", "System Bus Extender", KERNEL, BOOT, 3),
    ("volsnap", None, KERNEL, BOOT, 3),
    ("volume", None, KERNEL, BOOT, 3),
]
UNNAMED_DRIVERS = [("Ntfs", "Boot File System", FILE_SYSTEM, DEMAND, 1), ("Wof", "FSFilter Compression", FILE_SYSTEM, BOOT, 1)]
SERVICES = [("DcomLaunch", "COM Infrastructure", "DcomLaunch -p"), ("RpcSs", "COM Infrastructure", "rpcss -p"),
            ("EventLog", "Event Log", "LocalServiceNetworkRestricted -p")]
# class of device: names of drivers in front of and behind that of the device, as in Windows 10
FILTERS = {
    "{4d36e967-e325-11ce-bfc1-08002be10318}": (["partmgr"], ["EhStorClass"]),
    "{71a27cdd-812a-11d0-bec7-08002be2092f}": (["volsnap"], ["fvevol", "iorate", "rdyboost"])}
GROUPS = ["System Reserved", "EMS", "WdfLoadGroup", "Boot Bus Extender", "System Bus Extender", "SCSI miniport", "Port",
          "Primary Disk", "SCSI Class", "SCSI CDROM Class", "FSFilter Infrastructure", "FSFilter System",
          "FSFilter Bottom", "FSFilter Compression", "Boot File System", "Base", "Pointer Port", "Keyboard Port",
          "Pointer Class", "Keyboard Class", "Video Init", "Video", "File System", "Event Log", "COM Infrastructure"]


def hexadecimal(kind: int, value: bytes) -> str:
    return f"hex({kind:x}):" + ",".join(f"{byte:02x}" for byte in value)


def expanded(value: str) -> str:
    return hexadecimal(2, (value + "\0").encode("utf-16-le"))


def several(*values: str) -> str:
    return hexadecimal(7, "".join(value + "\0" for value in (*values, "")).encode("utf-16-le"))


def value(given: object) -> str:
    if isinstance(given, int):
        return f"dword:{given:08x}"
    if isinstance(given, bytes):
        return hexadecimal(3, given)
    return given if given.startswith("hex(") else '"' + given.replace("\\", "\\\\").replace('"', '\\"') + '"'


def service(group: str | None, kind: int, start: int, error: int, image: str | None) -> dict[str, object]:
    found = {"ErrorControl": error, "Start": start, "Type": kind}
    if group:
        found["Group"] = group
    if image:
        found["ImagePath"] = expanded(image)
    return found


def services() -> dict[str, dict]:
    keys = {}
    for name, group, kind, start, error in DRIVERS:
        keys[name] = service(group, kind, start, error, f"System32\\drivers\\{name.lower()}.sys")
    for name, group, kind, start, error in UNNAMED_DRIVERS:
        keys[name] = service(group, kind, start, error, None)
    for name, group, arguments in SERVICES:
        keys[name] = service(
            group, SHARED_PROCESS, AUTOMATIC, 1, f"%SystemRoot%\\system32\\svchost.exe -k {arguments}")
        keys[name]["ObjectName"] = "LocalSystem"
    return keys


def system(winre: bool) -> dict[str, dict]:
    name = "MINWINPC" if winre else computer.COMPUTER
    control = "ControlSet001\\Control"
    keys = {
        "Select": {"Current": 1, "Default": 1, "Failed": 0, "LastKnownGood": 1},
        "Setup": {"CmdLine": "winpeshl.exe" if winre else "", "OOBEInProgress": 0, "RestartSetup": 0, "SetupPhase": 0,
                  "SetupType": 1 if winre else 0, "SystemSetupInProgress": 1 if winre else 0,
                  "SystemPartition": "\\Device\\HarddiskVolume1"},
        control: {"SystemStartOptions": " NOEXECUTE=OPTIN", "WaitToKillServiceTimeout": "5000",
                  "SystemBootDevice": "multi(0)disk(0)rdisk(0)partition(3)", "PEFirmwareType": 2,
                  "FirmwareBootDevice": "multi(0)disk(0)rdisk(0)partition(1)"},
        f"{control}\\ComputerName\\ComputerName": {"ComputerName": name},
        f"{control}\\ProductOptions": {"ProductType": "WinNT"},
        f"{control}\\ServiceGroupOrder": {"List": several(*GROUPS)},
        f"{control}\\Session Manager": {
            "BootExecute": several("autocheck autochk *"), "SetupExecute": several(), "ProtectionMode": 1},
        f"{control}\\Session Manager\\Environment": {
            "ComSpec": expanded("%SystemRoot%\\system32\\cmd.exe"), "OS": "Windows_NT",
            "Path": expanded("%SystemRoot%\\system32;%SystemRoot%;%SystemRoot%\\System32\\Wbem"),
            "PROCESSOR_ARCHITECTURE": "AMD64", "windir": expanded("%SystemRoot%")},
        f"{control}\\TimeZoneInformation": {
            "ActiveTimeBias": 0xFFFFFFC4, "Bias": 0xFFFFFFC4, "DaylightBias": 0xFFFFFFC4, "StandardBias": 0,
            "TimeZoneKeyName": "W. Europe Standard Time"},
    }
    if winre:
        keys[f"{control}\\MiniNT"] = {}
    else:
        device = {place: b"DMIO:ID:" + uuid.UUID(computer.WINDOWS).bytes_le
                  for place in ("\\DosDevices\\C:", f"\\??\\Volume{{{computer.WINDOWS}}}")}
        keys["MountedDevices"] = device
        keys[f"{control}\\Session Manager\\Memory Management"] = {
            "PagingFiles": several("?:\\pagefile.sys"), "ExistingPageFiles": several("\\??\\C:\\pagefile.sys")}
        keys["ControlSet001\\Services\\Tcpip\\Parameters"] = {"Hostname": name, "NV Hostname": name}
    for key, values in services().items():
        keys[f"ControlSet001\\Services\\{key}"] = values
    for device, (upper, lower) in FILTERS.items():
        keys[f"{control}\\Class\\{device}"] = {"UpperFilters": several(*upper), "LowerFilters": several(*lower)}
    return keys


def software(winre: bool) -> dict[str, dict]:
    root = "X:" if winre else "C:"
    version = "Microsoft\\Windows NT\\CurrentVersion"
    keys = {
        version: {
            "BuildLab": f"{computer.BUILD}.stand-in", "BuildLabEx": f"{computer.BUILD}.1.amd64fre.stand-in",
            "CurrentBuild": str(computer.BUILD), "CurrentBuildNumber": str(computer.BUILD),
            "CurrentMajorVersionNumber": 10, "CurrentMinorVersionNumber": 0, "CurrentType": "Multiprocessor Free",
            "CurrentVersion": "6.3", "DisplayVersion": "24H2", "EditionID": "WindowsPE" if winre else "Professional",
            "InstallationType": "WindowsPE" if winre else "Client", "PathName": f"{root}\\Windows",
            # Windows 11 still says 10 here
            "ProductName": "Windows PE" if winre else "Windows 10 Pro", "ReleaseId": "2009",
            "SystemRoot": f"{root}\\WINDOWS", "UBR": computer.UPDATE},
        f"{version}\\Winlogon": {"Shell": "explorer.exe", "Userinit": f"{root}\\Windows\\system32\\userinit.exe,"},
        "Microsoft\\Windows\\CurrentVersion": {"ProgramFilesDir": f"{root}\\Program Files"},
        "Microsoft\\Windows\\CurrentVersion\\Run": {},
    }
    if winre:
        keys[f"{version}\\WinPE"] = {"InstRoot": "X:\\"}
        return keys
    keys[version] |= {"InstallDate": 0x65B9A1C0, "RegisteredOwner": computer.USER}
    profiles = f"{version}\\ProfileList"
    keys[profiles] = {
        "Default": expanded("%SystemDrive%\\Users\\Default"), "ProfilesDirectory": expanded("%SystemDrive%\\Users"),
        "ProgramData": expanded("%SystemDrive%\\ProgramData"), "Public": expanded("%SystemDrive%\\Users\\Public")}
    for sid, flags, path in (
            ("S-1-5-18", 12, "%systemroot%\\system32\\config\\systemprofile"),
            ("S-1-5-19", 0, "%systemroot%\\ServiceProfiles\\LocalService"),
            ("S-1-5-20", 0, "%systemroot%\\ServiceProfiles\\NetworkService"),
            (computer.USER_SID, 0, f"C:\\Users\\{computer.USER}")):
        keys[f"{profiles}\\{sid}"] = {
            "Flags": flags, "ProfileImagePath": expanded(path), "State": 0, "Sid": sid_bytes(sid)}
    return keys


def sid_bytes(sid: str) -> bytes:
    authority, *parts = map(int, sid.split("-")[2:])
    return bytes([1, len(parts)]) + authority.to_bytes(6, "big") + struct.pack(f"<{len(parts)}I", *parts)


def sam() -> dict[str, dict]:
    users = "SAM\\Domains\\Account\\Users"
    return {f"{users}\\000003E9": {}, f"{users}\\Names\\{computer.USER}": {"": hexadecimal(0x3E9, b"")}}


def security() -> dict[str, dict]:
    return {"Policy\\PolAcDmS": {"": hexadecimal(0, sid_bytes(computer.USER_SID.rpartition("-")[0]))}, "RXACT": {}}


def user() -> dict[str, dict]:
    return {"Environment": {"TEMP": expanded("%USERPROFILE%\\AppData\\Local\\Temp")},
            "Control Panel\\International": {"LocaleName": "de-DE"},
            "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders": {
                "Personal": expanded("%USERPROFILE%\\Documents"), "My Pictures": expanded("%USERPROFILE%\\Pictures")}}


def text(name: str, keys: dict[str, dict]) -> str:
    lines = ["Windows Registry Editor Version 5.00", ""]
    for key in list(keys):                                  # hivexregedit wants each key's parent first
        while "\\" in key:
            key = key.rpartition("\\")[0]
            keys.setdefault(key, {})
    for key, values in sorted(keys.items(), key=lambda item: item[0].upper()):
        lines.append(f"[\\{name}\\{key}]")
        for entry, given in sorted(values.items()):
            written = '"' + entry.replace("\\", "\\\\") + '"' if entry else "@"
            lines.append(f"{written}={value(given)}")
        lines.append("")
    return "\n".join(lines)


def main(what: str, name: str = "") -> None:
    winre = what == "winre"
    hives = {
        "SYSTEM": lambda: system(winre), "SOFTWARE": lambda: software(winre), "SAM": sam, "SECURITY": security,
        "DEFAULT": user, "NTUSER.DAT": user}
    print(text(name, hives[name]()))


if __name__ == "__main__":
    main(*sys.argv[1:])
