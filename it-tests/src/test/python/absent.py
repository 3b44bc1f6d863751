#!/usr/bin/env python3
"""Makes of a sound image one whose writing was interrupted, and says what is missing of the NTFS volume in it.

    absent.py disk.raw image.vhdx --keep 0.6 --creator "Microsoft Windows 10.0.19041.0" --volume 1052160

The blocks behind the part that is kept become NOT_PRESENT, their place in the file becomes zeros, and the file keeps its
length: a valid image. Prints JSON: {"owner": {"MFT record": bytes}}, counted sector by sector from the raw disk and from
the block table as it then is, without any interval arithmetic. The volume must do without attribute lists.
"""
from __future__ import annotations

import argparse
import json
import struct
from collections import defaultdict

SECTOR = 512
MIB = 1 << 20
BAT_REGION = bytes.fromhex("6677c22d23f600429d64115e9bfd4a08")
METADATA_REGION = bytes.fromhex("06a27c8b90479a4bb8fe575f050f886e")
FILE_PARAMETERS = bytes.fromhex("3767a1ca36fa434db3b633f0aa44e76b")
RENEWED = ("pagefile.sys", "hiberfil.sys", "swapfile.sys")


def cut_vhdx(file, keep: float, creator: str, disk_size: int) -> set[int]:
    """Cuts, and returns the sectors of the disk that are not present."""
    file.seek(8)
    file.write(creator.encode("utf-16-le").ljust(512, b"\0"))
    file.seek(0x30000)
    table = file.read(0x1000)
    regions = {table[at:at + 16]: struct.unpack_from("<Q", table, at + 16)[0]
               for at in range(16, 16 + 32 * struct.unpack_from("<I", table, 8)[0], 32)}
    metadata = regions[METADATA_REGION]
    file.seek(metadata)
    items = file.read(0x10000)
    offset = next(struct.unpack_from("<I", items, at + 16)[0] for at in range(32, 0x1000, 32)
                  if items[at:at + 16] == FILE_PARAMETERS)
    file.seek(metadata + offset)
    block_size = struct.unpack("<I", file.read(4))[0]
    chunk = (1 << 23) * SECTOR // block_size
    absent = set()
    for block in range(-(-disk_size // block_size)):
        at = regions[BAT_REGION] + 8 * (block + block // chunk)
        file.seek(at)
        entry = struct.unpack("<Q", file.read(8))[0]
        if block * block_size >= keep * disk_size:
            if entry & 7 == 6:
                file.seek(entry & -MIB)
                file.write(bytes(block_size))
            file.seek(at)
            file.write(bytes(8))
            entry = 0
        if entry & 7 in (0, 1, 3):
            absent.update(range(block * block_size // SECTOR, (block + 1) * block_size // SECTOR))
    return absent


def cut_vhd(file, keep: float, creator: str, disk_size: int) -> set[int]:
    """The same of a VHD."""
    for whence in ((0, 0), (-SECTOR, 2)):
        file.seek(*whence)
        footer = bytearray(file.read(SECTOR))
        footer[28:32] = creator.encode("ascii").ljust(4)
        footer[64:68] = bytes(4)
        footer[64:68] = struct.pack(">I", ~sum(footer) & 0xFFFFFFFF)
        file.seek(*whence)
        file.write(footer)
    header_at = struct.unpack_from(">Q", footer, 16)[0]
    file.seek(header_at)
    header = file.read(1024)
    bat, _, _, block_size = struct.unpack_from(">QIII", header, 16)
    bitmap = -(-block_size // SECTOR // 8 // SECTOR) * SECTOR
    absent = set()
    for block in range(-(-disk_size // block_size)):
        file.seek(bat + 4 * block)
        entry = struct.unpack(">I", file.read(4))[0]
        if block * block_size >= keep * disk_size and entry != 0xFFFFFFFF:
            file.seek(entry * SECTOR)
            file.write(bytes(bitmap + block_size))
            file.seek(bat + 4 * block)
            file.write(b"\xff" * 4)
            entry = 0xFFFFFFFF
        if entry == 0xFFFFFFFF:
            absent.update(range(block * block_size // SECTOR, (block + 1) * block_size // SECTOR))
    return absent


class Volume:
    """As much of NTFS as it takes, from the raw disk: all of it is there."""

    def __init__(self, raw: bytes, absent: set[int], start: int):
        self.raw, self.absent, self.start = raw, absent, start
        boot = raw[start:start + SECTOR]
        self.cluster = SECTOR * boot[13]
        self.mft = self.value(self.attributes(self.record_at(struct.unpack_from("<Q", boot, 48)[0] * self.cluster)),
                              0x80, "")

    def record_at(self, at: int) -> bytes:
        return self.fixed(self.raw[self.start + at:self.start + at + 1024])

    @staticmethod
    def fixed(record: bytes) -> bytes:
        fixed = bytearray(record)
        first, count = struct.unpack_from("<HH", record, 4)
        for i in range(1, count):
            fixed[512 * i - 2:512 * i] = record[first + 2 * i:first + 2 * i + 2]
        return bytes(fixed)

    def attributes(self, record: bytes) -> list[dict]:
        found, at = [], struct.unpack_from("<H", record, 20)[0]
        while (kind := struct.unpack_from("<I", record, at)[0]) != 0xFFFFFFFF:
            length, resident, name_size, name_at = struct.unpack_from("<IBBH", record, at + 4)
            assert kind != 0x20, "attribute lists are not for this script"
            name = record[at + name_at:at + name_at + 2 * name_size].decode("utf-16-le")
            attribute = {"kind": kind, "name": name}
            if resident == 0:
                size, value_at = struct.unpack_from("<IH", record, at + 16)
                attribute["value"] = record[at + value_at:at + value_at + size]
            else:
                attribute["initialized"] = struct.unpack_from("<Q", record, at + 56)[0]
                attribute["clusters"] = self.clusters(record[at + struct.unpack_from("<H", record, at + 32)[0]:])
            found.append(attribute)
            at += length
        return found

    @staticmethod
    def clusters(runs: bytes) -> list:
        """The cluster on the volume of each cluster of the value; None for a hole."""
        clusters, at, lcn = [], 0, 0
        while head := runs[at]:
            low, high = head & 15, head >> 4
            length = int.from_bytes(runs[at + 1:at + 1 + low], "little")
            if high:
                lcn += int.from_bytes(runs[at + 1 + low:at + 1 + low + high], "little", signed=True)
                clusters += range(lcn, lcn + length)
            else:
                clusters += [None] * length
            at += 1 + low + high
        return clusters

    @staticmethod
    def find(attributes: list[dict], kind: int, name: str):
        return next((a for a in attributes if (a["kind"], a["name"]) == (kind, name)), None)

    def value(self, attributes: list[dict], kind: int, name: str) -> bytes:
        attribute = self.find(attributes, kind, name)
        if "value" in attribute:
            return attribute["value"]
        at = [self.start + lcn * self.cluster for lcn in attribute["clusters"]]
        return b"".join(self.raw[a:a + self.cluster] for a in at)

    def missing(self, attribute: dict) -> list[tuple[int, int]]:
        """Offset and length of the parts that are absent, none longer than a sector; nothing behind the initialized size."""
        if "clusters" not in attribute:
            return []
        parts = []
        for vcn, lcn in enumerate(attribute["clusters"]):
            for within in range(0, self.cluster, SECTOR):
                at = vcn * self.cluster + within
                if lcn is not None and at < attribute["initialized"] \
                        and (self.start + lcn * self.cluster + within) // SECTOR in self.absent:
                    parts.append((at, min(SECTOR, attribute["initialized"] - at)))
        return parts

    def owners(self, stores_zeros: bool) -> dict:
        owners: dict = defaultdict(dict)

        def add(owner: str, number: int, missing: int):
            if missing:
                owners[owner][number] = owners[owner].get(number, 0) + missing

        def bit(value: bytes, number: int) -> bool:
            return number // 8 < len(value) and value[number // 8] >> number % 8 & 1 == 1

        table = self.attributes(self.fixed(self.mft[:1024]))
        gone = {at // 1024 for at, _ in self.missing(self.find(table, 0x80, ""))}
        marks = self.value(table, 0xB0, "")
        assert not self.missing(self.find(table, 0xB0, "")), "the list of records in use should be there"
        add("absent-structure", 0, 1024 * sum(bit(marks, n) for n in gone))
        used = set()
        for number in range(len(self.mft) // 1024):
            record = self.mft[1024 * number:1024 * (number + 1)]
            if number in gone or record[:4] != b"FILE" or not record[22] & 1:
                continue
            attributes = self.attributes(self.fixed(record))
            names = [a["value"][66:].decode("utf-16-le") for a in attributes if a["kind"] == 0x30]
            for a in attributes:
                used.update(c for c in a.get("clusters", ()) if c is not None)
                parts = self.missing(a)
                size = sum(length for _, length in parts)
                offsets = {at for at, _ in parts}
                if a["kind"] == 0xA0:
                    block = struct.unpack_from("<I", self.value(attributes, 0x90, a["name"]), 8)[0]
                    marks_here = self.value(attributes, 0xB0, a["name"])
                    add("absent-structure", number, block * sum(bit(marks_here, b) for b in {at // block for at in offsets}))
                elif a["kind"] != 0x80:
                    if number > 0:  # such as the security descriptor of the root
                        add("absent-structure" if number < 24 else "absent-file", number, size)
                elif number >= 24:
                    owner = "absent-file" if stores_zeros else "absent-or-zero"
                    add("absent-renewed" if set(names) & set(RENEWED) else owner, number, size)
                elif number in (2, 4):
                    if 0 in offsets:
                        add("absent-structure", number, size)
                    elif number == 2 and stores_zeros:
                        add("absent-renewed", number, size)
                elif number == 9 and any(at % (256 << 10) == 0 for at in offsets) or number == 10:
                    add("absent-structure", number, size)
        bitmap = self.missing(self.find(self.attributes(self.fixed(self.mft[6 * 1024:7 * 1024])), 0x80, "")) \
            if 6 not in gone else []
        if any(8 * at <= c < 8 * (at + length) for at, length in bitmap for c in used):
            add("absent-structure", 6, sum(length for _, length in bitmap))
        return owners


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("raw", help="the whole disk, of which the image was made")
    p.add_argument("image", help="a dynamic VHDX or VHD; is changed")
    p.add_argument("--keep", type=float, required=True, help="so much of the disk was written")
    p.add_argument("--creator", required=True, help="the program that is said to have made the image")
    p.add_argument("--volume", type=int, required=True, help="where the NTFS volume begins, in bytes")
    a = p.parse_args()
    with open(a.raw, "rb") as file:
        raw = file.read()
    vhdx = a.image.endswith(".vhdx")
    with open(a.image, "r+b") as file:
        absent = (cut_vhdx if vhdx else cut_vhd)(file, a.keep, a.creator, len(raw))
    stores_zeros = a.creator.startswith("Microsoft Windows") if vhdx else a.creator in ("win", "vsim")
    print(json.dumps(Volume(raw, absent, a.volume).owners(stores_zeros), indent=2, sort_keys=True))


if __name__ == "__main__":
    main()
