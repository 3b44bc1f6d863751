"""The structures of NTFS as bytes: records, attributes, run lists, index blocks. Written from docs/formats/ntfs.md and the
document it names, independent of Lifeboat's reader."""
from __future__ import annotations

import struct
from typing import Tuple

Run = Tuple[int, int]  # first cluster, number of clusters

RECORD_SIZE = 1024
BLOCK_SIZE = 4096  # of an index, and of a cluster on the volumes made here
SECTOR = 512

STANDARD_INFORMATION = 0x10
ATTRIBUTE_LIST = 0x20
FILE_NAME = 0x30
DATA = 0x80
INDEX_ROOT = 0x90
INDEX_ALLOCATION = 0xA0
BITMAP = 0xB0
END = b"\xff\xff\xff\xff\0\0\0\0"

IN_USE = 1
DIRECTORY = 2
FILE_ATTRIBUTE_ARCHIVE = 0x20
FILE_NAME_INDEX_PRESENT = 0x10000000
WIN32 = 1
DOS = 2

FIRST_ATTRIBUTE = 56
RECORD_ROOM = RECORD_SIZE - FIRST_ATTRIBUTE - len(END)
RECORD_HEADER = struct.Struct("<4sHHQHHHHIIQHHI")
RESIDENT_HEADER = struct.Struct("<IIBBHHHIHBB")
NON_RESIDENT_HEADER = struct.Struct("<IIBBHHHQQHB5xQQQ")
FILE_NAME_HEADER = struct.Struct("<QQQQQQQIIBB")
ENTRY_HEADER = struct.Struct("<QHHHH")
FIRST_ENTRY = 64  # of an index block: behind its header, the node's header and the update sequence
BLOCK_ROOM = BLOCK_SIZE - FIRST_ENTRY

HAS_CHILD = 1
LAST = 2


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


def reference(number: int, sequence: int = 1) -> int:
    return sequence << 48 | number


# ---------------------------------------------------------------- update sequences


def protect(block: bytearray, array: int) -> bytearray:
    """Moves the last two bytes of each sector into the array, and puts the sequence number 1 in their place."""
    struct.pack_into("<H", block, array, 1)
    for i, end in enumerate(range(SECTOR, len(block) + 1, SECTOR), 1):
        block[array + 2 * i:array + 2 * i + 2] = block[end - 2:end]
        block[end - 2:end] = b"\1\0"
    return block


def unprotected(block: bytes) -> bytearray:
    plain = bytearray(block)
    array, count = struct.unpack_from("<HH", plain, 4)
    for i in range(1, count):
        plain[i * SECTOR - 2:i * SECTOR] = plain[array + 2 * i:array + 2 * i + 2]
    return plain


# ---------------------------------------------------------------- run lists


def signed(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)


def coded_run(first: int, length: int, previous: int) -> bytes:
    size, step = signed(length), signed(first - previous)
    return bytes((len(step) << 4 | len(size),)) + size + step


def coded_runs(runs: list[Run]) -> bytes:
    coded, previous = bytearray(), 0
    for first, length in runs:
        coded += coded_run(first, length, previous)
        previous = first
    return bytes(coded) + b"\0"


def decoded_runs(coded: bytes) -> list[Run]:
    runs, at, previous = [], 0, 0
    while coded[at]:
        size, step = coded[at] & 15, coded[at] >> 4
        length = int.from_bytes(coded[at + 1:at + 1 + size], "little", signed=True)
        previous += int.from_bytes(coded[at + 1 + size:at + 1 + size + step], "little", signed=True)
        runs.append((previous, length))
        at += 1 + size + step
    return runs


def split_runs(runs: list[Run], first_room: int, room: int) -> list[tuple[int, list[Run]]]:
    """Cuts runs into pieces, each with its lowest VCN, whose coded forms fit in the bytes that are left in a record."""
    pieces, piece, vcn, lowest, used, previous = [], [], 0, 0, 1, 0
    for run in runs:
        size = len(coded_run(*run, previous))
        if used + size > (room if pieces else first_room):
            pieces.append((lowest, piece))
            piece, lowest, used = [], vcn, 1
            size = len(coded_run(*run, 0))
        piece.append(run)
        used += size
        vcn += run[1]
        previous = run[0]
    pieces.append((lowest, piece))
    return pieces


# ---------------------------------------------------------------- attributes


def resident(kind: int, value: bytes, name: str = "", indexed: bool = False, instance: int = 0) -> bytes:
    text = name.encode("utf-16-le")
    value_at = 24 + len(padded(text))
    body = padded(value)
    return RESIDENT_HEADER.pack(kind, value_at + len(body), 0, len(name), 24, 0, instance, len(value), value_at,
                                indexed, 0) + padded(text) + body


def non_resident(kind: int, runs: list[Run], size: int, name: str = "", lowest: int = 0,
                 allocated: int | None = None, instance: int = 0) -> bytes:
    """A piece of a value. Those behind the first have no sizes."""
    text = name.encode("utf-16-le")
    runs_at = 64 + len(padded(text))
    clusters = sum(length for _, length in runs)
    body = padded(coded_runs(runs))
    if lowest:
        size = allocated = 0
    elif allocated is None:
        allocated = clusters * BLOCK_SIZE
    return NON_RESIDENT_HEADER.pack(kind, runs_at + len(body), 1, len(name), 64, 0, instance, lowest,
                                    lowest + clusters - 1, runs_at, 0, allocated, size, size) + padded(text) + body


def standard_information(time: int, attributes: int) -> bytes:
    first_security_id = 0x100
    return struct.pack("<QQQQIIIIIIQQ", time, time, time, time, attributes, 0, 0, 0, 0, first_security_id, 0, 0)


def file_name(parent: int, time: int, allocated: int, size: int, attributes: int, namespace: int, name: str) -> bytes:
    text = name.encode("utf-16-le")
    return FILE_NAME_HEADER.pack(parent, time, time, time, time, allocated, size, attributes, 0, len(text) // 2,
                                 namespace) + text


def list_entry(kind: int, lowest: int, record: int, instance: int) -> bytes:
    return struct.pack("<IHBBQQH6x", kind, 32, 0, 26, lowest, record, instance)


# ---------------------------------------------------------------- records


def record(number: int, flags: int, attributes: list[bytes], base: int = 0, links: int = 0, sequence: int = 1) -> bytearray:
    block = bytearray(RECORD_SIZE)
    body = b"".join(attributes) + END
    used = FIRST_ATTRIBUTE + len(body)
    if used > RECORD_SIZE:
        raise ValueError(f"record {number}: {used} bytes")
    RECORD_HEADER.pack_into(block, 0, b"FILE", 48, 3, 0, sequence, links, FIRST_ATTRIBUTE, flags, used, RECORD_SIZE,
                            base, len(attributes), 0, number)
    block[FIRST_ATTRIBUTE:used] = body
    return protect(block, 48)


def attributes_of(block: bytes) -> list[tuple[int, bytes]]:
    """Type and bytes of each attribute of a record as it lies on disk."""
    plain = unprotected(block)
    found, at = [], struct.unpack_from("<H", plain, 20)[0]
    while plain[at:at + 4] != END[:4]:
        kind, length = struct.unpack_from("<II", plain, at)
        found.append((kind, bytes(plain[at:at + length])))
        at += length
    return found


def runs_of(attribute: bytes) -> list[Run]:
    if attribute[8] != 1:
        raise ValueError("the attribute is resident")
    return decoded_runs(attribute[struct.unpack_from("<H", attribute, 32)[0]:])


# ---------------------------------------------------------------- directory indexes


def index_entry(file: int, key: bytes, child: int | None = None) -> bytes:
    body = padded(key)
    if child is None:
        return ENTRY_HEADER.pack(file, 16 + len(body), len(key), 0, 0) + body
    return ENTRY_HEADER.pack(file, 24 + len(body), len(key), HAS_CHILD, 0) + body + struct.pack("<Q", child)


def last_entry(child: int | None = None) -> bytes:
    if child is None:
        return ENTRY_HEADER.pack(0, 16, 0, LAST, 0)
    return ENTRY_HEADER.pack(0, 24, 0, LAST | HAS_CHILD, 0) + struct.pack("<Q", child)


def index_block(vcn: int, entries: bytes, inner: bool) -> bytearray:
    block = bytearray(BLOCK_SIZE)
    if len(entries) > BLOCK_ROOM:
        raise ValueError(f"index block {vcn}: {len(entries)} bytes of entries")
    struct.pack_into("<4sHHQQ", block, 0, b"INDX", 40, BLOCK_SIZE // SECTOR + 1, 0, vcn)
    struct.pack_into("<IIIB3x", block, 24, FIRST_ENTRY - 24, FIRST_ENTRY - 24 + len(entries), BLOCK_SIZE - 24, inner)
    block[FIRST_ENTRY:FIRST_ENTRY + len(entries)] = entries
    return protect(block, 40)


def index_root(entries: bytes, inner: bool) -> bytes:
    collation_file_name = 1
    return struct.pack("<IIIB3xIIIB3x", FILE_NAME, collation_file_name, BLOCK_SIZE, 1, 16, 16 + len(entries),
                       16 + len(entries), inner) + entries


def entries_of(block: bytes) -> list[tuple[int, bytes]]:
    """The file and key of each entry of a leaf as it lies on disk."""
    plain = unprotected(block)
    found, at = [], 24 + struct.unpack_from("<I", plain, 24)[0]
    while True:
        file, length, key_length, flags, _ = ENTRY_HEADER.unpack_from(plain, at)
        if flags & LAST:
            return found
        found.append((file, bytes(plain[at + 16:at + 16 + key_length])))
        at += length
