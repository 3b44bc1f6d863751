"""Log replay as [MS-VHDX] 2.3.3 describes it, from the bytes of a file alone.

It shares no code with the writer of logs (vhdx_log), so that the two check each other, and is itself compared with
qemu-img where that replays correctly. It is kept plain: everything is read into memory, nothing is repaired.
"""
from __future__ import annotations

import struct

from vhdx_format import crc32c

SECTOR = 4096


class NotReplayable(Exception):
    """The log says that it has to be replayed and there is no valid sequence, or the file was truncated."""


def replay(file: bytes) -> bytearray:
    """The file with its log applied. LogGuid is left as it is."""
    header = current_header(file)
    guid, length, offset = header[48:64], *struct.unpack_from("<IQ", header, 68)
    image = bytearray(file)
    if guid == bytes(16):
        return image
    log = file[offset:offset + length]
    sequence = active_sequence(log, guid)
    if not sequence:
        raise NotReplayable("no valid sequence")
    flushed, last = struct.unpack_from("<QQ", entry_at(log, sequence[-1], guid), 48)
    if len(file) < flushed:
        raise NotReplayable("the file is smaller than FlushedFileOffset")
    image.extend(bytes(max(0, last - len(image))))
    for at in sequence:
        apply(entry_at(log, at, guid), image)
    return image


def current_header(file: bytes) -> bytes:
    headers = [file[at:at + 4096] for at in (0x10000, 0x20000)]
    valid = [h for h in headers if h[:4] == b"head" and checksum_holds(h)]
    return max(valid, key=lambda h: struct.unpack_from("<Q", h, 8))


def checksum_holds(data: bytes) -> bool:
    return struct.unpack_from("<I", data, 4)[0] == crc32c(data[:4] + bytes(4) + data[8:])


def active_sequence(log: bytes, guid: bytes) -> list[int]:
    """Places of the entries to replay: the valid sequence with the greatest number, from the head's tail on."""
    best: tuple[int, list[int]] = (0, [])
    start = 0
    while start < len(log):
        places, number = run_of_entries(log, start, guid)
        if not places:
            start += SECTOR
            continue
        tail = struct.unpack_from("<I", log, places[-1] + 12)[0]
        if tail in places and number > best[0]:
            best = number, places[places.index(tail):]
            start = places[-1] + SECTOR if places[-1] >= start else len(log)
        else:
            start += SECTOR
    return best[1]


def run_of_entries(log: bytes, start: int, guid: bytes) -> tuple[list[int], int]:
    """Places of the valid entries that follow each other from here, and the sequence number of the last."""
    places: list[int] = []
    number, at, room = 0, start, len(log)
    while True:
        entry = entry_at(log, at, guid)
        if entry is None or len(entry) > room:
            return places, number
        its_number = struct.unpack_from("<Q", entry, 16)[0]
        if places and its_number != number + 1:
            return places, number
        places.append(at)
        number, at, room = its_number, (at + len(entry)) % len(log), room - len(entry)


def entry_at(log: bytes, at: int, guid: bytes) -> bytes | None:
    """The bytes of the entry that starts here, put together where it goes over the end; None if it is not valid."""
    if log[at:at + 4] != b"loge" or log[at + 32:at + 48] != guid:
        return None
    length, tail, number, count = struct.unpack_from("<IIQI", log, at + 8)
    if length % SECTOR or not SECTOR <= length <= len(log) or 64 + 32 * count > length or number == 0:
        return None
    entry = (log[at:] + log[:at])[:length]
    if not checksum_holds(entry):
        return None
    descriptors = [entry[64 + 32 * i:96 + 32 * i] for i in range(count)]
    data = sum(d[:4] == b"desc" for d in descriptors)
    head = -(-(64 + 32 * count) // SECTOR) * SECTOR
    right = (all(d[:4] in (b"desc", b"zero") and struct.unpack_from("<Q", d, 24)[0] == number for d in descriptors)
             and length == head + data * SECTOR
             and all(entry[s:s + 8] == b"data" + struct.pack("<I", number >> 32)
                     and entry[s + 4092:s + 4096] == struct.pack("<I", number & 0xFFFFFFFF)
                     for s in range(head, length, SECTOR)))
    return entry if right else None


def apply(entry: bytes, image: bytearray) -> None:
    count = struct.unpack_from("<I", entry, 24)[0]
    sector = -(-(64 + 32 * count) // SECTOR) * SECTOR
    for at in range(64, 64 + 32 * count, 32):
        descriptor = entry[at:at + 32]
        offset = struct.unpack_from("<Q", descriptor, 16)[0]
        if descriptor[:4] == b"zero":
            page = bytes(struct.unpack_from("<Q", descriptor, 8)[0])
        else:
            page = descriptor[8:16] + entry[sector + 8:sector + 4092] + descriptor[4:8]
            sector += SECTOR
        image[offset:offset + len(page)] = page
