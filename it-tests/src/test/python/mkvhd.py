#!/usr/bin/env python3
"""Writes VHD test images from raw content: fixed, dynamic, differencing, with damaged or short footers.

    mkvhd.py disk.raw --output disk.vhd --kind fixed --footer short
    mkvhd.py base.raw child.raw --output base.vhd child.vhd             a chain, each the parent of the next
    mkvhd.py disk.raw --output disk.vhd --footer end-damaged --creator win
    mkvhd.py --list-faults

Prints JSON: what was written and the SHA-256 of the virtual disk as a reader has to see it. Written from the
Virtual Hard Disk Image Format Specification; all numbers are big-endian. Never writes to an input.
"""
from __future__ import annotations

import argparse
import json
import os
import struct
import sys
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Callable

from sparse import FIXED_TIME, KIB, MIB, Seeded, SparseBytes

SECTOR = 512
FOOTER_SIZE = 512
DYNAMIC_HEADER_SIZE = 1024
NO_OFFSET = 0xFFFFFFFFFFFFFFFF
BLOCK_ABSENT = 0xFFFFFFFF
DISK_TYPES = {"fixed": 2, "dynamic": 3, "differencing": 4}
CREATORS = {"win": b"win ", "vpc": b"vpc ", "vs": b"vs  ", "d2v": b"d2v\0", "qemu": b"qemu", "vsim": b"vsim"}
FOOTERS = ("both", "end-damaged", "end-missing", "copy-damaged", "short")
LOCATOR_CODES = ("W2ru", "W2ku", "MacX")
NEVER_TO_BE_READ = b"\xde\xad\xbe\xef"


def vhd_time(moment: datetime) -> int:
    return int((moment - datetime(2000, 1, 1, tzinfo=timezone.utc)).total_seconds())


def checksum(data: bytes) -> int:
    return ~sum(data) & 0xFFFFFFFF


def with_checksum(data: bytes, at: int) -> bytes:
    cleared = data[:at] + bytes(4) + data[at + 4:]
    return data[:at] + struct.pack(">I", checksum(cleared)) + data[at + 4:]


def chs_geometry(size: int) -> tuple[int, int, int]:
    """Cylinders, heads and sectors per track as the appendix of the specification computes them; their product
    is at most the size, often less."""
    sectors = min(size // SECTOR, 65535 * 16 * 255)
    if sectors >= 65535 * 16 * 63:
        per_track, heads = 255, 16
        return sectors // per_track // heads, heads, per_track
    per_track = 17
    heads = max(4, -(-(sectors // per_track) // 1024))
    if sectors // per_track >= heads * 1024 or heads > 16:
        per_track, heads = 31, 16
    if sectors // per_track >= heads * 1024:
        per_track, heads = 63, 16
    return sectors // per_track // heads, heads, per_track


@dataclass
class Footer:
    data_offset: int
    current_size: int
    disk_type: int
    unique_id: uuid.UUID
    creator: bytes
    original_size: int | None = None
    version: int = 0x00010000
    signature: bytes = b"conectix"

    def pack(self) -> bytes:
        cylinders, heads, per_track = chs_geometry(self.current_size)
        original = self.current_size if self.original_size is None else self.original_size
        fields = self.signature + struct.pack(
            ">IIQI4sI4sQQHBBII16sB", 2, self.version, self.data_offset, vhd_time(FIXED_TIME), self.creator, 0x00060001,
            b"Wi2k", original, self.current_size, cylinders, heads, per_track, self.disk_type, 0,
            self.unique_id.bytes, 0)
        return with_checksum(fields.ljust(FOOTER_SIZE, b"\0"), 64)


@dataclass
class ParentLocator:
    """One of eight entries of the dynamic header, and the text that it points to."""
    code: str
    data: bytes
    offset: int = 0
    space: int = 0

    def pack(self) -> bytes:
        return self.code.encode("ascii") + struct.pack(">IIIQ", self.space, len(self.data), 0, self.offset)


@dataclass
class DynamicHeader:
    table_offset: int
    max_table_entries: int
    block_size: int
    parent_unique_id: uuid.UUID = uuid.UUID(int=0)
    parent_time: int = 0
    parent_name: str = ""
    locators: list = field(default_factory=list)
    version: int = 0x00010000
    signature: bytes = b"cxsparse"

    def pack(self) -> bytes:
        fields = self.signature + struct.pack(
            ">QQIIII16sII512s", NO_OFFSET, self.table_offset, self.version, self.max_table_entries, self.block_size, 0,
            self.parent_unique_id.bytes, self.parent_time, 0, self.parent_name.encode("utf-16-be"))
        fields += b"".join(locator.pack() for locator in self.locators)
        return with_checksum(fields.ljust(DYNAMIC_HEADER_SIZE, b"\0"), 36)


@dataclass
class Parent:
    file_name: str
    content: SparseBytes
    unique_id: uuid.UUID


@dataclass
class Options:
    """How an image is to be written; the command line has one option for each."""
    kind: str = "dynamic"
    block_size: int = 2 * MIB
    creator: str = "win"
    seed: object = 1
    parent: Parent | None = None
    locators: tuple = ("W2ru", "W2ku")
    locator_space: str = "bytes"     # the unit of the field "platform data space"; writers differ
    parent_time: int | None = None   # None: the parent's modification time
    full_blocks: bool = False        # differencing: every bit of a present block is set
    shuffle: bool = False            # blocks in random order
    gap_sectors: int = 0             # unused sectors before the first block and between blocks
    footer: str = "both"
    original_size: int | None = None
    fault: str | None = None


class VhdImage:
    """One image under construction; a fault bends its values before `pack` or its bytes afterwards."""

    def __init__(self, content: SparseBytes, options: Options, file_name: str):
        self.options = options
        self.file_name = file_name
        self.content = content
        self.seeded = Seeded(f"vhd/{options.seed}")
        self.has_parent = options.kind == "differencing"
        if content.size % SECTOR:
            raise ValueError(f"{content.size} bytes are not a whole number of sectors")
        if self.has_parent != (options.parent is not None):
            raise ValueError("a parent goes with a differencing image, and only with one")
        self.below = options.parent.content.resized(content.size) if self.has_parent else SparseBytes(content.size)
        self.block_count = -(-content.size // options.block_size)
        self.bitmap_size = -(-options.block_size // SECTOR // 8 // SECTOR) * SECTOR
        self.block_at: dict[int, int] = {}   # block -> file offset of its bitmap
        self.bat: dict[int, int] = {}        # block -> sector
        self.end = content.size
        self.locators: list[ParentLocator] = []
        self.header: DynamicHeader | None = None
        self.footer = Footer(NO_OFFSET, content.size, DISK_TYPES[options.kind], self.unique_id,
                             CREATORS[options.creator], options.original_size)
        if options.kind != "fixed":
            self._lay_out()

    @property
    def unique_id(self) -> uuid.UUID:
        return self.seeded.guid("unique id")

    # -- layout

    def _lay_out(self) -> None:
        at = FOOTER_SIZE + DYNAMIC_HEADER_SIZE
        if self.has_parent:
            at = self._lay_out_locators(at)
        table_offset = at
        at += -(-4 * self.block_count // SECTOR) * SECTOR
        blocks = self._changed_blocks()
        if self.options.shuffle:
            blocks = self.seeded.shuffled("block order", blocks)
        for block in blocks:
            at += self.options.gap_sectors * SECTOR
            self.block_at[block] = at
            self.bat[block] = at // SECTOR
            at += self.bitmap_size + self.options.block_size
        self.end = at
        self.footer.data_offset = FOOTER_SIZE
        self.header = DynamicHeader(table_offset, self.block_count, self.options.block_size)
        if self.has_parent:
            parent = self.options.parent
            time = vhd_time(FIXED_TIME) if self.options.parent_time is None else self.options.parent_time
            self.header = replace(self.header, parent_unique_id=parent.unique_id, parent_time=time,
                                  parent_name=parent.file_name, locators=self.locators)

    def _changed_blocks(self) -> list[int]:
        """Blocks may be smaller than the pieces that are compared."""
        block_size = self.options.block_size
        blocks = {offset // block_size for piece in self.content.differs_in(self.below)
                  for offset in range(piece, min(piece + SparseBytes.PIECE, self.content.size), SECTOR)
                  if self.content.read(offset, SECTOR) != self.below.read(offset, SECTOR)}
        return sorted(blocks)

    def _lay_out_locators(self, at: int) -> int:
        name = self.options.parent.file_name
        texts = {"W2ru": f".\\{name}".encode("utf-16-le"), "W2ku": f"D:\\Images\\{name}".encode("utf-16-le"),
                 "MacX": f"file://localhost/Images/{name}".encode("utf-8")}
        for code in self.options.locators:
            room = -(-len(texts[code]) // SECTOR) * SECTOR
            space = room if self.options.locator_space == "bytes" else room // SECTOR
            self.locators.append(ParentLocator(code, texts[code], at, space))
            at += room
        return at

    # -- bytes

    def pack(self) -> SparseBytes:
        if self.options.kind == "fixed":
            file = self.content.copy()
        else:
            file = SparseBytes(self.end)
            self._pack_table(file)
            for block, at in self.block_at.items():
                self._pack_block(file, block, at)
            for locator in self.header.locators:
                file.write(locator.offset, locator.data)
            file.write(FOOTER_SIZE, self.header.pack())
        self._pack_footers(file)
        return file

    def _pack_table(self, file: SparseBytes) -> None:
        entries = [self.bat.get(block, BLOCK_ABSENT) for block in range(self.block_count)]
        table = struct.pack(f">{len(entries)}I", *entries)
        file.write(self.header.table_offset, table.ljust(-(-len(table) // SECTOR) * SECTOR, b"\xff"))

    def _pack_block(self, file: SparseBytes, block: int, at: int) -> None:
        """The bitmap, bit 7 of byte 0 first, and the data. Sectors that the parent has to answer hold something
        else here, close to those that are present."""
        present = self._present_sectors(block)
        data = self.content.read(block * self.options.block_size, len(present) * SECTOR)
        bits = "".join("1" if here else "0" for here in present).ljust(self.bitmap_size * 8, "0")
        file.write(at, int(bits, 2).to_bytes(self.bitmap_size, "big"))
        at += self.bitmap_size
        for number, here in enumerate(present):
            if here:
                file.write(at + number * SECTOR, data[number * SECTOR:(number + 1) * SECTOR])
            elif any(present[max(0, number - 4):number + 5]):
                file.write(at + number * SECTOR, NEVER_TO_BE_READ * (SECTOR // 4))

    def _present_sectors(self, block: int) -> list[bool]:
        offset = block * self.options.block_size
        count = min(self.options.block_size, self.content.size - offset) // SECTOR
        if not self.has_parent or self.options.full_blocks:
            return [True] * count
        mine, below = self.content.read(offset, count * SECTOR), self.below.read(offset, count * SECTOR)
        return [mine[at:at + SECTOR] != below[at:at + SECTOR] for at in range(0, count * SECTOR, SECTOR)]

    def _pack_footers(self, file: SparseBytes) -> None:
        """At the end, and for all but fixed disks a copy at the start."""
        footer, variant = self.footer.pack(), self.options.footer
        end = file.size
        if self.options.kind != "fixed":
            file.write(0, damaged(footer) if variant == "copy-damaged" else footer)
        if variant != "end-missing":
            file.write(end, damaged(footer) if variant == "end-damaged" else footer)
        if variant == "short":       # as very old versions of Virtual PC wrote it
            file.resize(file.size - 1)

    # -- the whole

    def build(self) -> SparseBytes:
        fault = FAULTS[self.options.fault] if self.options.fault else None
        if fault:
            fault.bend_values(self)
        file = self.pack()
        if fault:
            fault.bend_bytes(self, file)
        return file

    def as_parent(self) -> Parent:
        return Parent(self.file_name, self.content, self.unique_id)

    def refusal(self) -> tuple[str, str] | None:
        """(keyword, reason) when a reader has to refuse this image."""
        fault = FAULTS.get(self.options.fault)
        return (fault.keyword, fault.why) if fault else None

    def report(self, file: SparseBytes) -> dict:
        refusal = self.refusal()
        cylinders, heads, per_track = chs_geometry(self.content.size)
        report = {
            "file": self.file_name, "format": "vhd", "kind": self.options.kind,
            "expect": "refuse" if refusal else "content", "sha256": None if refusal else self.content.sha256(),
            "size": self.content.size, "chs_size": cylinders * heads * per_track * SECTOR, "file_size": file.size,
            "block_size": None if self.options.kind == "fixed" else self.options.block_size,
            "creator": self.options.creator, "unique_id": str(self.unique_id), "footer": self.options.footer,
            "blocks_present": len(self.block_at)}
        if refusal:
            report.update(keyword=refusal[0], why=refusal[1])
        if self.has_parent:
            report.update(parent=self.options.parent.file_name, locators=list(self.options.locators))
        return report


def damaged(footer: bytes) -> bytes:
    """A footer whose checksum no longer holds, and which names other sizes."""
    return footer[:40] + struct.pack(">QQ", 4 * KIB, 4 * KIB) + footer[56:]


def create(path: str, content: SparseBytes, options: Options) -> tuple[VhdImage, dict]:
    image = VhdImage(content, options, os.path.basename(path))
    file = image.build()
    file.save(path)
    return image, image.report(file)


def read_parent(path: str, raw: str) -> Parent:
    """Identity of an existing VHD; its content is given as a raw file."""
    with open(path, "rb") as file:
        file.seek(-FOOTER_SIZE, os.SEEK_END)
        footer = file.read()
    return Parent(os.path.basename(path), SparseBytes.load(raw), uuid.UUID(bytes=footer[68:84]))


# --- faults ----------------------------------------------------------------------------------------------

def nothing(*_) -> None:
    pass


@dataclass
class Fault:
    keyword: str
    why: str
    needs: dict
    bend_values: Callable = nothing
    bend_bytes: Callable = nothing


FAULTS: dict[str, Fault] = {}
A_CHILD = {"kind": "differencing"}
A_FIXED = {"kind": "fixed"}


def values(name: str, keyword: str, why: str, **needs):
    """Registers a function (image) that bends the values."""
    def register(function):
        FAULTS[name] = Fault(keyword, why, needs, bend_values=function)
        return function
    return register


def file_bytes(name: str, keyword: str, why: str, **needs):
    """Registers a function (image, file) that bends the bytes."""
    def register(function):
        FAULTS[name] = Fault(keyword, why, needs, bend_bytes=function)
        return function
    return register


@file_bytes("footers-both-bad", "footer", "the checksums of both footers are wrong")
def _(image, file):
    for at in (0, file.size - FOOTER_SIZE):
        file.write(at, damaged(file.read(at, FOOTER_SIZE)))


@file_bytes("fixed-footer-bad", "footer", "the checksum of the only footer is wrong", **A_FIXED)
def _(image, file):
    at = file.size - FOOTER_SIZE
    file.write(at, damaged(file.read(at, FOOTER_SIZE)))


@values("footer-version", "version", "the footer is of version 2.0")
def _(image):
    image.footer.version = 0x00020000


@values("disk-type", "type", "the disk type is 7")
def _(image):
    image.footer.disk_type = 7


@values("fixed-too-short", "size", "the file is shorter than the disk that its footer describes", **A_FIXED)
def _(image):
    image.footer.current_size += 64 * MIB


@values("size-above-table", "table", "the block allocation table has fewer entries than the disk has blocks")
def _(image):
    image.header.max_table_entries -= 1


@values("header-signature", "header", "the dynamic header does not have its signature")
def _(image):
    image.header.signature = b"cxsparsf"


@values("header-beyond-end", "header", "the dynamic header lies behind the end of the file")
def _(image):
    image.footer.data_offset = 1 << 40


@values("header-version", "version", "the dynamic header is of version 2.0")
def _(image):
    image.header.version = 0x00020000


@values("table-entries-huge", "table", "the block allocation table is longer than the file")
def _(image):
    image.header.max_table_entries = 0xFFFFFFFF


@file_bytes("table-beyond-end", "table", "the block allocation table lies behind the end of the file")
def _(image, file):
    file.write(FOOTER_SIZE, replace(image.header, table_offset=1 << 40).pack())


def _block_size(name: str, size: int, why: str) -> None:
    @values(name, "block", why)
    def _(image):
        image.header.block_size = size


_block_size("block-size-zero", 0, "the block size is 0")
_block_size("block-size-odd", 2 * MIB + 100, "the block size is not a multiple of 512")


def _bat(name: str, keyword: str, why: str, sector: Callable) -> None:
    """:param sector: image -> entry of the first block that is present"""
    @values(name, keyword, why)
    def _(image):
        image.bat[min(image.block_at)] = sector(image)


_bat("bat-beyond-end", "beyond", "a block lies behind the end of the file", lambda image: (image.end + MIB) // SECTOR)
_bat("bat-over-header", "overlap", "a block lies on the dynamic header", lambda image: 1)
_bat("bat-blocks-overlap", "overlap", "two blocks share their place in the file",
     lambda image: image.bat[sorted(image.block_at)[1]])


@file_bytes("file-cut", "beyond", "the end of the file, with half of the last block, is missing")
def _(image, file):
    file.resize(image.end - image.options.block_size // 2)


@values("parent-id-wrong", "parent", "the file found is not the parent that is meant", **A_CHILD)
def _(image):
    image.header.parent_unique_id = image.seeded.guid("another parent")


@values("parent-no-locator", "parent", "the image names no parent", **A_CHILD)
def _(image):
    image.header.locators = []
    image.header.parent_name = ""


@values("parent-itself", "parent", "the image is its own parent", **A_CHILD)
def _(image):
    _name_parent(image, "W2ru", f".\\{image.file_name}", image.file_name)
    image.header.parent_unique_id = image.unique_id


def _name_parent(image, code: str, path: str, parent_name: str = "") -> None:
    """Leaves a single locator, which fits into the room of the one that it replaces, and no other trace."""
    image.header.locators = [replace(image.locators[0], code=code, data=path.encode("utf-16-le"))]
    image.header.parent_name = parent_name


def _locator(name: str, why: str, path: str, code: str = "W2ru") -> None:
    @values(name, "parent", why, **A_CHILD)
    def _(image):
        _name_parent(image, code, path)


_locator("parent-not-found", "the parent does not exist", ".\\no-such-parent.vhd")
_locator("parent-outside", "the parent locator leads out of the folder of the image",
         "..\\..\\..\\..\\..\\..\\..\\..\\..\\..\\etc\\hostname")
_locator("parent-unc", "the parent locator names a file on another computer",
         "\\\\192.0.2.1\\share\\parent.vhd", "W2ku")


# --- command line ----------------------------------------------------------------------------------------

def size_argument(text: str) -> int:
    units = {"K": KIB, "M": MIB}
    return int(text[:-1]) * units[text[-1].upper()] if text[-1:].upper() in units else int(text)


def locators_argument(text: str) -> tuple[str, ...]:
    codes = tuple(text.split(",")) if text else ()
    if not set(codes) <= set(LOCATOR_CODES):
        raise argparse.ArgumentTypeError(f"{text}: choose from {', '.join(LOCATOR_CODES)}")
    return codes


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description="Writes VHD test images.", epilog=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("raw", nargs="*", help="raw content; several files make a chain, base first")
    p.add_argument("--output", nargs="+", default=[], metavar="FILE", help="one VHD for each raw file")
    p.add_argument("--list-faults", action="store_true", help="name what readers have to refuse, and why")
    p.add_argument("--seed", default="1")
    p.add_argument("--kind", choices=list(DISK_TYPES), help="default: dynamic, or differencing where there is a parent")
    p.add_argument("--block-size", type=size_argument, default=2 * MIB, help="default 2M, without the bitmap")
    p.add_argument("--creator", choices=list(CREATORS), default="win")
    p.add_argument("--parent", metavar="VHD", help="for a single raw file: the parent")
    p.add_argument("--parent-raw", metavar="RAW", help="the content of that parent")
    p.add_argument("--locators", type=locators_argument, default=("W2ru", "W2ku"), help=",".join(LOCATOR_CODES))
    p.add_argument("--locator-space", choices=("bytes", "sectors"), default="bytes")
    p.add_argument("--parent-time", type=int, metavar="SECONDS", help="since 2000-01-01 UTC")
    p.add_argument("--full-blocks", action="store_true", help="every bit of a present block is set")
    p.add_argument("--shuffle", action="store_true", help="blocks in random order")
    p.add_argument("--gap-sectors", type=int, default=0, help="unused sectors before each block")
    p.add_argument("--footer", choices=FOOTERS, default="both")
    p.add_argument("--original-size", type=size_argument, help="default: the current size")
    p.add_argument("--fault", choices=sorted(FAULTS), metavar="NAME", help="see --list-faults")
    return p


def main(argv: list[str] | None = None) -> int:
    p = parser()
    arguments = p.parse_args(argv)
    if arguments.list_faults:
        print(json.dumps({name: {"keyword": f.keyword, "why": f.why} for name, f in FAULTS.items()}, indent=2))
        return 0
    if not arguments.raw or len(arguments.raw) != len(arguments.output):
        p.error("give one --output for each raw file")
    if bool(arguments.parent) != bool(arguments.parent_raw):
        p.error("--parent and --parent-raw go together")
    names = Options.__dataclass_fields__.keys() - {"parent"}
    options = Options(**{name: value for name, value in vars(arguments).items() if name in names})
    parent = read_parent(arguments.parent, arguments.parent_raw) if arguments.parent else None
    reports = []
    for number, (raw, output) in enumerate(zip(arguments.raw, arguments.output)):
        last = number == len(arguments.raw) - 1   # what is special is the leaf of the chain
        kind = "differencing" if parent else options.kind if options.kind not in (None, "differencing") else "dynamic"
        these = options if last else Options(block_size=options.block_size, creator=options.creator)
        these = replace(these, kind=kind, parent=parent, seed=f"{options.seed}/{number}")
        image, report = create(output, SparseBytes.load(raw), these)
        parent = image.as_parent()
        reports.append(report)
    print(json.dumps(reports[0] if len(reports) == 1 else reports, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
