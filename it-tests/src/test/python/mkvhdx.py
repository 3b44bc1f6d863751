#!/usr/bin/env python3
"""Writes VHDX test images from raw content: fixed, dynamic, differencing, dirty, damaged.

    mkvhdx.py disk.raw --output disk.vhdx
    mkvhdx.py base.raw child.raw --output base.vhdx child.vhdx          a chain, each the parent of the next
    mkvhdx.py child.raw --output child.vhdx --parent base.vhdx --parent-raw base.raw
    mkvhdx.py disk.raw --output disk.vhdx --log dirty-wrapped --log-pages bat,payload
    mkvhdx.py --list-faults

Prints JSON: what was written and the SHA-256 of the virtual disk as a reader has to see it (log replayed, parents
followed). Written from [MS-VHDX]; the names are those of the specification. Never writes to an input.
"""
from __future__ import annotations

import argparse
import json
import os
import struct
import sys
import uuid
from dataclasses import dataclass, field, replace

import vhdx_faults
import vhdx_log
from sparse import GIB, KIB, MIB, Seeded, SparseBytes
from vhdx_format import (
    BAT_REGION, BITMAP_BLOCK_SIZE, FILE_IDENTIFIER_AT, FILE_PARAMETERS, HAS_PARENT, HEADER_SECTION_SIZE,
    HEADER_SIZE, HEADERS_AT, INCOMPLETE_FILE, IS_REQUIRED, IS_USER, IS_VIRTUAL_DISK, LEAVE_BLOCK_ALLOCATED, LOG_SECTOR,
    LOGICAL_SECTOR_SIZE, METADATA_REGION, METADATA_TABLE_SIZE, NO_GUID, PARENT_LOCATOR, PHYSICAL_SECTOR_SIZE,
    READS_AS_ZEROS, REGION_TABLES_AT, SECTORS_PER_BITMAP_BLOCK, VIRTUAL_DISK_ID, VIRTUAL_DISK_SIZE, BitmapState,
    Geometry, Header, MetadataItem, PayloadState, Region, bat_entry, crc32c, pack_file_identifier,
    pack_file_parameters, pack_metadata, pack_parent_locator, pack_region_table)

KINDS = ("dynamic", "fixed", "differencing")
HEADER_VARIANTS = ("both", "first-newer", "first-only", "second-only", "identical")
REGION_TABLE_VARIANTS = ("both", "first-bad", "second-bad")
PIECES = ("log", "metadata", "bat", "blocks")
LINKAGE_KEYS = ("parent_linkage", "relative_path", "volume_path", "absolute_win32_path")

# Any value will do where a reader must not look; this one is easy to see in a hex dump.
NEVER_TO_BE_READ = b"\xde\xad\xbe\xef"


@dataclass
class Parent:
    """What a differencing image has to know of its parent."""
    file_name: str
    content: SparseBytes
    data_write_guid: uuid.UUID
    virtual_disk_id: uuid.UUID


@dataclass
class Options:
    """How an image is to be written; the command line has one option for each."""
    kind: str = "dynamic"
    block_size: int = MIB
    logical_sector: int = 512
    physical_sector: int = 4096
    seed: object = 1
    parent: Parent | None = None
    locator: dict = field(default_factory=dict)       # key -> value; None leaves the key out
    full_blocks: bool = False                         # differencing: no partially present blocks
    block_states: dict = field(default_factory=dict)  # block -> PayloadState, over what would be chosen
    absent_states: str = "not-present"                # or "mixed": absent zero blocks take all states in turn
    soft_anchors: bool = False                        # UNDEFINED and UNMAPPED entries keep an offset
    sparse_fixed: bool = False                        # fixed: zero blocks are not present
    bitmap_noise: bool = False                        # wrong bits for blocks that are not partially present
    shuffle: bool = False                             # blocks in random order, with gaps between them
    piece_order: tuple = PIECES                       # of the pieces behind the header section
    headers: str = "both"
    region_table: str = "both"
    unknown_optional: bool = False                    # unknown region and metadata items that are not required
    unknown_required_region: bool = False
    unknown_required_metadata: bool = False
    incomplete_file: bool = False
    log: str = "none"
    log_length: int = MIB
    log_pages: tuple = vhdx_log.Loggable.KINDS
    log_version: int = 0
    log_extends_file: bool = False                    # LastFileOffset beyond the physical end
    truncate_below_flushed: bool = False
    fault: str | None = None


class VhdxImage:
    """One image under construction. The parts stand as values until `pack`, so that a fault can bend them."""

    def __init__(self, content: SparseBytes, options: Options, file_name: str):
        self.options = options
        self.file_name = file_name
        self.seeded = Seeded(f"vhdx/{options.seed}")
        self.geometry = Geometry(content.size, options.block_size, options.logical_sector)
        self.has_parent = options.kind == "differencing"
        if content.size % options.logical_sector:
            raise ValueError(f"{content.size} bytes are not a whole number of sectors")
        if self.has_parent != (options.parent is not None):
            raise ValueError("a parent goes with a differencing image, and only with one")
        self.content = content.copy()
        for block, state in options.block_states.items():
            if state in READS_AS_ZEROS or state == PayloadState.NOT_PRESENT and not self.has_parent:
                self.content.zero(block * options.block_size, self.geometry.block_length(block))
        self.below = options.parent.content.resized(content.size) if self.has_parent else SparseBytes(content.size)

        self.states: dict[int, int] = {}          # block -> PayloadState, where it is not NOT_PRESENT
        self.block_at: dict[int, int] = {}        # block -> file offset
        self.bitmap_at: dict[int, int] = {}       # chunk -> file offset
        self.bat: dict[int, int] = {}             # index -> entry, where it is not 0
        self.blocks = SparseBytes()               # payload and bitmap blocks, at their file offsets
        self.regions: list[Region] = []
        self.metadata: list[MetadataItem] = []
        self.metadata_overrides: dict = {}
        self.region_count: int | None = None
        self.headers: list[Header] = []
        self.file_identifier = pack_file_identifier("Lifeboat test image generator")
        self.log_offset = self.metadata_at = self.bat_at = self.bat_length = 0   # where they are written
        self.end = 0
        self.log_report: dict = {}

        self._choose_states()
        self._lay_out()
        self._fill_blocks()
        self._fill_bat()
        self._describe()

    # -- blocks

    def _choose_states(self) -> None:
        if self.options.kind == "fixed" and not self.options.sparse_fixed:
            self.states = dict.fromkeys(range(self.geometry.block_count), PayloadState.FULLY_PRESENT)
        else:
            for block in self._changed_blocks():
                self.states[block] = self._state_for_data(block)
        if self.options.absent_states == "mixed":
            self._mix_absent_states()
        self.states.update(self.options.block_states)
        self.states = {b: s for b, s in sorted(self.states.items()) if s != PayloadState.NOT_PRESENT}

    def _changed_blocks(self) -> list[int]:
        block_size = self.options.block_size
        return sorted({offset // block_size for offset in self.content.differs_in(self.below)})

    def _state_for_data(self, block: int) -> int:
        if not self.has_parent or self.options.full_blocks or all(self._present_sectors(block)):
            return PayloadState.FULLY_PRESENT
        return PayloadState.PARTIALLY_PRESENT

    def _mix_absent_states(self) -> None:
        """Zero blocks get the states that read as zeros, in turn; in a child only where the parent is not
        zero too would they differ from NOT_PRESENT, in any other image NOT_PRESENT is one of them."""
        turn = list(READS_AS_ZEROS) + ([] if self.has_parent else [PayloadState.NOT_PRESENT])
        absent = [b for b in range(self.geometry.block_count) if b not in self.states
                  and self.content.is_zero(b * self.options.block_size, self.geometry.block_length(b))]
        for number, block in enumerate(absent):
            self.states[block] = turn[number % len(turn)]

    def _present_sectors(self, block: int) -> list[bool]:
        """For each logical sector of a block: whether it differs from what lies below."""
        sector = self.options.logical_sector
        offset, length = block * self.options.block_size, self.geometry.block_length(block)
        mine, below = self.content.read(offset, length), self.below.read(offset, length)
        return [mine[at:at + sector] != below[at:at + sector] for at in range(0, length, sector)]

    # -- layout

    def _lay_out(self) -> None:
        at = HEADER_SECTION_SIZE
        for piece in self.options.piece_order:
            at = {"log": self._lay_out_log, "metadata": self._lay_out_metadata, "bat": self._lay_out_bat,
                  "blocks": self._lay_out_blocks}[piece](at)
        if self.options.unknown_optional:
            at = self._lay_out_region(at, Region(self.seeded.guid("optional region"), at, MIB, required=False))
        if self.options.unknown_required_region:
            at = self._lay_out_region(at, Region(self.seeded.guid("required region"), at, MIB))
        self.end = at

    def _lay_out_log(self, at: int) -> int:
        self.log_offset = at
        return at + self.options.log_length

    def _lay_out_metadata(self, at: int) -> int:
        self.metadata_at = at
        return self._lay_out_region(at, Region(METADATA_REGION, at, MIB))

    def _lay_out_bat(self, at: int) -> int:
        self.bat_at = at
        self.bat_length = -(-8 * self.geometry.bat_entries(self.has_parent) // MIB) * MIB
        return self._lay_out_region(at, Region(BAT_REGION, at, self.bat_length))

    def _lay_out_region(self, at: int, region: Region) -> int:
        self.regions.append(region)
        return at + region.length

    def _lay_out_blocks(self, at: int) -> int:
        in_file = (PayloadState.FULLY_PRESENT, PayloadState.PARTIALLY_PRESENT)
        wanted = [("payload", block) for block, state in self.states.items()
                  if state in in_file or self.options.soft_anchors and state in (PayloadState.UNDEFINED,
                                                                                 PayloadState.UNMAPPED)]
        wanted += [("bitmap", chunk) for chunk in self._chunks_with_bitmap()]
        if self.options.shuffle:
            wanted = self.seeded.shuffled("block order", wanted)
        if self.options.log_extends_file:
            wanted.sort(key=lambda what: what == ("payload", self._smallest_block()))
        for kind, number in wanted:
            if self.options.shuffle:
                at = self._leave_gap(at, self.seeded.below(("gap", kind, number), 3) * MIB)
            (self.block_at if kind == "payload" else self.bitmap_at)[number] = at
            at += self.options.block_size if kind == "payload" else BITMAP_BLOCK_SIZE
        return at

    def _leave_gap(self, at: int, length: int) -> int:
        if length:
            self.blocks.write(at, NEVER_TO_BE_READ * KIB)
        return at + length

    def _chunks_with_bitmap(self) -> list[int]:
        partial = (b for b, state in self.states.items() if state == PayloadState.PARTIALLY_PRESENT)
        return sorted({block // self.geometry.chunk_ratio for block in partial}) if self.has_parent else []

    def _smallest_block(self) -> int:
        """The block with the least data: its pages have to fit into the log."""
        def data_pages(block: int) -> int:
            offset = block * self.options.block_size
            return sum(len(data) for _, data in self.content.data_runs(offset, self.geometry.block_length(block)))

        full = [b for b, state in self.states.items() if state == PayloadState.FULLY_PRESENT]
        return min(full, key=lambda block: (data_pages(block), block))

    def _fill_blocks(self) -> None:
        for block, at in self.block_at.items():
            if self.states[block] == PayloadState.FULLY_PRESENT or not self.has_parent and self.states[block] == 7:
                offset = block * self.options.block_size
                for run, data in self.content.data_runs(offset, self.geometry.block_length(block)):
                    self.blocks.write(at + run - offset, data)
            elif self.states[block] == PayloadState.PARTIALLY_PRESENT:
                self._fill_partial_block(block, at)
            else:
                self.blocks.write(at, NEVER_TO_BE_READ * (4 * KIB))
        for chunk, at in self.bitmap_at.items():
            self._fill_bitmap(chunk, at)

    def _fill_partial_block(self, block: int, at: int) -> None:
        """Sectors that the parent has to answer hold something else here, close to those that are present."""
        sector = self.options.logical_sector
        present = self._present_sectors(block)
        data = self.content.read(block * self.options.block_size, self.geometry.block_length(block))
        for number, here in enumerate(present):
            if here:
                self.blocks.write(at + number * sector, data[number * sector:(number + 1) * sector])
            elif any(present[max(0, number - 4):number + 5]):
                self.blocks.write(at + number * sector, NEVER_TO_BE_READ * (sector // 4))

    def _fill_bitmap(self, chunk: int, at: int) -> None:
        """Bit 0 of byte 0 is the first sector of the chunk."""
        per_block = self.options.block_size // self.options.logical_sector
        first = chunk * self.geometry.chunk_ratio
        for block in range(first, min(first + self.geometry.chunk_ratio, self.geometry.block_count)):
            state = self.states.get(block, PayloadState.NOT_PRESENT)
            if state == PayloadState.PARTIALLY_PRESENT:
                present = self._present_sectors(block)
                bits = sum(1 << number for number, here in enumerate(present) if here)
                data = bits.to_bytes(per_block // 8, "little")
            elif self.options.bitmap_noise:
                data = (b"\0" if state == PayloadState.FULLY_PRESENT else b"\xff") * (per_block // 8)
            else:
                data = (b"\xff" if state == PayloadState.FULLY_PRESENT else b"\0") * (per_block // 8)
            self.blocks.write(at + (block - first) * per_block // 8, data)

    def _fill_bat(self) -> None:
        for block, state in self.states.items():
            self.bat[self.geometry.payload_index(block)] = bat_entry(state, self.block_at.get(block, 0))
        for chunk, at in self.bitmap_at.items():
            self.bat[self.geometry.bitmap_index(chunk)] = bat_entry(BitmapState.PRESENT, at)

    # -- metadata, regions, headers

    @property
    def data_write_guid(self) -> uuid.UUID:
        return self.seeded.guid("DataWriteGuid")

    @property
    def virtual_disk_id(self) -> uuid.UUID:
        return self.options.parent.virtual_disk_id if self.has_parent else self.seeded.guid("VirtualDiskId")

    def region(self, guid: uuid.UUID) -> Region:
        return next(region for region in self.regions if region.guid == guid)

    def item(self, guid: uuid.UUID) -> MetadataItem:
        return next(item for item in self.metadata if item.guid == guid)

    def _describe(self) -> None:
        self._describe_metadata()
        log_guid = self.seeded.guid("LogGuid") if vhdx_log.is_dirty(self.options.log) else NO_GUID
        self.log_guid = log_guid
        current = Header(9, self.seeded.guid("FileWriteGuid"), self.data_write_guid, log_guid,
                         self.options.log_length, self.log_offset, self.options.log_version)
        older = replace(current, sequence_number=8, file_write_guid=self.seeded.guid("older FileWriteGuid"),
                        log_guid=NO_GUID if vhdx_log.is_dirty(self.options.log) else self.seeded.guid("older LogGuid"))
        self.headers = [older, current]
        if self.options.headers in ("first-newer", "first-only"):
            self.headers = [current, older]
        elif self.options.headers == "identical":
            self.headers = [current, current]

    def _describe_metadata(self) -> None:
        options = self.options
        flags = (LEAVE_BLOCK_ALLOCATED if options.kind == "fixed" else 0) | (HAS_PARENT if self.has_parent else 0)
        disk = IS_VIRTUAL_DISK | IS_REQUIRED
        self.metadata = [
            MetadataItem(FILE_PARAMETERS, pack_file_parameters(options.block_size, flags), IS_REQUIRED),
            MetadataItem(VIRTUAL_DISK_SIZE, struct.pack("<Q", self.content.size), disk),
            MetadataItem(LOGICAL_SECTOR_SIZE, struct.pack("<I", options.logical_sector), disk),
            MetadataItem(PHYSICAL_SECTOR_SIZE, struct.pack("<I", options.physical_sector), disk),
            MetadataItem(VIRTUAL_DISK_ID, self.virtual_disk_id.bytes_le, disk)]
        if self.has_parent:
            locator = pack_parent_locator(self.parent_locator())
            self.metadata.append(MetadataItem(PARENT_LOCATOR, locator, IS_REQUIRED))
        if options.unknown_optional:
            user = MetadataItem(self.seeded.guid("user item"), self.seeded.bytes("user item", 700), IS_USER)
            empty = MetadataItem(self.seeded.guid("empty user item"), b"", IS_USER, offset=0)
            system = MetadataItem(self.seeded.guid("system item"), self.seeded.bytes("system item", 33), 0)
            self.metadata = [user, *reversed(self.metadata), empty, system]
            self.metadata_overrides = {"spacing": 4 * KIB}
        if options.unknown_required_metadata:
            self.metadata.append(MetadataItem(self.seeded.guid("required item"), b"required", IS_REQUIRED))
        if options.incomplete_file:
            self.metadata.append(MetadataItem(INCOMPLETE_FILE, b"\1", IS_REQUIRED))

    def parent_locator(self) -> dict[str, str]:
        parent = self.options.parent
        volume = self.seeded.guid("volume of the parent")
        entries = {"parent_linkage": f"{{{parent.data_write_guid}}}",
                   "relative_path": f".\\{parent.file_name}",
                   "volume_path": f"\\\\?\\Volume{{{volume}}}\\Images\\{parent.file_name}",
                   "absolute_win32_path": f"\\\\?\\D:\\Images\\{parent.file_name}"}
        entries.update(self.options.locator)
        return {key: value for key, value in entries.items() if value is not None}

    # -- bytes

    def pack(self) -> SparseBytes:
        """The file as it has to be read: nothing is stale yet."""
        file = self.blocks.resized(max(self.end, self.blocks.size))
        file.write(FILE_IDENTIFIER_AT, self.file_identifier)
        for at, header in zip(HEADERS_AT, self.headers):
            file.write(at, header.pack())
        for at in REGION_TABLES_AT:
            file.write(at, pack_region_table(self.regions, self.region_count))
        self._damage_header_section(file)
        for index, entry in self.bat.items():
            file.write(self.bat_at + 8 * index, struct.pack("<Q", entry))
        self._pack_metadata(file)
        return file

    def _pack_metadata(self, file: SparseBytes) -> None:
        region = pack_metadata(self.metadata, **self.metadata_overrides)
        self.size_item_at = self.metadata_at + next((i.offset for i in self.metadata if i.guid == VIRTUAL_DISK_SIZE), 0)
        for offset, data in region.data_runs():
            file.write(self.metadata_at + offset, data)

    def _damage_header_section(self, file: SparseBytes) -> None:
        bad = {"first-only": HEADERS_AT[1], "second-only": HEADERS_AT[0]}.get(self.options.headers)
        if bad is not None:
            spoil(file, bad + 8)
        bad = {"first-bad": REGION_TABLES_AT[0], "second-bad": REGION_TABLES_AT[1]}.get(self.options.region_table)
        if bad is not None:
            spoil(file, bad + 16)

    def write_log(self, file: SparseBytes) -> SparseBytes:
        """Returns the file as a crash leaves it: stale pages, and a log that sets them right."""
        options = self.options
        scenario = vhdx_log.LogScenario(file, self._loggable_pages(file), self._stale_page,
                                        Seeded(f"log/{options.seed}"), self.log_guid, options.log_length)
        beyond_end = self.block_at[self._smallest_block()] if options.log_extends_file else None
        scenario.run(options.log, options.log_pages, beyond_end, MIB if options.truncate_below_flushed else 0)
        for offset, data in scenario.log.region.data_runs():
            scenario.disk.write(self.log_offset + offset, data)
        self.log_report = scenario.report() if options.log != "none" else {}
        return scenario.disk

    def _loggable_pages(self, file: SparseBytes) -> vhdx_log.Loggable:
        def pages(offset: int, length: int, only_data: bool = True) -> list[int]:
            return [at for at in range(offset, offset + length, LOG_SECTOR)
                    if not only_data or not file.is_zero(at, LOG_SECTOR)]

        payload = [page for block, at in sorted(self.block_at.items(), key=lambda b: b[1])
                   if self.states[block] == PayloadState.FULLY_PRESENT
                   for page in pages(at, min(self.options.block_size, 8 * MIB), only_data=False)]
        return vhdx_log.Loggable(
            region_table=list(REGION_TABLES_AT),
            metadata=[self.size_item_at - self.size_item_at % LOG_SECTOR],
            bat=pages(self.bat_at, self.bat_length),
            bitmap=[page for at in self.bitmap_at.values() for page in pages(at, BITMAP_BLOCK_SIZE)],
            payload=payload)

    def _stale_page(self, kind: str, offset: int, right: bytes) -> bytes:
        """What a reader that forgets the log would find: plausible wherever that is possible."""
        if kind == "metadata":    # the disk before it was expanded
            at = self.size_item_at - offset
            half = self.content.size // 2 // MIB * MIB
            return right[:at] + struct.pack("<Q", half) + right[at + 8:]
        if kind == "region_table":
            return right[:8] + bytes(LOG_SECTOR - 8)
        if kind in ("bat", "bitmap"):
            return bytes(LOG_SECTOR)
        return NEVER_TO_BE_READ * (LOG_SECTOR // 4)

    # -- the whole

    def build(self) -> SparseBytes:
        fault = vhdx_faults.FAULTS[self.options.fault] if self.options.fault else None
        if fault:
            fault.bend_values(self)
        file = self.write_log(self.pack())
        if fault:
            fault.bend_bytes(self, file)
        return file

    def as_parent(self) -> Parent:
        return Parent(self.file_name, self.content, self.data_write_guid, self.virtual_disk_id)

    def refusal(self) -> tuple[str, str] | None:
        """(keyword, reason) when a reader has to refuse this image."""
        options = self.options
        if options.fault:
            fault = vhdx_faults.FAULTS[options.fault]
            return fault.keyword, fault.why
        reasons = [
            (options.unknown_required_region, "region", "an unknown region is marked as required"),
            (options.unknown_required_metadata, "metadata", "an unknown metadata item is marked as required"),
            (options.incomplete_file, "incomplete", "the Incomplete File item says that creation was not finished"),
            (options.truncate_below_flushed, "truncated", "the file is smaller than FlushedFileOffset of the head"),
            (options.log == "dirty-invalid", "log", "LogGuid is set and no log entry is valid"),
            (options.log_version and vhdx_log.is_dirty(options.log), "log", "the log to replay has an unknown version"),
        ]
        return next(((keyword, why) for applies, keyword, why in reasons if applies), None)

    def report(self, file: SparseBytes) -> dict:
        names = [PayloadState(s).name for s in self.states.values() if s in list(PayloadState)]
        refusal = self.refusal()
        report = {
            "file": self.file_name, "format": "vhdx", "kind": self.options.kind,
            "expect": "refuse" if refusal else "content",
            "sha256": None if refusal or self.content.size > 64 * GIB else self.content.sha256(),
            "size": self.content.size, "file_size": file.size, "block_size": self.options.block_size,
            "logical_sector": self.options.logical_sector, "physical_sector": self.options.physical_sector,
            "virtual_disk_id": str(self.virtual_disk_id), "data_write_guid": str(self.data_write_guid),
            "blocks": {name: names.count(name) for name in sorted(set(names))},
            "headers": self.options.headers, "region_table": self.options.region_table}
        if refusal:
            report.update(keyword=refusal[0], why=refusal[1])
        if self.has_parent:
            report.update(parent=self.options.parent.file_name, parent_locator=self.parent_locator())
        if self.options.log != "none":
            report.update(log={"mode": self.options.log, **self.log_report})
        return report


def spoil(file: SparseBytes, offset: int, length: int = 4) -> None:
    """Inverts bytes, so that a checksum over them no longer holds."""
    file.write(offset, bytes(byte ^ 0xFF for byte in file.read(offset, length)))


def create(path: str, content: SparseBytes, options: Options) -> tuple[VhdxImage, dict]:
    image = VhdxImage(content, options, os.path.basename(path))
    file = image.build()
    file.save(path)
    return image, image.report(file)


def read_parent(path: str, raw: str) -> Parent:
    """Identity of an existing VHDX; its content is given as a raw file, so that nothing has to be decoded here."""
    with open(path, "rb") as file:
        headers = [_at(file, at, HEADER_SIZE) for at in HEADERS_AT]
        table = _at(file, REGION_TABLES_AT[0], 16 + 2047 * 32)
        metadata_at = next(struct.unpack_from("<Q", table, e + 16)[0] for e in range(16, len(table), 32)
                           if table[e:e + 16] == METADATA_REGION.bytes_le)
        items = _at(file, metadata_at, METADATA_TABLE_SIZE)
        id_at = next(struct.unpack_from("<I", items, e + 16)[0] for e in range(32, len(items), 32)
                     if items[e:e + 16] == VIRTUAL_DISK_ID.bytes_le)
        disk_id = uuid.UUID(bytes_le=_at(file, metadata_at + id_at, 16))
    valid = [h for h in headers if h[:4] == b"head"
             and struct.unpack_from("<I", h, 4)[0] == crc32c(h[:4] + bytes(4) + h[8:])]
    current = max(valid, key=lambda h: struct.unpack_from("<Q", h, 8)[0])
    return Parent(os.path.basename(path), SparseBytes.load(raw), uuid.UUID(bytes_le=current[32:48]), disk_id)


def _at(file, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


# --- command line ----------------------------------------------------------------------------------------

def size_argument(text: str) -> int:
    units = {"K": KIB, "M": MIB, "G": GIB}
    return int(text[:-1]) * units[text[-1].upper()] if text[-1:].upper() in units else int(text)


def state_argument(text: str) -> tuple[int, int]:
    block, name = text.split("=")
    return int(block), PayloadState[name.upper().replace("-", "_")]


def key_argument(text: str) -> tuple[str, str | None]:
    key, separator, value = text.partition("=")
    return key, value if separator else None


def list_argument(allowed: tuple[str, ...]):
    def parse(text: str) -> tuple[str, ...]:
        names = tuple(text.replace("-", "_").split(","))
        if not set(names) <= set(allowed):
            raise argparse.ArgumentTypeError(f"{text}: choose from {', '.join(allowed)}")
        return names
    return parse


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description="Writes VHDX test images.", epilog=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("raw", nargs="*", help="raw content; several files make a chain, base first")
    p.add_argument("--output", nargs="+", default=[], metavar="FILE", help="one VHDX for each raw file")
    p.add_argument("--list-faults", action="store_true", help="name what readers have to refuse, and why")
    p.add_argument("--seed", default="1", help="of GUIDs, order and poison (default 1)")

    disk = p.add_argument_group("disk")
    disk.add_argument("--kind", choices=KINDS, help="default: dynamic, or differencing where there is a parent")
    disk.add_argument("--block-size", type=size_argument, default=MIB, help="1M to 256M, a power of two (default 1M)")
    disk.add_argument("--logical-sector", type=int, choices=(512, 4096), default=512)
    disk.add_argument("--physical-sector", type=int, choices=(512, 4096), default=4096)
    disk.add_argument("--sparse-fixed", action="store_true", help="fixed: leave zero blocks out")

    parent = p.add_argument_group("parent")
    parent.add_argument("--parent", metavar="VHDX", help="for a single raw file: the parent")
    parent.add_argument("--parent-raw", metavar="RAW", help="the content of that parent")
    parent.add_argument("--locator", type=key_argument, action="append", default=[], metavar="KEY[=VALUE]",
                        help=f"change a parent locator entry, or leave it out: {', '.join(LINKAGE_KEYS)}")
    parent.add_argument("--full-blocks", action="store_true", help="no partially present blocks")
    parent.add_argument("--bitmap-noise", action="store_true", help="wrong bits for blocks that are not partial")

    layout = p.add_argument_group("layout")
    layout.add_argument("--block-state", type=state_argument, action="append", default=[], metavar="N=STATE",
                        help="undefined, zero, unmapped read as zeros, also over a parent's data; fully-present ...")
    layout.add_argument("--absent-states", choices=("not-present", "mixed"), default="not-present")
    layout.add_argument("--soft-anchors", action="store_true", help="undefined and unmapped blocks keep an offset")
    layout.add_argument("--shuffle", action="store_true", help="blocks in random order with gaps")
    layout.add_argument("--piece-order", type=list_argument(PIECES), default=PIECES, help="default " + ",".join(PIECES))
    layout.add_argument("--headers", choices=HEADER_VARIANTS, default="both")
    layout.add_argument("--region-table", choices=REGION_TABLE_VARIANTS, default="both")
    layout.add_argument("--unknown-optional", action="store_true", help="unknown region and items, not required")

    log = p.add_argument_group("log")
    log.add_argument("--log", choices=vhdx_log.MODES, default="none",
                     help="; ".join(f"{mode}: {what}" for mode, what in vhdx_log.MODES.items()))
    log.add_argument("--log-length", type=size_argument, default=MIB)
    log.add_argument("--log-pages", type=list_argument(vhdx_log.Loggable.KINDS), default=vhdx_log.Loggable.KINDS,
                     help="what is stale on disk: " + ",".join(vhdx_log.Loggable.KINDS))
    log.add_argument("--log-version", type=int, default=0)
    log.add_argument("--log-extends-file", action="store_true", help="LastFileOffset lies beyond the physical end")

    bad = p.add_argument_group("to be refused by readers")
    bad.add_argument("--truncate-below-flushed", action="store_true")
    bad.add_argument("--unknown-required-region", action="store_true")
    bad.add_argument("--unknown-required-metadata", action="store_true")
    bad.add_argument("--incomplete-file", action="store_true")
    bad.add_argument("--fault", choices=sorted(vhdx_faults.FAULTS), metavar="NAME", help="see --list-faults")
    return p


def options_from(arguments: argparse.Namespace) -> Options:
    values = {name: value for name, value in vars(arguments).items() if name in Options.__dataclass_fields__}
    values.update(block_states=dict(arguments.block_state), locator=dict(arguments.locator), parent=None)
    return Options(**values)


def main(argv: list[str] | None = None) -> int:
    p = parser()
    arguments = p.parse_args(argv)
    if arguments.list_faults:
        faults = vhdx_faults.FAULTS.items()
        print(json.dumps({name: {"keyword": fault.keyword, "why": fault.why} for name, fault in faults}, indent=2))
        return 0
    if not arguments.raw or len(arguments.raw) != len(arguments.output):
        p.error("give one --output for each raw file")
    if bool(arguments.parent) != bool(arguments.parent_raw):
        p.error("--parent and --parent-raw go together")
    options = options_from(arguments)
    parent = read_parent(arguments.parent, arguments.parent_raw) if arguments.parent else None
    reports = []
    for number, (raw, output) in enumerate(zip(arguments.raw, arguments.output)):
        last = number == len(arguments.raw) - 1   # what is special is the leaf of the chain
        kind = "differencing" if parent else options.kind if options.kind not in (None, "differencing") else "dynamic"
        these = options if last else Options(block_size=options.block_size, logical_sector=options.logical_sector,
                                             physical_sector=options.physical_sector, shuffle=options.shuffle)
        these = replace(these, kind=kind, parent=parent, seed=f"{options.seed}/{number}")
        image, report = create(output, SparseBytes.load(raw), these)
        parent = image.as_parent()
        reports.append(report)
    print(json.dumps(reports[0] if len(reports) == 1 else reports, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
