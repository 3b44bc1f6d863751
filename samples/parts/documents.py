"""What lies beside the images of a backup: XML documents, catalogs and the like.

    documents.py COMPUTER_FOLDER

The documents are UTF-16LE without a byte order mark, in one line but for the line ends of captions, with one NUL at the
end. Their shape is that of Windows' own where it is known: BackupSpecs.xml, the writers' documents
(IVssExamineWriterMetadata), the components document (IVssBackupComponents::SaveAsXML). Nothing is published on MediaId,
the catalogs, SPPMetadataCache, AdditionalFiles and RegistryExcludes; theirs is a stand-in of a likely size that says so.
"""
import sys
import uuid
from pathlib import Path

import computer

ASR = "be000cbe-11fe-4426-9c58-531aa6355fc4"
WRITERS = {             # id: name, usage, component, its caption, folders
    "4dc3bdd4-ab48-4d07-adb0-3bee2926fd7f": ("Shadow Copy Optimization Writer", "USER_DATA", None, None, []),
    "542da469-d3e1-473c-9f4f-7847f01fc64f": (
        "COM+ REGDB Writer", "BOOTABLE_SYSTEM_STATE", "COM+ REGDB", "COM+ REGDB", [r"C:\Windows\registration"]),
    "a6ad56c2-b509-4e6c-bb19-49d8f43532f0": (
        "WMI Writer", "SYSTEM_SERVICE", "WMI", "WMI repository", [r"C:\Windows\system32\wbem\repository"]),
    "afbab4a2-367d-4d15-a586-71dbb18f8485": (
        "Registry Writer", "BOOTABLE_SYSTEM_STATE", "Registry", "Registry", [r"C:\Windows\system32\config"]),
    "cd3f2362-8bef-46c7-9181-d62844cdc0b2": (
        "MSSearch Service Writer", "USER_DATA", None, None, []),
    "e8132975-6f93-4464-a53e-1050253ae220": (
        "System Writer", "BOOTABLE_SYSTEM_STATE", "System Files", "System Files",
        [r"C:\Windows\Boot", r"C:\Windows\System32", r"C:\Windows\System32\drivers", r"C:\Windows\System32\Recovery"]),
}
EXCLUDED = {            # by writers that leave files out of the shadow copy
    "4dc3bdd4-ab48-4d07-adb0-3bee2926fd7f": r"C:\Windows\softwaredistribution",
    "cd3f2362-8bef-46c7-9181-d62844cdc0b2": r"C:\ProgramData\Microsoft\Search\Data",
}
VOLUMES = {computer.ESP: None, computer.WINDOWS: "C:", computer.RECOVERY: None}


def tag(name: str, content: str = "", **attributes: str) -> str:
    start = name + "".join(
        f' {key}="{value.replace("&", "&amp;").replace("<", "&lt;")}"' for key, value in attributes.items())
    return f"<{start}>{content}</{name}>" if content else f"<{start}/>"


def volume_path(guid: str) -> str:
    return f"\\\\?\\Volume{{{guid}}}"


def backup_specs() -> str:
    volumes = ""
    for guid, letter in VOLUMES.items():
        path = volume_path(guid) + "\\"
        access = letter or ""
        volumes += (
            f'<Volume Name="{path}" AccessPath="{access}" OriginalAccessPath="{access}" Label="" OriginalLabel="" >'
            f'<FileSpec FilePath="{letter + chr(92) if letter else path}" FileName="*" IsRecursive="true" '
            'IsInclude="true" /></Volume>')
    return (f'<BackupSpecs><FileSpecs>{volumes}</FileSpecs><SystemState IsPresent="false" />'
            '<AllCritical IsPresent="true" /></BackupSpecs>')


def group(name: str, caption: str, files: str = "", selectable: str = "no", **logical: str) -> str:
    return tag("FILE_GROUP", files, **logical, componentName=name, caption=caption, restoreMetadata="no",
               notifyOnBackupComplete="no", selectable=selectable, selectableForRestore=selectable, componentFlags="0")


def files(path: str, names: str = "*") -> str:
    return tag("FILE_LIST", path=path, filespec=names, recursive="yes", filespecBackupType="3855")


def writer(identifier: str, name: str, usage: str, method: str, locations: str) -> str:
    restore = tag("RESTORE_METHOD", method=method, writerRestore="never", rebootRequired="yes") if method else ""
    return tag(
        "WRITER_METADATA",
        tag("IDENTIFICATION", writerId=identifier, instanceId=instance(identifier), friendlyName=name, usage=usage,
            dataSource="OTHER", majorVersion="0", minorVersion="0") + restore + tag("BACKUP_LOCATIONS", locations),
        xmlns="x-schema:#VssWriterMetadataInfo", version="1.2")


def instance(identifier: str) -> str:
    """Made from the writer's id and the set's."""
    return str(uuid.uuid5(uuid.UUID(computer.BACKUP_SET), identifier))


def ordinary_writer(identifier: str) -> str:
    name, usage, component, caption, folders = WRITERS[identifier]
    if not component:
        return writer(identifier, name, usage, "", tag(
            "EXCLUDE_FILES_FROM_SNAPSHOT", path=EXCLUDED[identifier], filespec="*.*", recursive="yes"))
    return writer(identifier, name, usage, "REPLACE_AT_REBOOT", group(
        component, caption, "".join(map(files, folders))))


def asr_writer() -> str:
    groups = group("ASR", "ASR", logicalPath="ASR")
    for guid, letter in VOLUMES.items():
        place = letter or f"\\??\\Volume{{{guid}}}"
        groups += group(
            f"Volume{{{guid}}}", f"Select this volume ({place}) if it is a critical volume.\r\n"
            "Critical volumes are those which ASR must restore.\r\n", logicalPath="Volumes")
    # What Windows says of a disk with GPT is not known; this is its text for an MBR with the disk's GUID in it.
    groups += group("harddisk0", f"Select to include disk #0 (of signature {{{computer.DISK}}}) for ASR restore.",
                    selectable="yes", logicalPath="Disks")
    groups += group(
        "BCD", "This is the path to the boot BCD store and the boot managers.\r\n"
        "All the files in this directory need to be backed up.\r\n",
        files(volume_path(computer.ESP) + r"\EFI\Microsoft\Boot", "*.*"), logicalPath="BCD")
    return writer(ASR, "ASR Writer", "BOOTABLE_SYSTEM_STATE", "RESTORE_IF_CAN_BE_REPLACED", groups)


def components() -> str:
    """Windows' own holds the layout of the disks, too, in a form that is not published; this one does not."""
    chosen = {ASR: ["ASR", "BCD"] + [f"Volume{{{guid}}}" for guid in VOLUMES] + ["harddisk0"]}
    chosen |= {identifier: [told[2]] for identifier, told in WRITERS.items() if told[2]}
    paths = {"ASR": "ASR", "BCD": "BCD", "harddisk0": "Disks"}
    content = ""
    for identifier, names in chosen.items():
        listed = ""
        for name in names:
            path = paths.get(name, "Volumes") if identifier == ASR else None
            listed += tag("COMPONENT", **({"logicalPath": path} if path else {}), componentName=name,
                          componentType="filegroup")
        content += tag("WRITER_COMPONENTS", listed, instanceId=instance(identifier), writerId=identifier,
                       backupSchema="0")
    return tag("BACKUP_COMPONENTS", content, xmlns="x-schema:#VssComponentMetadata", version="1.2",
               bootableSystemStateBackup="yes", selectComponents="yes", backupType="copy", partialFileSupport="no",
               snapshotSetId=computer.SNAPSHOT_SET)


def stand_in(name: str) -> str:
    return f"<StandIn><!-- The form of Windows' {name} is not published. This one was made for tests. --></StandIn>"


def opaque(name: str, size: int) -> bytes:
    """Some text in UTF-16LE between bytes that mean nothing, as people describe the catalogs."""
    told = [f"Stand-in for {name}", computer.COMPUTER, computer.BACKUP_FOLDER,
            *(volume_path(guid) + "\\" for guid in VOLUMES)]
    content = b"".join(len(text).to_bytes(8, "little") + (text + "\0").encode("utf-16-le") for text in told)
    return content.ljust(size, b"\0")


def main(folder: Path) -> None:
    backup = folder / computer.BACKUP_FOLDER
    prefix = computer.BACKUP_SET + "_"
    documents = {
        "BackupSpecs.xml": backup_specs(),
        f"{prefix}AdditionalFilesc3b9f3c7-5e52-4d5e-8b20-19adc95a34c7.xml": stand_in("list of additional files"),
        f"{prefix}Components.xml": components(),
        f"{prefix}RegistryExcludes.xml": stand_in("list of registry keys left out"),
        f"{prefix}Writer{ASR}.xml": asr_writer(),
    }
    documents |= {f"{prefix}Writer{identifier}.xml": ordinary_writer(identifier) for identifier in WRITERS}
    contents = {backup / name: (text + "\0").encode("utf-16-le") for name, text in documents.items()}
    contents |= {
        folder / "MediaId": uuid.UUID(computer.MEDIA).bytes_le,
        folder / "Catalog" / "GlobalCatalog": opaque("GlobalCatalog", 7440),
        folder / "Catalog" / "BackupGlobalCatalog": opaque("BackupGlobalCatalog", 5698),
        folder / "SPPMetadataCache" / f"{{{computer.BACKUP_SET}}}": opaque("SPPMetadataCache", 57848),
    }
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
