#!/usr/bin/env python3
"""Fills a mounted NTFS volume with files as a user's disk has them, and with what tells good readers from others.

    fill.py FOLDER --files 100000 --megabytes 6000 [--seed 1]

Most files are small, most bytes lie in a few large ones; half of the data cannot be compressed. Then: a folder compressed
with LZNT1, alternate data streams, 200 hard links to one file, files written in turns so that they lie in thousands of
pieces, a folder of 5,000 files of which some are deleted again, a deep path, a long name. There is no sparse file: 7-Zip
takes those that ntfs-3g makes for damaged.
"""
from __future__ import annotations

import argparse
import os
import random

POOL_SIZE = 32 << 20
FILES_IN_FOLDER = 40
COMPRESSED = (0x810).to_bytes(4, "big")  # FILE_ATTRIBUTE_COMPRESSED, FILE_ATTRIBUTE_DIRECTORY
ZONE = b"[ZoneTransfer]\r\nZoneId=3\r\n"
WORDS = b"image volume backup restore sector cluster record index stream name time size".split()


class Content:
    """Bytes to write, cut out of two pools: making them anew would take longer than writing them."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.noise = rng.randbytes(POOL_SIZE)
        text = b" ".join(rng.choices(WORDS, k=100_000))
        self.text = (text * (POOL_SIZE // len(text) + 1))[:POOL_SIZE]

    def pieces(self, size: int):
        pool = self.noise if self.rng.random() < 0.5 else self.text
        while size > 0:
            piece = min(size, POOL_SIZE)
            at = self.rng.randrange(POOL_SIZE - piece + 1)
            yield pool[at:at + piece]
            size -= piece

    def write(self, path: str, size: int) -> None:
        with open(path, "wb", buffering=0) as file:
            for piece in self.pieces(size):
                file.write(piece)


def sizes(rng: random.Random, count: int, total: int) -> list[int]:
    """Spread as on real disks; scaled so that they add up."""
    drawn = [rng.lognormvariate(8.5, 2.3) for _ in range(count)]
    scale = total / sum(drawn)
    return [int(size * scale) for size in drawn]


def fill_tree(root: str, content: Content, count: int, total: int) -> None:
    rng = content.rng
    folders = [root]
    for i, size in enumerate(sizes(rng, count, total)):
        if i % FILES_IN_FOLDER == 0:
            parent = folders[rng.randrange(len(folders))]
            folders.append(f"{parent}/Folder {i // FILES_IN_FOLDER:05d}" if parent.count("/") < 30 else f"{root}/{i}")
            os.mkdir(folders[-1])
        content.write(f"{folders[-1]}/Document number {i:06d}.dat", size)


def fragmented(folder: str, content: Content, megabytes: int) -> None:
    """Eight files, each appended to in turn; the flush keeps the driver from putting pieces together."""
    os.mkdir(folder)
    files = [open(f"{folder}/piecewise {i}.dat", "wb", buffering=0) for i in range(8)]
    for step in range(megabytes * 2):
        for file in files:
            for piece in content.pieces(1 << 16):
                file.write(piece)
        if step % 16 == 0:
            for file in files:
                os.fsync(file.fileno())
    for file in files:
        file.close()


def compressed(folder: str, content: Content) -> None:
    os.mkdir(folder)
    os.setxattr(folder, "system.ntfs_attrib_be", COMPRESSED)  # what is made in it inherits that
    for i in range(50):
        content.write(f"{folder}/log {i}.txt", 500_000)


def stream(path: str, name: str, data: bytes) -> None:
    with open(f"{path}:{name}", "wb", buffering=0) as file:
        file.write(data)


def streams_and_links(folder: str, content: Content) -> None:
    os.mkdir(folder)
    path = f"{folder}/with streams.txt"
    content.write(path, 1000)
    stream(path, "Zone.Identifier", ZONE)
    stream(path, "large", content.rng.randbytes(60_000))
    for i in range(200):
        os.link(path, f"{folder}/link {i}.txt")
        small = f"{folder}/downloaded {i}.txt"
        content.write(small, 100)
        stream(small, "Zone.Identifier", ZONE)


def large_folder(folder: str, content: Content) -> None:
    os.mkdir(folder)
    for i in range(5000):
        content.write(f"{folder}/Entry {i:05d} with a rather long name.tmp", content.rng.randrange(1500))
    for i in range(7, 5000, 10):
        os.remove(f"{folder}/Entry {i:05d} with a rather long name.tmp")


def odd_names(folder: str) -> None:
    os.makedirs(folder + "/" + "/".join(f"level {i:02d}" for i in range(40)))
    for name in ("n" * 250 + ".txt", "Größe 日本語 \U0001F600.txt"):
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--megabytes", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    content = Content(rng)
    in_pieces = options.megabytes // 16
    odd = f"{options.folder}/Odd"
    os.mkdir(odd)
    fragmented(f"{odd}/fragmented", content, in_pieces)
    compressed(f"{odd}/compressed", content)
    streams_and_links(f"{odd}/streams", content)
    large_folder(f"{odd}/large folder", content)
    odd_names(f"{odd}/names")
    tree = f"{options.folder}/Users"
    os.mkdir(tree)
    fill_tree(tree, content, options.files, (options.megabytes - in_pieces - 40) << 20)


if __name__ == "__main__":
    main()
