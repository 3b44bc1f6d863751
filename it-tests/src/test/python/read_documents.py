#!/usr/bin/env python3
"""Reads the XML documents of a WindowsImageBackup version with Python's own parser and prints what they say.

    read_documents.py FILE...    one line of JSON a file, with the names of Lifeboat's records, which it is compared with
"""
from __future__ import annotations

import codecs
import json
import re
import sys
import xml.etree.ElementTree as xml

ASR = "be000cbe-11fe-4426-9c58-531aa6355fc4"
TRUE = {"yes", "true"}


def text_of(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding).rstrip("\0")
    return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-8").rstrip("\0")


def local(element: xml.Element) -> str:
    return element.tag.rpartition("}")[2]


def children(element: xml.Element, *names: str) -> list[xml.Element]:
    return [child for child in element if local(child) in names]


def flag(element: xml.Element, name: str) -> bool:
    return element.get(name) in TRUE


def guid(text: str) -> str:
    return text.strip("{}").lower()


def files(element: xml.Element, name: str) -> list:
    return [{"path": e.get("path"), "pattern": e.get("filespec"), "recursive": flag(e, "recursive"),
             "backupType": int(e.get("filespecBackupType", 0))} for e in children(element, name)]


def backup_specs(root: xml.Element) -> dict:
    volumes = [v for specs in children(root, "FileSpecs") for v in children(specs, "Volume")]
    return {
        "volumes": [{
            "name": v.get("Name"), "accessPath": v.get("AccessPath"), "originalAccessPath": v.get("OriginalAccessPath"),
            "label": v.get("Label"), "originalLabel": v.get("OriginalLabel"),
            "fileSpecs": [{"path": f.get("FilePath"), "name": f.get("FileName"), "recursive": flag(f, "IsRecursive"),
                           "include": flag(f, "IsInclude")} for f in children(v, "FileSpec")],
        } for v in volumes],
        "systemState": flag(children(root, "SystemState")[0], "IsPresent"),
        "allCritical": flag(children(root, "AllCritical")[0], "IsPresent"),
    }


def component(group: xml.Element) -> dict:
    database = local(group) == "DATABASE"
    return {
        "kind": local(group), "logicalPath": group.get("logicalPath", ""), "name": group.get("componentName"),
        "caption": group.get("caption", ""), "restoreMetadata": flag(group, "restoreMetadata"),
        "notifyOnBackupComplete": flag(group, "notifyOnBackupComplete"), "selectable": flag(group, "selectable"),
        "selectableForRestore": flag(group, "selectableForRestore"), "flags": int(group.get("componentFlags", 0)),
        "files": files(group, "DATABASE_FILES" if database else "FILE_LIST"),
        "logs": files(group, "DATABASE_LOGFILES"),
    }


def writer(root: xml.Element) -> dict:
    who = children(root, "IDENTIFICATION")[0]
    locations = children(root, "BACKUP_LOCATIONS")[0]
    methods = children(root, "RESTORE_METHOD")
    return {
        "version": root.get("version"), "backupSchema": int(root.get("backupSchema", 0)),
        "identification": {
            "writerId": guid(who.get("writerId")), "instanceId": guid(who.get("instanceId")),
            "instanceName": who.get("instanceName", ""), "friendlyName": who.get("friendlyName"),
            "usage": who.get("usage"), "dataSource": who.get("dataSource")},
        "restoreMethod": {"method": methods[0].get("method"), "writerRestore": methods[0].get("writerRestore"),
                          "rebootRequired": flag(methods[0], "rebootRequired")} if methods else None,
        "components": [component(e) for e in children(locations, "FILE_GROUP", "DATABASE")],
        "excludes": files(locations, "EXCLUDE_FILES"),
        "excludesFromSnapshot": files(locations, "EXCLUDE_FILES_FROM_SNAPSHOT"),
    }


def asr(root: xml.Element) -> dict:
    document = writer(root)
    under = {path: [c for c in document["components"] if c["logicalPath"] == path] for path in ("Volumes", "Disks", "BCD")}
    volumes = [{
        "name": {"guid": guid(c["name"].replace("Volume", ""))}, "critical": not c["selectable"],
        "letter": (re.findall(r"\(([A-Z]:)\)", c["caption"]) or [None])[0]} for c in under["Volumes"]]
    disks = [{
        "number": int(c["name"].replace("harddisk", "")),
        "signature": int((re.findall(r"signature (0x\w+)", c["caption"]) or ["0"])[0], 16) or None,
        "raw": "(raw disk)" in c["caption"]} for c in under["Disks"]]
    paths = [f["path"] for c in under["BCD"] for f in c["files"]]
    return {"document": document, "volumes": volumes, "disks": disks, "bcdPath": paths[0] if paths else None}


def metadata(element: xml.Element) -> list:
    return [{"text": m.get("metadata")} for m in children(element, "BACKUP_METADATA")]


def components(root: xml.Element) -> dict:
    known = {"version", "bootableSystemStateBackup", "selectComponents", "backupType", "partialFileSupport", "snapshotSetId"}
    return {
        "version": root.get("version"), "bootableSystemState": flag(root, "bootableSystemStateBackup"),
        "selectComponents": flag(root, "selectComponents"), "backupType": root.get("backupType"),
        "partialFileSupport": flag(root, "partialFileSupport"), "snapshotSetId": root.get("snapshotSetId"),
        "otherAttributes": {name: value for name, value in root.attrib.items() if name not in known},
        "writers": [{
            "writerId": guid(w.get("writerId")), "instanceId": guid(w.get("instanceId")),
            "instanceName": w.get("instanceName", ""), "backupSchema": int(w.get("backupSchema")),
            "components": [{
                "logicalPath": c.get("logicalPath", ""), "name": c.get("componentName"), "type": c.get("componentType"),
                "backupStamp": c.get("backupStamp", ""), "metadata": metadata(c)} for c in children(w, "COMPONENT")],
            "metadata": metadata(w)} for w in children(root, "WRITER_COMPONENTS")],
    }


def depth(element: xml.Element) -> int:
    return 1 + max((depth(child) for child in element), default=0)


def outline(root: xml.Element) -> dict:
    return {"root": local(root), "namespace": root.tag[1:].rpartition("}")[0] if root.tag.startswith("{") else "",
            "elements": sum(1 for _ in root.iter()), "depth": depth(root)}


def read(path: str) -> dict:
    with open(path, "rb") as file:
        root = xml.fromstring(text_of(file.read()))
    answer = {"outline": outline(root)}
    kind = local(root)
    if kind == "BackupSpecs":
        answer["specs"] = backup_specs(root)
    elif kind == "WRITER_METADATA":
        answer["writer"] = writer(root)
        if answer["writer"]["identification"]["writerId"] == ASR:
            answer["asr"] = asr(root)
    elif kind == "BACKUP_COMPONENTS":
        answer["components"] = components(root)
    return answer


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps(read(name)))
