#!/usr/bin/python3
"""Fills a fresh NTFS image through ntfs-3g with what is hard to read, and writes down what is in it.

usage: fill_ntfs.py IMAGE MOUNT_POINT ENTRIES MANIFEST

ENTRIES is the number of files in the largest directory. Needs root and FUSE. MANIFEST becomes JSON: a list of
{"path", "stream", "size", "sha256", "names"}; a directory has no size and no sha256.
"""
import errno
import hashlib
import json
import os
import random
import subprocess
import sys
import time

KIB = 1024


class Volume:
    """A mounted volume that notes what is written to it."""

    def __init__(self, root):
        self.root = root
        self.written = []
        self.random = random.Random(42)

    def at(self, path):
        return self.root + path

    def note(self, path, content, stream="", names=1):
        digest = hashlib.sha256(content).hexdigest()
        self.written.append(
            {"path": path, "stream": stream, "size": len(content), "sha256": digest, "names": names})

    def directory(self, path):
        os.mkdir(self.at(path))
        self.written.append({"path": path, "stream": "", "names": 1})

    def file(self, path, content, stream="", names=1):
        with open(self.at(path + (":" + stream if stream else "")), "wb") as out:
            out.write(content)
        self.note(path, content, stream, names)

    def noise(self, size):
        return self.random.randbytes(size)


def sizes(v):
    """Around every border: in the MFT record, out of it, at and beside the ends of clusters and pages."""
    v.directory("/sizes")
    for size in (0, 1, 511, 512, 513, 700, 4095, 4096, 4097, 65535, 65536, 65537, 300_001):
        v.file(f"/sizes/{size}", v.noise(size))
    v.file("/sizes/shrunk", b"")
    v.written.pop()
    path = v.at("/sizes/shrunk")
    with open(path, "wb") as out:
        out.write(v.noise(200_000))
    os.truncate(path, 10)
    with open(path, "rb") as back:
        v.note("/sizes/shrunk", back.read())


def sparse(v):
    """Holes at the start, in the middle and at the end; the data at odd places."""
    content = bytearray(5_000_000)
    with open(v.at("/sparse"), "wb") as out:
        for offset in (1_000_003, 3_145_728, 4_194_303):
            data = v.noise(5 * KIB)
            content[offset:offset + len(data)] = data
            out.seek(offset)
            out.write(data)
        out.truncate(len(content))
    v.note("/sparse", bytes(content))


def fragmented(v):
    """A file in the gaps that others left on a full volume: so many runs that they do not fit into one record."""
    cluster = os.statvfs(v.root).f_bsize
    pieces = 600 if cluster <= 4096 else 30
    gap = max(cluster, 4 * KIB)  # large enough to have clusters at all
    v.directory("/gaps")
    for i in range(2 * pieces):
        v.file(f"/gaps/{i}", v.noise(gap))
    open(v.at("/fragmented"), "wb").close()  # while there is room for its name
    fill_up(v.at("/filler"))
    for i in range(0, 2 * pieces, 2):
        os.unlink(v.at(f"/gaps/{i}"))
    deadline = time.monotonic() + 30
    while free(v.root) < pieces * gap and time.monotonic() < deadline:  # they are freed a little later
        time.sleep(0.01)
    v.written = [row for row in v.written if not (row["path"].startswith("/gaps/") and int(row["path"][6:]) % 2 == 0)]
    v.file("/fragmented", v.noise(pieces * gap * 9 // 10 - 1))  # the rest is for the list of its attributes
    os.unlink(v.at("/filler"))


def free(path):
    status = os.statvfs(path)
    return status.f_bavail * status.f_bsize


def fill_up(path):
    out = os.open(path, os.O_WRONLY | os.O_CREAT)
    size = 1024 * KIB
    while size >= 512:
        try:
            os.write(out, bytes(size))
        except OSError as e:
            if e.errno != errno.ENOSPC:
                raise
            size //= 2
    os.close(out)


def streams(v):
    """So many that the attributes of one file fill many records; the last one has clusters."""
    v.file("/streams.txt", b"main")
    for i in range(80):
        v.file("/streams.txt", b"stream %d" % i, f"stream {i:02}")
    v.file("/streams.txt", v.noise(200_000), "large")
    v.directory("/folder with a stream")
    v.file("/folder with a stream", b"of a folder", "notes")


def links(v):
    """One file under three names, two of them in one folder."""
    v.directory("/links")
    v.directory("/links/inside")
    content = v.noise(3000)
    v.file("/links/first", content, names=3)
    for path in ("/links/second", "/links/inside/third"):
        os.link(v.at("/links/first"), v.at(path))
        v.note(path, content, names=3)


def names(v):
    """What people and other systems call their files."""
    v.directory("/names")
    for name in ("Größe 日", "😀 smile.txt", " blank in front", "blank behind ", "dot behind.", "CON", "a+b=[c];d,e",
                 "Makefile", "makefile", "MAKEFILE", "ı İ ß ſ", "e\u0301 and \u00e9", "l" * 255, "ü" * 255):
        v.file("/names/" + name, name.encode())
    path = "/deep"
    v.directory(path)
    for level in range(60):
        path += f"/level {level}"
        v.directory(path)
    v.file(path + "/bottom", b"deep")


def many(v, entries):
    """A directory whose index has levels; some entries are deleted again."""
    v.directory("/many")
    for i in range(entries):
        name = f"/many/entry {i * 7919 % entries:05} of many"
        if i % 10 == 3:
            open(v.at(name), "wb").close()
            os.unlink(v.at(name))
        else:
            v.file(name, b"%d" % i)


def main():
    image, mount_point, entries = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(mount_point, exist_ok=True)
    options = "no_detach,no_def_opts,silent,streams_interface=windows"
    driver = subprocess.Popen(["ntfs-3g", "-o", options, image, mount_point])
    while not os.path.ismount(mount_point):
        if driver.poll() is not None:
            sys.exit("ntfs-3g ended with %d" % driver.returncode)
        time.sleep(0.02)
    volume = Volume(mount_point)
    try:
        sizes(volume)
        sparse(volume)
        streams(volume)
        links(volume)
        names(volume)
        many(volume, entries)
        fragmented(volume)
    finally:
        subprocess.run(["umount", mount_point], check=True)
    if driver.wait() != 0:  # only now is everything in the image
        sys.exit("ntfs-3g ended with %d" % driver.returncode)
    with open(sys.argv[4], "w", encoding="utf-8") as manifest:
        json.dump(volume.written, manifest)


main()
