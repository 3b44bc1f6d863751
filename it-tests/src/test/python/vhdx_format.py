"""The structures of a VHDX file as bytes, named after [MS-VHDX]. Values in, bytes out; no file is touched here."""
from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass, field
from enum import IntEnum

from sparse import KIB, MIB, SparseBytes

NO_GUID = uuid.UUID(int=0)

# 2.2: the header section
FILE_IDENTIFIER_AT = 0
HEADERS_AT = (64 * KIB, 128 * KIB)
REGION_TABLES_AT = (192 * KIB, 256 * KIB)
HEADER_SECTION_SIZE = MIB
HEADER_SIZE = 4 * KIB
REGION_TABLE_SIZE = 64 * KIB

# 2.2.3.2: regions
BAT_REGION = uuid.UUID("2DC27766-F623-4200-9D64-115E9BFD4A08")
METADATA_REGION = uuid.UUID("8B7CA206-4790-4B9A-B8FE-575F050F886E")

# 2.6.2: metadata items
FILE_PARAMETERS = uuid.UUID("CAA16737-FA36-4D43-B3B6-33F0AA44E76B")
VIRTUAL_DISK_SIZE = uuid.UUID("2FA54224-CD1B-4876-B211-5DBED83BF4B8")
VIRTUAL_DISK_ID = uuid.UUID("BECA12AB-B2E6-4523-93EF-C309E000C746")
LOGICAL_SECTOR_SIZE = uuid.UUID("8141BF1D-A96F-4709-BA47-F233A8FAAB5F")
PHYSICAL_SECTOR_SIZE = uuid.UUID("CDA348C7-445D-4471-9CC9-E9885251C556")
PARENT_LOCATOR = uuid.UUID("A8D35F2D-B30B-454D-ABF7-D3D84834AB0C")
INCOMPLETE_FILE = uuid.UUID("71CC85F0-1B69-4E28-9558-C3BF83AE75D3")
VHDX_PARENT_LOCATOR_TYPE = uuid.UUID("B04AEFB7-D19E-4A81-B789-25B8E9445913")

IS_USER, IS_VIRTUAL_DISK, IS_REQUIRED = 1, 2, 4
LEAVE_BLOCK_ALLOCATED, HAS_PARENT = 1, 2

METADATA_TABLE_SIZE = 64 * KIB
SECTORS_PER_BITMAP_BLOCK = 1 << 23  # one bit a sector in a sector bitmap block of 1 MiB
BITMAP_BLOCK_SIZE = MIB

LOG_SECTOR = 4 * KIB
LOG_DATA_BYTES = slice(8, 4092)  # of a page: what its data sector carries; the rest is in the descriptor
LOGGABLE_FROM = REGION_TABLES_AT[0]


class PayloadState(IntEnum):
    """2.5.1.1"""
    NOT_PRESENT = 0
    UNDEFINED = 1
    ZERO = 2
    UNMAPPED = 3
    FULLY_PRESENT = 6
    PARTIALLY_PRESENT = 7


class BitmapState(IntEnum):
    """2.5.1.2"""
    NOT_PRESENT = 0
    PRESENT = 6


READS_AS_ZEROS = (PayloadState.UNDEFINED, PayloadState.ZERO, PayloadState.UNMAPPED)


# --- checksum --------------------------------------------------------------------------------------------

_POLYNOMIAL = 0x82F63B78  # Castagnoli, reflected
_ZERO_RUN = 256           # zeros are stepped over in runs of this length


def _byte_table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _byte_table()


def _zero_run_tables() -> list[list[int]]:
    """For each byte of the register: what it becomes after _ZERO_RUN zero bytes. A CRC is linear, so four
    look-ups and three XORs then replace _ZERO_RUN steps; headers and region tables are nearly all zeros."""
    def advance(register: int) -> int:
        for _ in range(_ZERO_RUN):
            register = _TABLE[register & 0xFF] ^ (register >> 8)
        return register

    tables = []
    for shift in (0, 8, 16, 24):
        bits = [advance(1 << (shift + bit)) for bit in range(8)]
        row = [0] * 256
        for value in range(1, 256):
            low = value & -value
            row[value] = row[value ^ low] ^ bits[low.bit_length() - 1]
        tables.append(row)
    return tables


_ZEROS = _zero_run_tables()


def crc32c(data: bytes) -> int:
    register = 0xFFFFFFFF
    table = _TABLE
    zero_run = bytes(_ZERO_RUN)
    a, b, c, d = _ZEROS
    for at in range(0, len(data), _ZERO_RUN):
        piece = data[at:at + _ZERO_RUN]
        if piece == zero_run:
            register = a[register & 0xFF] ^ b[register >> 8 & 0xFF] ^ c[register >> 16 & 0xFF] ^ d[register >> 24]
        else:
            for byte in piece:
                register = table[(register ^ byte) & 0xFF] ^ (register >> 8)
    return register ^ 0xFFFFFFFF


def with_checksum(data: bytes) -> bytes:
    """Puts the CRC-32C of all the bytes, taken with the field zero, into the field at offset 4."""
    cleared = data[:4] + bytes(4) + data[8:]
    return data[:4] + struct.pack("<I", crc32c(cleared)) + data[8:]


# --- header section --------------------------------------------------------------------------------------

def pack_file_identifier(creator: str) -> bytes:
    return b"vhdxfile" + creator.encode("utf-16-le").ljust(512, b"\0")


@dataclass
class Header:
    """2.2.2"""
    sequence_number: int
    file_write_guid: uuid.UUID
    data_write_guid: uuid.UUID
    log_guid: uuid.UUID
    log_length: int
    log_offset: int
    log_version: int = 0
    version: int = 1
    signature: bytes = b"head"

    def pack(self) -> bytes:
        fields = (self.signature + struct.pack("<IQ", 0, self.sequence_number)
                  + self.file_write_guid.bytes_le + self.data_write_guid.bytes_le + self.log_guid.bytes_le
                  + struct.pack("<HHIQ", self.log_version, self.version, self.log_length, self.log_offset))
        return with_checksum(fields.ljust(HEADER_SIZE, b"\0"))


@dataclass
class Region:
    """2.2.3.2"""
    guid: uuid.UUID
    offset: int
    length: int
    required: bool = True

    def pack(self) -> bytes:
        return self.guid.bytes_le + struct.pack("<QII", self.offset, self.length, int(self.required))


def pack_region_table(regions: list[Region], count: int | None = None) -> bytes:
    """2.2.3"""
    count = len(regions) if count is None else count
    table = b"regi" + struct.pack("<III", 0, count, 0) + b"".join(region.pack() for region in regions)
    return with_checksum(table.ljust(REGION_TABLE_SIZE, b"\0"))


# --- metadata region -------------------------------------------------------------------------------------

@dataclass
class MetadataItem:
    """2.6.1.2; the offset, from the start of the region, is given out when the region is packed."""
    guid: uuid.UUID
    data: bytes
    flags: int
    offset: int | None = None

    def pack_entry(self) -> bytes:
        offset = self.offset if self.data else 0
        return self.guid.bytes_le + struct.pack("<IIII", offset, len(self.data), self.flags, 0)


def pack_metadata(items: list[MetadataItem], signature: bytes = b"metadata", count: int | None = None,
                  spacing: int = 1) -> SparseBytes:
    """2.6.1: the table, then the items one after another, each at a multiple of `spacing`."""
    at = METADATA_TABLE_SIZE
    for item in items:
        if item.offset is None:
            item.offset = -(-at // spacing) * spacing
            at = item.offset + len(item.data)
    count = len(items) if count is None else count
    region = SparseBytes()
    region.write(0, signature + struct.pack("<HH", 0, count) + bytes(20) + b"".join(i.pack_entry() for i in items))
    for item in items:
        region.write(item.offset, item.data)
    return region


def pack_file_parameters(block_size: int, flags: int) -> bytes:
    return struct.pack("<II", block_size, flags)


def pack_parent_locator(entries: dict[str, str], locator_type: uuid.UUID = VHDX_PARENT_LOCATOR_TYPE) -> bytes:
    """2.6.2.6: a header, a table of keys and values, then their UTF-16 texts."""
    at = 20 + 12 * len(entries)
    table, texts = b"", b""
    for key, value in entries.items():
        key_bytes, value_bytes = key.encode("utf-16-le"), value.encode("utf-16-le")
        table += struct.pack("<IIHH", at, at + len(key_bytes), len(key_bytes), len(value_bytes))
        texts += key_bytes + value_bytes
        at += len(key_bytes) + len(value_bytes)
    return locator_type.bytes_le + struct.pack("<HH", 0, len(entries)) + table + texts


# --- block allocation table ------------------------------------------------------------------------------

@dataclass(frozen=True)
class Geometry:
    """2.3 and 2.5: where the entry of a block stands in the BAT. The layout is the same for every kind of disk."""
    size: int
    block_size: int
    logical_sector: int

    @property
    def chunk_ratio(self) -> int:
        return SECTORS_PER_BITMAP_BLOCK * self.logical_sector // self.block_size

    @property
    def block_count(self) -> int:
        return -(-self.size // self.block_size)

    @property
    def chunk_count(self) -> int:
        return -(-self.block_count // self.chunk_ratio)

    def bat_entries(self, has_parent: bool) -> int:
        if has_parent:
            return self.chunk_count * (self.chunk_ratio + 1)
        return self.block_count + (self.block_count - 1) // self.chunk_ratio

    def payload_index(self, block: int) -> int:
        return block + block // self.chunk_ratio

    def bitmap_index(self, chunk: int) -> int:
        return (chunk + 1) * self.chunk_ratio + chunk

    def block_length(self, block: int) -> int:
        """The bytes of a block that belong to the virtual disk; the last block may reach past its end."""
        return min(self.block_size, self.size - block * self.block_size)


def bat_entry(state: int, offset: int = 0, reserved: int = 0) -> int:
    """2.5.1: state in bits 0-2, reserved bits 3-19, offset in MiB in bits 20-63."""
    return state | reserved << 3 | offset // MIB << 20


# --- log -------------------------------------------------------------------------------------------------

@dataclass
class DataDescriptor:
    """2.3.1.3, with the page of 4 KiB that it writes"""
    file_offset: int
    page: bytes
    signature: bytes = b"desc"

    def pack(self, sequence_number: int) -> bytes:
        return self.signature + self.page[4092:] + self.page[:8] + struct.pack("<QQ", self.file_offset, sequence_number)

    def pack_data_sector(self, sequence_number: int) -> bytes:
        """2.3.1.4: the sequence number stands divided at both ends, so that a torn write shows."""
        high, low = sequence_number >> 32, sequence_number & 0xFFFFFFFF
        return b"data" + struct.pack("<I", high) + self.page[LOG_DATA_BYTES] + struct.pack("<I", low)


@dataclass
class ZeroDescriptor:
    """2.3.1.2"""
    file_offset: int
    length: int

    def pack(self, sequence_number: int) -> bytes:
        return b"zero" + struct.pack("<IQQQ", 0, self.length, self.file_offset, sequence_number)


@dataclass
class LogEntry:
    """2.3.1: header, descriptors (126 in the first sector, 128 in each further one), data sectors"""
    sequence_number: int
    log_guid: uuid.UUID
    descriptors: list = field(default_factory=list)
    tail: int = 0
    flushed_file_offset: int = 0
    last_file_offset: int = 0
    descriptor_count: int | None = None
    descriptor_sequence: int | None = None

    @property
    def length(self) -> int:
        head = -(-(64 + 32 * len(self.descriptors)) // LOG_SECTOR) * LOG_SECTOR
        return head + LOG_SECTOR * len(self._data())

    def pack(self) -> bytes:
        count = len(self.descriptors) if self.descriptor_count is None else self.descriptor_count
        sequence = self.sequence_number if self.descriptor_sequence is None else self.descriptor_sequence
        head = (b"loge" + struct.pack("<IIIQII", 0, self.length, self.tail, self.sequence_number, count, 0)
                + self.log_guid.bytes_le + struct.pack("<QQ", self.flushed_file_offset, self.last_file_offset)
                + b"".join(descriptor.pack(sequence) for descriptor in self.descriptors))
        data = b"".join(descriptor.pack_data_sector(self.sequence_number) for descriptor in self._data())
        return with_checksum(head.ljust(self.length - len(data), b"\0") + data)

    def _data(self) -> list[DataDescriptor]:
        return [d for d in self.descriptors if isinstance(d, DataDescriptor)]


class CircularLog:
    """The log region: entries are written one behind another and go on at its start when its end is reached."""

    def __init__(self, length: int):
        self.region = SparseBytes(length)
        self.next = 0

    def append(self, entry: LogEntry, packed: bytes | None = None) -> int:
        """Writes an entry at the current place and returns that place."""
        at = self.next
        packed = entry.pack() if packed is None else packed
        until_end = self.region.size - at
        self.region.write(at, packed[:until_end])
        if len(packed) > until_end:
            self.region.write(0, packed[until_end:])
        self.next = (at + len(packed)) % self.region.size
        return at
