"""Gives a file that a tool made fixed GUIDs where the tool took random ones.

    identity.py vhdx FILE esp|windows|recovery      FileWriteGuid, DataWriteGuid, the disk's ID and, as random, the
                                                    headers' sequence numbers; a log without valid entries is cleared
    identity.py wim FILE                            the GUID in the header

Sources: [MS-VHDX] 2.2.2, 2.2.3, 2.6; header of Microsoft's "Windows Imaging File Format".
"""
import struct
import sys
import uuid

import computer

HEADERS = 0x10000, 0x20000
REGIONS = 0x30000
METADATA = "8b7ca206-4790-4b9a-b8fe-575f050f886e"
DISK_ID = "beca12ab-b2e6-4523-93ef-c309e000c746"


def crc32c(content: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def entry(file: bytearray, table: int, first: int, count: int, wanted: str) -> int:
    """Where an entry of 32 bytes with a GUID begins."""
    for place in range(table + first, table + first + 32 * count, 32):
        if uuid.UUID(bytes_le=bytes(file[place:place + 16])) == uuid.UUID(wanted):
            return place
    raise ValueError(f"no {wanted} in the table at {table:#x}")


def fix_vhdx(file: bytearray, name: str) -> None:
    file_write, data_write, disk = (uuid.UUID(guid).bytes_le for guid in computer.VHDX[name])
    newest = max(HEADERS, key=lambda header: struct.unpack_from("<Q", file, header + 8)[0])
    for header in HEADERS:
        log = file[header + 48:header + 64]
        if file[header:header + 4] != b"head" or any(log):
            raise ValueError(f"no header at {header:#x}, or its log is in use")
        struct.pack_into("<Q", file, header + 8, 17 + (header == newest))
        file[header + 16:header + 48] = file_write + data_write
        struct.pack_into("<I", file, header + 4, 0)
        struct.pack_into("<I", file, header + 4, crc32c(file[header:header + 4096]))
    log_size, log_start = struct.unpack_from("<IQ", file, newest + 68)
    file[log_start:log_start + log_size] = bytes(log_size)
    region = entry(file, REGIONS, 16, struct.unpack_from("<I", file, REGIONS + 8)[0], METADATA)
    metadata = struct.unpack_from("<Q", file, region + 16)[0]
    item = entry(file, metadata, 32, struct.unpack_from("<H", file, metadata + 10)[0], DISK_ID)
    place = metadata + struct.unpack_from("<I", file, item + 16)[0]
    file[place:place + 16] = disk


def fix_wim(file: bytearray) -> None:
    if file[:8] != b"MSWIM\0\0\0":
        raise ValueError("not a WIM file")
    file[0x18:0x28] = uuid.UUID(computer.WIM).bytes_le


def main(kind: str, path: str, *name: str) -> None:
    with open(path, "rb") as opened:
        file = bytearray(opened.read())
    if kind == "vhdx":
        fix_vhdx(file, *name)
    else:
        fix_wim(file)
    with open(path, "wb") as opened:
        opened.write(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
