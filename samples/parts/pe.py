"""Small programs in the form of Windows' own (PE32+, x64), which stand where a PC has Microsoft's. Each says in its
version resource that it is a stand-in. The EFI applications run: they print a line and return to the firmware. All others
return at once. None is signed.

Sources: Microsoft PE Format; VS_VERSIONINFO in the Windows documentation; UEFI Specification 2.10 (System Table).
"""
import struct

import computer

NATIVE, GUI, CONSOLE, EFI_APPLICATION, WINDOWS_BOOT_APPLICATION = 1, 2, 3, 10, 16

ALIGNMENT, FILE_ALIGNMENT = 0x1000, 0x200
HEADERS = 0x400
TIMESTAMP = 0x65B9A1C0

RETURN = bytes.fromhex("31c0 c3")               # xor eax, eax; ret
PRINT = bytes.fromhex(
    "4883ec28"                                  # sub  rsp, 40
    "488b4a40"                                  # mov  rcx, [rdx+64]     SystemTable->ConOut
    "488d15 0b000000"                           # lea  rdx, [rip+11]     the text behind the code
    "ff5108"                                    # call [rcx+8]           OutputString
    "31c0 4883c428 c3"                          # xor  eax, eax; add rsp, 40; ret
    "90")


def program(name: str, subsystem: int = GUI, dll: bool = False, imports: tuple = ()) -> bytes:
    """An EFI application's first argument is in rcx and its second, the system table, in rdx (UEFI 2.3.4)."""
    told = f"Stand-in for {name}, made for tests. Not from Windows."
    code = PRINT + (told + "\r\n\0").encode("utf-16-le") if subsystem == EFI_APPLICATION else RETURN
    sections, place = [], 0x1000
    contents = [(b".text", code, 0x60000020), (b".rsrc", resources(name, told, place + ALIGNMENT), 0x40000040),
                (b".reloc", struct.pack("<IIHH", 0x1000, 12, 0, 0), 0x42000040)]
    if imports:
        contents.append((b".idata", import_table(imports, place + 3 * ALIGNMENT), 0xC0000040))
    for section, content, flags in contents:
        sections.append((section, content, place, flags))
        place += up(len(content), ALIGNMENT)
    image = bytearray(dos_header() + b"PE\0\0" + struct.pack(
        "<HHIIIHH", 0x8664, len(sections), TIMESTAMP, 0, 0, 240, 0x2022 if dll else 0x22))
    checksum_at = len(image) + 64
    image += optional_header(sections, subsystem, place)
    offset = HEADERS
    for section, content, address, flags in sections:
        raw = up(len(content), FILE_ALIGNMENT)
        image += struct.pack("<8sIIIIIIHHI", section, len(content), address, raw, offset, 0, 0, 0, 0, flags)
        offset += raw
    image = bytearray(image.ljust(HEADERS, b"\0"))
    for _, content, _, _ in sections:
        image += content.ljust(up(len(content), FILE_ALIGNMENT), b"\0")
    struct.pack_into("<I", image, checksum_at, checksum(image))
    return bytes(image)


def dos_header() -> bytes:
    """For DOS: a program that ends with exit code 1."""
    stub = bytes.fromhex("b8014c cd21")
    header = struct.pack("<2s13H8s2H20sI", b"MZ", 0x80, 1, 0, 4, 0, 0xFFFF, 0, 0xB8, 0, 0, 0, 0x40, 0,
                         b"", 0, 0, b"", 0x80)
    return (header + stub).ljust(0x80, b"\0")


def optional_header(sections: list, subsystem: int, end: int) -> bytes:
    place = {name: (address, len(content)) for name, content, address, _ in sections}
    directories = [(0, 0)] * 16
    directories[2], directories[5] = place[b".rsrc"], place[b".reloc"]
    directories[1] = place.get(b".idata", (0, 0))
    data = sum(up(len(content), FILE_ALIGNMENT) for name, content, _, _ in sections if name != b".text")
    text = up(place[b".text"][1], FILE_ALIGNMENT)
    return struct.pack(
        "<HBBIIIIIQIIHHHHHHIIIIHHQQQQII", 0x20B, 14, 0, text, data, 0, 0x1000, 0x1000, 0x140000000, ALIGNMENT,
        FILE_ALIGNMENT, 10, 0, 10, 0, 10, 0, 0, end, HEADERS, 0, subsystem, 0x160, 0x100000, 0x1000, 0x100000, 0x1000,
        0, 16) + b"".join(struct.pack("<II", *entry) for entry in directories)


def import_table(names: tuple, address: int) -> bytes:
    """Of each file the function with the number 1: rows and an empty one, then numbers twice, then the names."""
    thunk = struct.pack("<QQ", 0x8000000000000001, 0)
    thunks = 20 * (len(names) + 1)
    place = thunks + 2 * len(thunk) * len(names)
    rows, texts = b"", b""
    for number, name in enumerate(names):
        lookup = address + thunks + 2 * len(thunk) * number
        rows += struct.pack("<IIIII", lookup, 0, 0, address + place + len(texts), lookup + len(thunk))
        texts += name.encode("ascii") + b"\0"
    return rows.ljust(thunks, b"\0") + thunk * 2 * len(names) + texts


def resources(name: str, told: str, address: int) -> bytes:
    """One resource: type 16 (version), name 1, language US English."""
    version = version_info(name, told)

    def folder(key: int, offset: int, is_folder: bool) -> bytes:
        return struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, key, offset | (0x80000000 if is_folder else 0))
    tree = folder(16, 24, True) + folder(1, 48, True) + folder(0x409, 72, False)
    return tree + struct.pack("<IIII", address + 88, len(version), 0, 0) + version


def version_info(name: str, told: str) -> bytes:
    high, low = computer.VERSION[0] << 16 | computer.VERSION[1], computer.VERSION[2] << 16 | computer.VERSION[3]
    fixed = struct.pack("<13I", 0xFEEF04BD, 0x10000, high, low, high, low, 0x3F, 0, 0x40004, 1, 0, 0, 0)
    version = ".".join(map(str, computer.VERSION))
    texts = {
        "CompanyName": "none: made by samples/make of Lifeboat", "FileDescription": told, "FileVersion": version,
        "OriginalFilename": name, "ProductName": "Stand-in", "ProductVersion": version}
    strings = [block(key, (value + "\0").encode("utf-16-le"), text=True) for key, value in texts.items()]
    table = block("StringFileInfo", children=[block("040904b0", children=strings, text=True)], text=True)
    languages = block("VarFileInfo", children=[block("Translation", struct.pack("<HH", 0x409, 1200))], text=True)
    return block("VS_VERSION_INFO", fixed, [table, languages])


def block(key: str, value: bytes = b"", children: list = (), text: bool = False) -> bytes:
    content = pad(b"\0" * 6 + (key + "\0").encode("utf-16-le")) + value
    for child in children:
        content = pad(content) + child
    return struct.pack("<HHH", len(content), len(value) // 2 if text else len(value), text) + content[6:]


def checksum(image: bytes) -> int:
    """Of ImageHlp's CheckSumMappedFile: the 16-bit words added with their carries, and the file's length."""
    total = sum(struct.unpack(f"<{len(image) // 2}H", image))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total + len(image)


def pad(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)


def up(size: int, to: int) -> int:
    return -(-size // to) * to
