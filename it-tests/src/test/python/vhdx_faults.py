"""Named faults of VHDX files that a reader has to refuse. A wrong answer is worse than none.

A fault bends the values of an image before it is packed, or the bytes of the finished file. `keyword` is one word
for the cause, for tests that look at messages; `why` says it in a sentence.
"""
from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass, replace
from typing import Callable

from sparse import KIB, MIB, SparseBytes, TIB
from vhdx_format import (
    BAT_REGION, FILE_PARAMETERS, HEADERS_AT, LOG_SECTOR, LOGGABLE_FROM, LOGICAL_SECTOR_SIZE, METADATA_REGION,
    PARENT_LOCATOR, REGION_TABLES_AT, VIRTUAL_DISK_SIZE, BitmapState, CircularLog, DataDescriptor, LogEntry,
    PayloadState, ZeroDescriptor, bat_entry, pack_file_parameters, pack_parent_locator)


def nothing(*_) -> None:
    pass


@dataclass
class Fault:
    keyword: str
    why: str
    needs: dict                     # options of an image that can show the fault
    bend_values: Callable = nothing
    bend_bytes: Callable = nothing


FAULTS: dict[str, Fault] = {}

A_CHILD = {"kind": "differencing"}
DIRTY = {"log": "dirty-empty"}     # without the fault such an image reads well


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


def spoil(file: SparseBytes, offset: int) -> None:
    file.write(offset, bytes(byte ^ 0xFF for byte in file.read(offset, 4)))


# --- file identifier and headers (2.2.1, 2.2.2) ----------------------------------------------------------

@values("identifier-signature", "signature", "the file does not start with vhdxfile")
def _(image):
    image.file_identifier = b"vhdxfilf" + image.file_identifier[8:]


@file_bytes("headers-both-bad", "header", "the checksums of both headers are wrong")
def _(image, file):
    for at in HEADERS_AT:
        spoil(file, at + 8)


@values("headers-same-sequence", "sequence", "both headers are valid, with one sequence number and different GUIDs")
def _(image):
    image.headers[0] = replace(image.headers[0], sequence_number=image.headers[1].sequence_number)


@values("header-version", "version", "Version of the header is 2")
def _(image):
    image.headers = [replace(header, version=2) for header in image.headers]


@values("header-signature", "header", "neither header has its signature")
def _(image):
    image.headers = [replace(header, signature=b"haed") for header in image.headers]


@values("log-offset-unaligned", "log", "LogOffset is not a multiple of 1 MiB and the log has to be replayed", **DIRTY)
def _(image):
    image.log_offset += LOG_SECTOR
    image.headers = [replace(header, log_offset=image.log_offset) for header in image.headers]


@values("log-length-unaligned", "log", "LogLength is not a multiple of 1 MiB and the log has to be replayed", **DIRTY)
def _(image):
    image.headers = [replace(header, log_length=MIB + LOG_SECTOR) for header in image.headers]


@values("log-length-zero", "log", "LogGuid is set and LogLength is 0", **DIRTY)
def _(image):
    image.headers = [replace(header, log_length=0) for header in image.headers]


@values("log-beyond-end", "log", "the log, which has to be replayed, lies behind the end of the file", **DIRTY)
def _(image):
    image.headers = [replace(header, log_offset=TIB) for header in image.headers]


# --- region table (2.2.3) --------------------------------------------------------------------------------

@file_bytes("region-tables-both-bad", "region", "the checksums of both region tables are wrong")
def _(image, file):
    for at in REGION_TABLES_AT:
        spoil(file, at + 16)


@values("region-bat-missing", "region", "the region table has no BAT")
def _(image):
    bat = image.region(BAT_REGION)
    bat.guid, bat.required = image.seeded.guid("not the BAT"), False


@values("region-metadata-missing", "region", "the region table has no metadata region")
def _(image):
    metadata = image.region(METADATA_REGION)
    metadata.guid, metadata.required = image.seeded.guid("not the metadata"), False


@values("region-count", "region", "the region table says that it has 2048 entries; 2047 fit")
def _(image):
    image.region_count = 2048


@values("region-unaligned", "region", "a region does not start at a multiple of 1 MiB")
def _(image):
    image.region(BAT_REGION).offset += 64 * KIB


@values("region-in-header-section", "region", "a region starts inside the header section")
def _(image):
    image.region(BAT_REGION).offset = 0


@values("region-beyond-end", "region", "the BAT lies behind the end of the file")
def _(image):
    image.region(BAT_REGION).offset = TIB


@values("region-overlap", "overlap", "the BAT and the metadata region overlap")
def _(image):
    image.region(BAT_REGION).offset = image.region(METADATA_REGION).offset


@values("region-bat-twice", "region", "the region table names the BAT twice")
def _(image):
    image.regions.append(replace(image.region(BAT_REGION), offset=image.end))
    image.end += MIB


@values("region-bat-too-short", "region", "the BAT region has no room for the entries of all blocks",
        virtual_size=4096 * MIB * 33, block_size=MIB)
def _(image):
    image.region(BAT_REGION).length = MIB


# --- metadata (2.6) --------------------------------------------------------------------------------------

@values("metadata-signature", "metadata", "the metadata table does not have its signature")
def _(image):
    image.metadata_overrides["signature"] = b"metadate"


@values("metadata-count", "metadata", "the metadata table says that it has 2048 entries; 2047 fit")
def _(image):
    image.metadata_overrides["count"] = 2048


def _missing(name: str, guid: uuid.UUID, what: str) -> None:
    @values(name, "metadata", f"the required item {what} is missing")
    def _(image):
        image.metadata.remove(image.item(guid))


_missing("metadata-no-file-parameters", FILE_PARAMETERS, "File Parameters")
_missing("metadata-no-size", VIRTUAL_DISK_SIZE, "Virtual Disk Size")
_missing("metadata-no-logical-sector", LOGICAL_SECTOR_SIZE, "Logical Sector Size")


@file_bytes("metadata-item-outside", "metadata", "a metadata item reaches beyond the metadata region")
def _(image, file):
    _patch_item_entry(image, file, VIRTUAL_DISK_SIZE, offset=MIB - 4)


@file_bytes("metadata-item-in-table", "metadata", "a metadata item lies inside the metadata table")
def _(image, file):
    _patch_item_entry(image, file, VIRTUAL_DISK_SIZE, offset=32)


@file_bytes("metadata-item-length", "metadata", "the length of an item is not that of its kind")
def _(image, file):
    _patch_item_entry(image, file, VIRTUAL_DISK_SIZE, length=4)


def _patch_item_entry(image, file: SparseBytes, guid: uuid.UUID, **changes: int) -> None:
    at = image.metadata_at + 32 + 32 * image.metadata.index(image.item(guid))
    offset, length = struct.unpack("<II", file.read(at + 16, 8))
    file.write(at + 16, struct.pack("<II", changes.get("offset", offset), changes.get("length", length)))


def _item_value(name: str, keyword: str, why: str, guid: uuid.UUID, data: bytes, **needs) -> None:
    @values(name, keyword, why, **needs)
    def _(image):
        image.item(guid).data = data


_item_value("block-size-small", "block", "BlockSize is 512 KiB; the least is 1 MiB",
            FILE_PARAMETERS, pack_file_parameters(512 * KIB, 0))
_item_value("block-size-large", "block", "BlockSize is 512 MiB; the most is 256 MiB",
            FILE_PARAMETERS, pack_file_parameters(512 * MIB, 0))
_item_value("block-size-odd", "block", "BlockSize is 3 MiB, not a power of two",
            FILE_PARAMETERS, pack_file_parameters(3 * MIB, 0))
_item_value("block-size-zero", "block", "BlockSize is 0", FILE_PARAMETERS, pack_file_parameters(0, 0))
_item_value("size-above-64-tib", "size", "VirtualDiskSize is more than 64 TiB",
            VIRTUAL_DISK_SIZE, struct.pack("<Q", 64 * TIB + 4096))
_item_value("size-negative", "size", "VirtualDiskSize has its top bit set",
            VIRTUAL_DISK_SIZE, struct.pack("<Q", 1 << 63))
_item_value("size-not-whole-sectors", "size", "VirtualDiskSize is not a multiple of the logical sector",
            VIRTUAL_DISK_SIZE, struct.pack("<Q", MIB + 512), logical_sector=4096)
_item_value("logical-sector-1024", "sector", "the logical sector size is 1024; 512 and 4096 exist",
            LOGICAL_SECTOR_SIZE, struct.pack("<I", 1024))
_item_value("logical-sector-zero", "sector", "the logical sector size is 0", LOGICAL_SECTOR_SIZE, bytes(4))


# --- parent locator (2.6.2.6) ----------------------------------------------------------------------------

@values("locator-missing", "parent", "HasParent is set and there is no parent locator", **A_CHILD)
def _(image):
    image.metadata.remove(image.item(PARENT_LOCATOR))


@values("locator-type", "parent", "the parent locator is of an unknown type", **A_CHILD)
def _(image):
    image.item(PARENT_LOCATOR).data = pack_parent_locator(image.parent_locator(), image.seeded.guid("locator type"))


def _locator(name: str, why: str, change: Callable) -> None:
    """:param change: image -> entries to set, or to leave out where the value is None"""
    @values(name, "parent", why, **A_CHILD)
    def _(image):
        entries = {**image.parent_locator(), **change(image)}
        entries = {key: value for key, value in entries.items() if value is not None}
        image.item(PARENT_LOCATOR).data = pack_parent_locator(entries)


_ELSEWHERE = {"volume_path": None, "absolute_win32_path": None}

_locator("parent-linkage-wrong", "parent_linkage is not the DataWriteGuid of the file found: the parent was changed",
         lambda image: {"parent_linkage": f"{{{image.seeded.guid('another parent')}}}"})
_locator("parent-linkage-missing", "the parent locator does not say which parent it means",
         lambda image: {"parent_linkage": None})
_locator("parent-no-path", "the parent locator has no path",
         lambda image: {"relative_path": None, **_ELSEWHERE})
_locator("parent-not-found", "the parent does not exist",
         lambda image: {"relative_path": ".\\no-such-parent.vhdx", **_ELSEWHERE})
_locator("parent-outside", "the parent locator leads out of the folder of the image",
         lambda image: {"relative_path": "..\\..\\..\\..\\..\\..\\..\\..\\..\\..\\etc\\hostname", **_ELSEWHERE})
_locator("parent-unc", "the parent locator names a file on another computer",
         lambda image: {"relative_path": "\\\\192.0.2.1\\share\\parent.vhdx", "volume_path": None,
                        "absolute_win32_path": "\\\\?\\UNC\\192.0.2.1\\share\\parent.vhdx"})
_locator("parent-itself", "the image is its own parent",
         lambda image: {"parent_linkage": f"{{{image.data_write_guid}}}",
                        "relative_path": f".\\{image.file_name}", **_ELSEWHERE})


@file_bytes("locator-value-outside", "parent", "a value of the parent locator lies outside of the item", **A_CHILD)
def _(image, file):
    at = image.metadata_at + image.item(PARENT_LOCATOR).offset
    file.write(at + 20 + 4, struct.pack("<I", 0xFFFFFFF0))


# --- block allocation table (2.5) ------------------------------------------------------------------------

def _first_payload_index(image) -> int:
    return image.geometry.payload_index(min(image.block_at))


def _bat(name: str, keyword: str, why: str, change: Callable, **needs) -> None:
    """:param change: (image, old entry) -> new entry of the first block that is present"""
    @values(name, keyword, why, **needs)
    def _(image):
        index = _first_payload_index(image)
        image.bat[index] = change(image, image.bat[index])


_bat("bat-state-4", "state", "payload block state 4 is reserved", lambda image, old: old & ~7 | 4)
_bat("bat-state-5", "state", "payload block state 5 is reserved", lambda image, old: old & ~7 | 5)
_bat("bat-reserved-bits", "reserved", "reserved bits of a BAT entry are set", lambda image, old: old | 1 << 7)
_bat("bat-beyond-end", "beyond", "a block lies behind the end of the file",
     lambda image, old: bat_entry(PayloadState.FULLY_PRESENT, image.end + 64 * MIB))
_bat("bat-offset-huge", "beyond", "the offset of a block is near 2^64",
     lambda image, old: PayloadState.FULLY_PRESENT | 0xFFFFFFFFFFF << 20)
_bat("bat-offset-zero", "overlap", "a block that is present lies on the header section",
     lambda image, old: bat_entry(PayloadState.FULLY_PRESENT, 0))
_bat("bat-over-bat", "overlap", "a block lies on the BAT",
     lambda image, old: bat_entry(PayloadState.FULLY_PRESENT, image.region(BAT_REGION).offset))
_bat("bat-over-metadata", "overlap", "a block lies on the metadata region",
     lambda image, old: bat_entry(PayloadState.FULLY_PRESENT, image.region(METADATA_REGION).offset))
_bat("bat-over-log", "overlap", "a block lies on the log",
     lambda image, old: bat_entry(PayloadState.FULLY_PRESENT, image.log_offset))


@values("bat-blocks-overlap", "overlap", "two blocks share their place in the file", virtual_size=2 * MIB)
def _(image):
    first, second = sorted(image.block_at)[:2]
    image.bat[image.geometry.payload_index(second)] = image.bat[image.geometry.payload_index(first)]


@values("bat-bitmap-missing", "bitmap", "a block is partially present and its chunk has no sector bitmap", **A_CHILD)
def _(image):
    image.bat[image.geometry.bitmap_index(0)] = bat_entry(BitmapState.NOT_PRESENT)


@values("bat-bitmap-state", "bitmap", "sector bitmap state 3 is reserved", **A_CHILD)
def _(image):
    index = image.geometry.bitmap_index(0)
    image.bat[index] = image.bat[index] & ~7 | 3


@values("bat-bitmap-beyond-end", "beyond", "a sector bitmap lies behind the end of the file", **A_CHILD)
def _(image):
    image.bat[image.geometry.bitmap_index(0)] = bat_entry(BitmapState.PRESENT, image.end + 64 * MIB)


@values("bat-bitmap-over-block", "overlap", "a sector bitmap lies on a payload block", **A_CHILD)
def _(image):
    image.bat[image.geometry.bitmap_index(0)] = bat_entry(BitmapState.PRESENT, min(image.block_at.values()))


@file_bytes("file-cut", "beyond", "the end of the file, with half of the last block, is missing")
def _(image, file):
    file.resize(file.size - image.options.block_size // 2)


# --- log entries (2.3); each image has LogGuid set and this one entry ------------------------------------

def _log_entry(name: str, why: str, make: Callable, spoil_packed: Callable = lambda packed: packed) -> None:
    """:param make: (image, file, descriptors) -> the entry; it must not be valid"""
    @file_bytes(name, "log", why, **DIRTY)
    def _(image, file):
        file.zero(image.log_offset, image.options.log_length)
        at = min(image.block_at.values())
        descriptors = [DataDescriptor(at, image.seeded.bytes("log page", LOG_SECTOR)),
                       ZeroDescriptor(at + LOG_SECTOR, LOG_SECTOR)]
        entry = LogEntry(77, image.log_guid, descriptors, flushed_file_offset=file.size, last_file_offset=file.size)
        entry = make(image, entry)
        log = CircularLog(image.options.log_length)
        log.append(entry, spoil_packed(entry.pack()))
        for offset, data in log.region.data_runs():
            file.write(image.log_offset + offset, data)


def _with_write_at(place: Callable):
    """:param place: image -> file offset that the entry's data descriptor writes"""
    def make(image, entry):
        entry.descriptors[0] = replace(entry.descriptors[0], file_offset=place(image))
        return entry
    return make


def _with_zeros(place: Callable, length: int):
    def make(image, entry):
        entry.descriptors[1] = ZeroDescriptor(place(image), length)
        return entry
    return make


def _payload(image) -> int:
    return min(image.block_at.values())


_log_entry("log-checksum", "the checksum of the only log entry is wrong",
           lambda image, entry: entry, lambda packed: packed[:-1] + b"\xee")
_log_entry("log-other-guid", "the only log entry belongs to another log",
           lambda image, entry: replace(entry, log_guid=image.seeded.guid("other log")))
_log_entry("log-sequence-zero", "the only log entry has sequence number 0",
           lambda image, entry: replace(entry, sequence_number=0))
_log_entry("log-descriptor-sequence", "a descriptor's sequence number is not that of its entry",
           lambda image, entry: replace(entry, descriptor_sequence=76))
_log_entry("log-descriptor-signature", "a descriptor has an unknown signature",
           lambda image, entry: replace(entry, descriptors=[replace(entry.descriptors[0], signature=b"dxsc"),
                                                            *entry.descriptors[1:]]))
_log_entry("log-descriptor-count", "more descriptors are announced than the entry has room for",
           lambda image, entry: replace(entry, descriptor_count=0x7FFFFFFF))
_log_entry("log-tail-outside", "Tail of the only entry lies outside of the sequence",
           lambda image, entry: replace(entry, tail=64 * LOG_SECTOR))
_log_entry("log-tail-beyond", "Tail of the only entry lies outside of the log",
           lambda image, entry: replace(entry, tail=16 * MIB))
_log_entry("log-writes-header", "a log entry writes a header; logs may write from the region tables on",
           _with_write_at(lambda image: HEADERS_AT[0]))
_log_entry("log-writes-identifier", "a log entry zeroes the file identifier",
           _with_zeros(lambda image: 0, LOGGABLE_FROM))
_log_entry("log-writes-log", "a log entry writes into the log itself",
           _with_write_at(lambda image: image.log_offset + 128 * LOG_SECTOR))
_log_entry("log-write-unaligned", "a log entry writes a page that is not aligned to 4 KiB",
           _with_write_at(lambda image: _payload(image) + 512))
_log_entry("log-zeros-unaligned", "a log entry zeroes a length that is not a multiple of 4 KiB",
           _with_zeros(_payload, 512))
_log_entry("log-zeros-overflow", "offset plus length of a zero descriptor is more than 2^64",
           _with_zeros(lambda image: image.end, (1 << 64) - LOG_SECTOR))
