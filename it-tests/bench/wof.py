#!/usr/bin/env python3
"""Fills a mounted NTFS volume with a tree as Windows has it after CompactOS: programs and libraries compressed by WOF.

    wof.py FOLDER --megabytes 400 [--lzx] [--system32 PROGRAMS --catalogs CATALOGS]

The content is this computer's own programs and libraries (/usr), which compress as those of Windows do. Each file gets
what Windows gives it: a sparse main stream, the compressed chunks in the stream WofCompressedData, and a reparse point. The
chunks are made by libwim's compressors. XPRESS4K, 8K and 16K take turns; with --lzx all is LZX. The volume is to be mounted
with ntfs-3g's option streams_interface=windows. With --system32 the programs of a folder become those of Windows, and the
catalogs of another are put where Windows has them, not compressed.
"""
from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import stat
import struct

REPARSE_TAG_WOF = 0x80000017
SPARSE_ARCHIVE = (0x220).to_bytes(4, "big")
XPRESS, LZX = 1, 2  # wimlib's numbers
ALGORITHMS = {"XPRESS4K": (0, XPRESS, 4 << 10), "LZX": (1, LZX, 32 << 10), "XPRESS8K": (2, XPRESS, 8 << 10),
              "XPRESS16K": (3, XPRESS, 16 << 10)}
SMALLEST = 4097  # Windows leaves alone what fits in a cluster
LARGEST = 64 << 20


class Compressor:
    """One of libwim's, for chunks of one size."""

    def __init__(self, library: ctypes.CDLL, name: str):
        self.number, kind, self.chunk = ALGORITHMS[name]
        self.library = library
        self.handle = ctypes.c_void_p()
        result = library.wimlib_create_compressor(kind, ctypes.c_size_t(self.chunk), 20, ctypes.byref(self.handle))
        if result != 0:
            raise SystemExit(f"wof.py: libwim gives no compressor for {name}: error {result}")
        self.buffer = ctypes.create_string_buffer(self.chunk)

    def stream(self, data: bytes) -> bytes:
        chunks = []
        for at in range(0, len(data), self.chunk):
            raw = data[at:at + self.chunk]
            size = self.library.wimlib_compress(raw, len(raw), self.buffer, len(raw) - 1, self.handle)
            chunks.append(self.buffer.raw[:size] if size else raw)
        end = 0
        table = bytearray()
        for chunk in chunks[:-1]:
            end += len(chunk)
            table += end.to_bytes(4, "little")
        return bytes(table) + b"".join(chunks)


def write(path: str, data: bytes, compressor: Compressor) -> None:
    with open(path, "wb") as file:
        os.setxattr(path, "system.ntfs_attrib_be", SPARSE_ARCHIVE)
        file.truncate(len(data))
    with open(path + ":WofCompressedData", "wb") as stream:
        stream.write(compressor.stream(data))
    value = struct.pack("<IIII", 1, 2, 1, compressor.number)  # WOF_EXTERNAL_INFO, then FILE_PROVIDER_EXTERNAL_INFO
    os.setxattr(path, "system.ntfs_reparse_data", struct.pack("<IHH", REPARSE_TAG_WOF, len(value), 0) + value)


def sources(total: int):
    for folder, folders, names in os.walk("/usr"):
        folders.sort()
        for name in sorted(names):
            path = f"{folder}/{name}"
            state = os.lstat(path)
            if stat.S_ISREG(state.st_mode) and SMALLEST <= state.st_size <= LARGEST:
                yield path
                total -= state.st_size
                if total <= 0:
                    return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=int, required=True)
    parser.add_argument("--lzx", action="store_true")
    parser.add_argument("--system32")
    parser.add_argument("--catalogs")
    options = parser.parse_args()
    library = ctypes.CDLL("libwim.so.15")
    library.wimlib_compress.restype = ctypes.c_size_t
    library.wimlib_compress.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
    names = ["LZX"] if options.lzx else ["XPRESS4K", "XPRESS8K", "XPRESS16K"]
    compressors = [Compressor(library, name) for name in names]
    system = f"{options.folder}/Windows/System32"
    if options.system32:
        os.makedirs(f"{system}/config")
        for i, name in enumerate(sorted(os.listdir(options.system32))):
            with open(f"{options.system32}/{name}", "rb") as file:
                write(f"{system}/{name}", file.read(), compressors[i % len(compressors)])
    if options.catalogs:
        shutil.copytree(options.catalogs, f"{system}/CatRoot/{{F750E6C3-38EE-11D1-85E5-00C04FC295EE}}")
    for i, path in enumerate(sources(options.megabytes << 20)):
        folder = f"{options.folder}/Windows{os.path.dirname(path)[4:]}"
        os.makedirs(folder, exist_ok=True)
        with open(path, "rb") as file:
            write(f"{folder}/{os.path.basename(path)}", file.read(), compressors[i % len(compressors)])


if __name__ == "__main__":
    main()
