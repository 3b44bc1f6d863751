#!/usr/bin/env python3
"""Writes the XML documents of a WindowsImageBackup version in the form of Windows.

    wib_documents.py DIR       the documents of two real Windows 7 machines, rebuilt to the byte length of the originals;
                               prints JSON: file name, length of the original

UTF-16LE without byte order mark or declaration, one trailing NUL; one line but for the line ends in captions. The shape is
that of real documents (an ASR writer's of Windows Server 2012, a published BackupSpecs.xml of Windows 7). As a module:

    encode(writer(WMI, "WMI Writer", [file_group("WMI", files=[file_list("C:\\\\x")])]))
    encode(asr_writer([Volume(guid, "C:")], [Disk(0, 0x9c93ebc7)], system=guid))
"""
from __future__ import annotations

import base64
import json
import sys
from dataclasses import dataclass
from pathlib import Path

WRITER_NAMESPACE = "x-schema:#VssWriterMetadataInfo"
COMPONENTS_NAMESPACE = "x-schema:#VssComponentMetadata"
ADDITIONAL_FILES_ID = "c3b9f3c7-5e52-4d5e-8b20-19adc95a34c7"
ASR = "be000cbe-11fe-4426-9c58-531aa6355fc4"
COM_REGDB = "542da469-d3e1-473c-9f4f-7847f01fc64f"
WMI = "a6ad56c2-b509-4e6c-bb19-49d8f43532f0"
ALL_BACKUPS = 3855              # 0xf0f: always backed up, always in the shadow copy
INSTANCE = "57307c00-7886-4cfc-b8cc-2d76c40e6cca"
FORMS = {                       # name: byte order mark, encoding, what stands behind the text
    "windows": ("", "utf-16-le", "\0"),
    "utf-16-le": ("\ufeff", "utf-16-le", ""),
    "utf-16-be": ("\ufeff", "utf-16-be", ""),
    "utf-8": ("", "utf-8", ""),
    "utf-8-mark": ("\ufeff", "utf-8", ""),
}


def encode(text: str, form: str = "windows") -> bytes:
    mark, encoding, end = FORMS[form]
    return (mark + text + end).encode(encoding)


def quoted(value: str) -> str:
    """An attribute value. Windows leaves line ends in captions as they are."""
    return '"' + value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") + '"'


def element(name: str, attributes: dict[str, str | None], content: str = "") -> str:
    given = "".join(f" {key}={quoted(value)}" for key, value in attributes.items() if value is not None)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


# ---------------------------------------------------------------- BackupSpecs.xml

@dataclass
class SpecVolume:
    """A volume as a whole. letter: "C:" or "" for none."""
    guid: str
    letter: str = ""
    label: str = ""


def backup_specs(volumes: list[SpecVolume], system_state: bool = False, all_critical: bool = False) -> str:
    parts = ["<BackupSpecs><FileSpecs>"]
    for volume in volumes:
        name = f"\\\\?\\Volume{{{volume.guid}}}\\"
        folder = volume.letter + "\\" if volume.letter else name
        parts.append(
            f"<Volume Name={quoted(name)} AccessPath={quoted(volume.letter)}"
            f" OriginalAccessPath={quoted(volume.letter)} Label={quoted(volume.label)}"
            f" OriginalLabel={quoted(volume.label)} >"
            f'<FileSpec FilePath={quoted(folder)} FileName="*" IsRecursive="true" IsInclude="true" /></Volume>')
    parts.append(f'</FileSpecs><SystemState IsPresent="{str(system_state).lower()}" />'
                 f'<AllCritical IsPresent="{str(all_critical).lower()}" /></BackupSpecs>')
    return "".join(parts)


# ---------------------------------------------------------------- <g>_Writer<guid>.xml

def file_list(path: str, filespec: str = "*", recursive: bool | None = True) -> str:
    return element("FILE_LIST", {
        "path": path, "filespec": filespec,
        "recursive": None if recursive is None else yes_no(recursive),
        "filespecBackupType": str(ALL_BACKUPS)})


def file_group(name: str, caption: str | None = None, path: str | None = None, selectable: bool = False,
               selectable_for_restore: bool | None = None, flags: int = 0, files: list[str] = ()) -> str:
    for_restore = selectable if selectable_for_restore is None else selectable_for_restore
    return element("FILE_GROUP", {
        "logicalPath": path, "componentName": name, "caption": caption, "restoreMetadata": "no",
        "notifyOnBackupComplete": "no", "selectable": yes_no(selectable),
        "selectableForRestore": yes_no(for_restore), "componentFlags": str(flags)}, "".join(files))


def excludes(path: str, filespec: str, recursive: bool = False, from_snapshot: bool = False) -> str:
    name = "EXCLUDE_FILES_FROM_SNAPSHOT" if from_snapshot else "EXCLUDE_FILES"
    return element(name, {"path": path, "filespec": filespec, "recursive": yes_no(recursive)})


def writer(writer_id: str, name: str, locations: list[str], usage: str = "BOOTABLE_SYSTEM_STATE",
           method: str | None = "REPLACE_AT_REBOOT_IF_CANNOT_REPLACE", reboot: bool = False,
           method_last: bool = False, instance: str = INSTANCE) -> str:
    """method_last: the WMI writer's document has the restore method behind the components."""
    identification = element("IDENTIFICATION", {
        "writerId": writer_id, "instanceId": instance, "friendlyName": name, "usage": usage, "dataSource": "OTHER",
        "majorVersion": "0", "minorVersion": "0"})
    restore = "" if method is None else element("RESTORE_METHOD", {
        "method": method, "writerRestore": "never", "rebootRequired": yes_no(reboot)})
    backup = element("BACKUP_LOCATIONS", {}, "".join(locations))
    rest = backup + restore if method_last else restore + backup
    return element("WRITER_METADATA", {"xmlns": WRITER_NAMESPACE, "version": "1.2"}, identification + rest)


@dataclass
class Volume:
    """A volume as ASR sees it. letter: "C:" or None."""
    guid: str
    letter: str | None = None
    critical: bool = True


@dataclass
class Disk:
    """signature: of an MBR; None for a disk without partition table. (What is said of a GPT is not known.)"""
    number: int
    signature: int | None = None


def asr_writer(volumes: list[Volume], disks: list[Disk], system: str, uefi: bool = False) -> str:
    """system: GUID of the volume that holds the boot files."""
    groups = [file_group("ASR", "ASR", "ASR")]
    for volume in volumes:
        name = f"Volume{{{volume.guid}}}"
        caption = (f"Select this volume ({volume.letter or chr(92) + '??' + chr(92) + name}) if it is a critical volume.\r\n"
                   "Critical volumes are those which ASR must restore.\r\n")
        groups.append(file_group(name, caption, "Volumes", selectable=not volume.critical))
    for disk in disks:
        told = "raw disk" if disk.signature is None else f"of signature 0x{disk.signature:08x}"
        groups.append(file_group(f"harddisk{disk.number}", f"Select to include disk #{disk.number} ({told}) for ASR restore.",
                                 "Disks", selectable=True))
    folder = "\\EFI\\Microsoft\\Boot" if uefi else "\\Boot"
    groups.append(file_group(
        "BCD",
        "This is the path to the boot BCD store and the boot managers.\r\n"
        "All the files in this directory need to be backed up.\r\n",
        "BCD", files=[file_list(f"\\\\?\\Volume{{{system}}}{folder}", "*.*")]))
    return writer(ASR, "ASR Writer", groups, method="RESTORE_IF_CAN_BE_REPLACED", reboot=True)


# ---------------------------------------------------------------- <g>_Components.xml

@dataclass
class Component:
    """metadata: bytes that the writer keeps, written as base64."""
    name: str
    path: str | None = None
    metadata: bytes | None = None


def components(writers: dict[str, list[Component]], backup_type: str = "copy", bootable: bool = True,
               snapshot_set: str = "e109943b-232e-4b52-8dc4-62b7de94761b", instance: str = INSTANCE) -> str:
    """writers: components by the writer's id."""
    parts = []
    for writer_id, taken in writers.items():
        content = ""
        for component in taken:
            blob = "" if component.metadata is None else element("BACKUP_METADATA", {
                "xmlns": "", "metadata": base64.b64encode(component.metadata).decode()})
            content += element("COMPONENT", {
                "logicalPath": component.path, "componentName": component.name, "componentType": "filegroup"}, blob)
        parts.append(element("WRITER_COMPONENTS", {
            "instanceId": instance, "writerId": writer_id, "backupSchema": "0"}, content))
    return element("BACKUP_COMPONENTS", {
        "xmlns": COMPONENTS_NAMESPACE, "version": "1.2", "bootableSystemStateBackup": yes_no(bootable),
        "selectComponents": "yes", "backupType": backup_type, "partialFileSupport": "no",
        "snapshotSetId": snapshot_set}, "".join(parts))


# ---------------------------------------------------------------- two real machines

def rebuilt() -> dict[str, tuple[str, int]]:
    """Text, and the length of the real file in bytes, of documents whose originals are known by their lengths only
    (the first BackupSpecs.xml also by its text). GUIDs and signatures that are not known are made up: they have a fixed length."""
    reserved = "9b9cfbc3-369e-11e9-a17c-806e6f6e6963"
    windows = "9b9cfbc4-369e-11e9-a17c-806e6f6e6963"
    only = "4cbef1c6-5a5c-11e6-90ea-806e6f6e6963"
    more = [f"4cbef1c{n}-5a5c-11e6-90ea-806e6f6e6963" for n in (7, 8, 9)]
    a, b = "cd113385-65ff-4ea2-8ced-5630f6feca8f_", "dc745737-7e88-4fc4-b4eb-be75345c0000_"
    wmi = writer(WMI, "WMI Writer", [file_group(
        "WMI", "Windows Managment Instrumentation", files=[file_list("C:\\Windows\\system32\\wbem\\repository", "*.*")])],
        usage="SYSTEM_SERVICE", method="REPLACE_AT_REBOOT", reboot=True, method_last=True)
    regdb = writer(COM_REGDB, "COM+ REGDB Writer", [file_group(
        "COM+ REGDB", "COM+ REGDB", selectable=True, selectable_for_restore=False,
        files=[file_list("C:\\Windows\\registration")])])
    return {
        "bastion/BackupSpecs.xml": (backup_specs([SpecVolume(reserved), SpecVolume(windows, "C:")]), 1186),
        f"bastion/{a}Writer{ASR}.xml": (asr_writer(
            [Volume(reserved), Volume(windows, "C:")], [Disk(0, 0x9c93ebc7)], system=reserved), 3988),
        f"bastion/{a}Writer{WMI}.xml": (wmi, 1484),
        f"bastion/{a}Writer{COM_REGDB}.xml": (regdb, 1488),
        "e6420/BackupSpecs.xml": (backup_specs([SpecVolume(only, "C:")]), 668),
        f"e6420/{b}Writer{ASR}.xml": (asr_writer(
            [Volume(only, "C:")] + [Volume(guid, letter, False) for guid, letter in zip(more, ("D:", "E:", "F:"))],
            [Disk(2, 0x629f16e1), Disk(1, 0x93f0ace7), Disk(0, 0x9c93ebc7)], system=only), 6196),
        f"e6420/{b}Writer{WMI}.xml": (wmi, 1484),
    }


def main(folder: str) -> None:
    lengths = {}
    for name, (text, length) in rebuilt().items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(text))
        lengths[name] = length
    json.dump(lengths, sys.stdout, indent=1)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
