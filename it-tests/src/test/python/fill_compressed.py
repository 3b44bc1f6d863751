#!/usr/bin/python3
"""Fills a fresh NTFS image with compressed files, and writes down what is in it.

usage: fill_compressed.py IMAGE MOUNT_POINT MANIFEST

LZNT1 is ntfs-3g's, and its own reading is compared with what was written. WOF files are put together here: chunks by libwim's
compressors, in a stream of their own, fragmented, and the reparse point that Windows sets. Needs root and FUSE. MANIFEST becomes
JSON: a list of {"path", "stream", "size", "sha256"}.
"""
import glob
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import time

from compress_chunks import Compressor

KIB = 1024
ALGORITHMS = {"xpress4k": (0, "xpress", 4 * KIB), "lzx": (1, "lzx", 32 * KIB),
              "xpress8k": (2, "xpress", 8 * KIB), "xpress16k": (3, "xpress", 16 * KIB)}


class Volume:
    def __init__(self, root):
        self.root = root
        self.written = []
        self.random = random.Random(11)
        self.fillers = 0

    def at(self, path):
        return self.root + path

    def note(self, path, content, stream=""):
        digest = hashlib.sha256(content).hexdigest()
        self.written.append({"path": path, "stream": stream, "size": len(content), "sha256": digest})

    def text(self, size):
        words = [self.random.randbytes(self.random.randint(2, 9)).hex().encode() for _ in range(300)]
        text = b" ".join(self.random.choices(words, k=size // 5 + 1))
        return text[:size]

    def noise(self, size):
        return self.random.randbytes(size)


def programs(size):
    """Machine code of this computer, full of calls."""
    files = [sys.executable] + sorted(glob.glob("/usr/lib/x86_64-linux-gnu/lib*.so.*"))
    content = b""
    for name in files:
        if len(content) < size and os.path.isfile(name):
            with open(os.path.realpath(name), "rb") as file:
                content += file.read(size - len(content))
    return content


def compressed_directory(v):
    os.mkdir(v.at("/lznt1"))
    attributes = struct.unpack(">I", os.getxattr(v.at("/lznt1"), "system.ntfs_attrib_be"))[0]
    os.setxattr(v.at("/lznt1"), "system.ntfs_attrib_be", struct.pack(">I", attributes | 0x800))


def lznt1(v):
    compressed_directory(v)
    kinds = {"text": v.text, "noise": v.noise, "zeros": bytes, "code": programs}
    for kind, make in kinds.items():
        for size in (100, 700, 4095, 4096, 4097, 65535, 65536, 65537, 131072, 300_001):
            path = f"/lznt1/{kind}-{size}"
            content = make(size)
            with open(v.at(path), "wb") as out:
                out.write(content)
            v.note(path, content)
    mixed = b"".join(make(n) for n in (3000, 70_000, 200_000) for make in kinds.values())
    with open(v.at("/lznt1/mixed"), "wb") as out:
        out.write(mixed)
    v.note("/lznt1/mixed", mixed)
    with open(v.at("/lznt1/mixed:more"), "wb") as out:
        out.write(mixed[:150_000])
    v.note("/lznt1/mixed", mixed[:150_000], "more")
    with open(v.at("/lznt1/holes"), "wb") as out:  # units, half units and more left out
        content = bytearray()
        for i in range(40):
            part = v.text(v.random.randint(1, 90_000))
            content += bytes(v.random.randint(0, 200_000) if i % 2 else 0) + part
            out.seek(len(content) - len(part))
            out.write(part)
    v.note("/lznt1/holes", bytes(content))
    interleaved(v, ["/lznt1/in-pieces-1", "/lznt1/in-pieces-2"], 600)


def interleaved(v, paths, rounds):
    """Two files that grow in turn, so that neither is in one piece."""
    contents = {path: b"" for path in paths}
    files = {path: open(v.at(path), "wb", buffering=0) for path in paths}
    for _ in range(rounds):
        for path, file in files.items():
            part = v.text(v.random.randint(1000, 9000))
            file.write(part)
            contents[path] += part
    for path, file in files.items():
        file.close()
        v.note(path, contents[path])


def wof(v, name, algorithm, content, pieces=False):
    number, codec, chunk_size = ALGORITHMS[algorithm]
    path = f"/wof/{name}.{algorithm}"
    stored = Compressor(codec, chunk_size, 50).resource(content)
    with open(v.at(path), "wb"):
        pass
    os.setxattr(v.at(path), "system.ntfs_attrib_be", struct.pack(">I", 0x220))  # archive, sparse
    os.truncate(v.at(path), len(content))
    with open(v.at(path + ":WofCompressedData"), "wb", buffering=0) as out:
        if pieces:  # another file takes every second place, so that the stream needs an attribute list
            with open(v.at(f"/filler-{v.fillers}"), "wb", buffering=0) as filler:
                v.fillers += 1
                for at in range(0, len(stored), 4 * KIB):
                    out.write(stored[at:at + 4 * KIB])
                    os.fsync(out.fileno())
                    filler.write(b"x" * 4 * KIB)
                    os.fsync(filler.fileno())
        else:
            out.write(stored)
    body = struct.pack("<IIII", 1, 2, 1, number)
    os.setxattr(v.at(path), "system.ntfs_reparse_data", struct.pack("<IHH", 0x80000017, len(body), 0) + body,
                follow_symlinks=False)
    v.note(path, content)


def wof_files(v):
    os.mkdir(v.at("/wof"))
    code = programs(1_500_000)
    for algorithm, (_, _, chunk) in ALGORITHMS.items():
        for size in (1, 2, 300, chunk - 1, chunk, chunk + 1, 3 * chunk - 1, 3 * chunk, 3 * chunk + 1):
            wof(v, f"text-{size}", algorithm, v.text(size))
        wof(v, "code", algorithm, code)  # more than 255 chunks of 4 KiB
        wof(v, "noise", algorithm, v.noise(5 * chunk + 77))
        wof(v, "mixed", algorithm, b"".join(v.text(chunk) + v.noise(chunk) + bytes(chunk) for _ in range(4)))
        wof(v, "zeros", algorithm, bytes(10 * chunk))
        wof(v, "calls", algorithm, b"\xe8" * chunk + b"".join(
            b"\xe8" + struct.pack("<i", v.random.randint(-2 * chunk, 12_100_000)) for _ in range(2 * chunk // 5)))
    wof(v, "long", "lzx", code * 6)  # more than 255 chunks of 32 KiB
    wof(v, "in-pieces", "xpress4k", code[:900_000], pieces=True)
    wof(v, "in-pieces", "lzx", code[:900_000], pieces=True)


def read_by_ntfs_3g(v):
    """ntfs-3g must see what was written, or the test would be of no use."""
    for row in v.written:
        if row["path"].startswith("/lznt1/"):
            name = row["path"] + (":" + row["stream"] if row["stream"] else "")
            with open(v.at(name), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != row["sha256"]:
                    raise SystemExit(f"ntfs-3g reads {name} differently")


def mounted(image, mount_point, work):
    os.makedirs(mount_point, exist_ok=True)
    options = "streams_interface=windows,compression,big_writes"
    subprocess.run(["ntfs-3g", "-o", options, image, mount_point], check=True)
    try:
        return work(mount_point)
    finally:
        for _ in range(50):
            if subprocess.run(["umount", mount_point], stderr=subprocess.DEVNULL).returncode == 0:
                break
            time.sleep(0.1)


def fill(root):
    volume = Volume(root)
    lznt1(volume)
    wof_files(volume)
    return volume


if __name__ == "__main__":
    image, mount_point, manifest = sys.argv[1:4]
    filled = mounted(image, mount_point, fill)

    def again(root):
        filled.root = root
        read_by_ntfs_3g(filled)

    mounted(image, mount_point, again)
    with open(manifest, "w", encoding="ascii") as file:
        json.dump(filled.written, file)
