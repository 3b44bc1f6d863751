"""An empty registry hive, for hivexregedit to fill, and a fixed time for one that is filled.

    hive.py new FILE ROOTNAME     hive.py date FILE SECONDS

Source: the public descriptions of the format regf (libyal's libregf, hivex's documentation). Version 1.3, one bin.
"""
import struct
import sys

BIN = 0x1000
SID_SYSTEM = bytes.fromhex("010100000000000512000000")
SID_ADMINISTRATORS = bytes.fromhex("01020000000000052000000020020000")
SID_EVERYONE = bytes.fromhex("010100000000000100000000")


def filetime(seconds: int) -> int:
    return (seconds + 11644473600) * 10_000_000


def descriptor() -> bytes:
    """Self-relative: full access for SYSTEM and administrators, reading for everyone; inherited by what is below."""
    entries = b"".join(
        struct.pack("<BBHI", 0, 2, 8 + len(sid), mask) + sid
        for mask, sid in ((0xF003F, SID_SYSTEM), (0xF003F, SID_ADMINISTRATORS), (0x20019, SID_EVERYONE)))
    acl = struct.pack("<BBHHH", 2, 0, 8 + len(entries), 3, 0) + entries
    owner = 20 + len(acl)
    group = owner + len(SID_ADMINISTRATORS)
    return struct.pack("<BBHIIII", 1, 0, 0x8004, owner, group, 0, 20) + acl + SID_ADMINISTRATORS + SID_SYSTEM


def cell(content: bytes) -> bytes:
    size = -(-(len(content) + 4) // 8) * 8
    return struct.pack("<i", -size) + content.ljust(size - 4, b"\0")


def empty(root: str) -> bytes:
    name = root.encode("ascii")
    security = descriptor()
    none = 0xFFFFFFFF
    first = 32                                              # offsets count from the first bin

    def key(security_at: int) -> bytes:
        return cell(struct.pack(
            "<2sHQIIIIIIIIIIIIIIIHH", b"nk", 0x2C, filetime(0), 0, none, 0, 0, none, none, 0, none, security_at,
            none, 0, 0, 0, 0, 0, len(name), 0) + name)
    security_at = first + len(key(0))
    cells = key(security_at) + cell(struct.pack(
        "<2sHIIII", b"sk", 0, security_at, security_at, 1, len(security)) + security)
    free = BIN - first - len(cells)
    cells += struct.pack("<i", free).ljust(free, b"\0")
    header = struct.pack(
        "<4sIIQIIIIIII", b"regf", 1, 1, filetime(0), 1, 3, 0, 1, first, BIN, 1)
    return sealed(header) + struct.pack("<4sIIQQI", b"hbin", 0, BIN, 0, filetime(0), 0) + cells


def sealed(header: bytes) -> bytes:
    """With the checksum: the first 508 bytes in words, all XORed."""
    header = header[:508].ljust(508, b"\0")
    total = 0
    for word in struct.unpack("<127I", header):
        total ^= word
    total = {0xFFFFFFFF: 0xFFFFFFFE, 0: 1}.get(total, total)
    return (header + struct.pack("<I", total)).ljust(BIN, b"\0")


def dated(hive: bytes, seconds: int) -> bytes:
    """The same hive, each key and the hive itself written at one time, and its two sequence numbers equal."""
    hive = bytearray(hive)
    time = filetime(seconds)
    place = BIN
    while place < len(hive) and hive[place:place + 4] == b"hbin":
        size = struct.unpack_from("<I", hive, place + 8)[0]
        struct.pack_into("<Q", hive, place + 20, time)
        at = place + 32
        while at < place + size:
            length = struct.unpack_from("<i", hive, at)[0]
            if length < 0 and hive[at + 4:at + 6] == b"nk":
                struct.pack_into("<Q", hive, at + 8, time)
            at += abs(length)
        place += size
    header = bytearray(hive[:508])
    struct.pack_into("<IIQ", header, 4, 1, 1, time)
    hive[:BIN] = sealed(header)
    return bytes(hive)


if __name__ == "__main__":
    what, file, argument = sys.argv[1:]
    if what == "new":
        content = empty(argument)
    else:
        with open(file, "rb") as opened:
            content = dated(opened.read(), int(argument))
    with open(file, "wb") as opened:
        opened.write(content)
