#!/usr/bin/env python3
"""Makes a large NTFS volume with many files, all of it as scattered as years of use leave it.

    mkscattered.py volume.raw                                         2 TB, a million files in 10,000 directories
    mkscattered.py volume.raw --size 64G --files 50000 --dirs 500

mkntfs formats the file; then the files are written straight into the structures on disk, which takes a few minutes where
a file system driver takes hours. The master file table lies in some 2,000 fragments all over the volume and needs an
attribute list; so do the most fragmented files. Directories are B-trees of up to three levels whose blocks lie apart.
Data is allocated but never written, so the file stays sparse: about 1.5 GB for a million files.

Prints what a reader has to find, as JSON. The same options make the same files; only what mkntfs writes (times, serial
number) differs. Needs mkntfs (package ntfs-3g).
"""
from __future__ import annotations

import argparse
import bisect
import json
import os
import random
import struct
import subprocess

from ntfs_structures import (
    ATTRIBUTE_LIST, BITMAP, BLOCK_ROOM, BLOCK_SIZE, DATA, DIRECTORY, DOS, FILE_ATTRIBUTE_ARCHIVE, FILE_NAME,
    FILE_NAME_INDEX_PRESENT, FIRST_ENTRY, IN_USE, INDEX_ALLOCATION, INDEX_ROOT, RECORD_ROOM, RECORD_SIZE,
    STANDARD_INFORMATION, WIN32, Run, attributes_of, entries_of, file_name, index_block, index_entry, index_root,
    last_entry, list_entry, non_resident, record, reference, resident, runs_of, split_runs, standard_information)

MFT, ROOT, BITMAP_FILE = 0, 5, 6
FIRST_OF_TABLE = 40  # the records from here to 63 are kept for the pieces of the table's own run list
FIRST_NEW = 64
MIRRORED = 4
TABLE_FRAGMENTS = 2000
INDEX_RUNS = 12
INDEX_ATTRIBUTES = 64 + (72 + INDEX_RUNS * 7 + 4) + 80  # at most, without the entries in the root

WORDS = ("Annual", "archive", "Backup", "budget", "Camera", "contract", "Draft", "export", "Family", "garden", "Holiday",
         "invoice", "Kitchen", "letter", "Manual", "notes", "Office", "photo", "Quarter", "recipe", "Summer", "travel",
         "Überblick", "video", "Workshop", "Zürich")
SUFFIXES = ("docx", "jpg", "pdf", "txt", "xlsx", "mp4", "html", "dll")


class Device:
    """The volume's file, addressed in bytes."""

    def __init__(self, path: str):
        self.file = os.open(path, os.O_RDWR)

    def read(self, at: int, length: int) -> bytes:
        return os.pread(self.file, length, at)

    def write(self, at: int, data: bytes) -> None:
        if os.pwrite(self.file, data, at) != len(data):
            raise OSError("the disk is full")

    def read_runs(self, runs: list[Run]) -> bytes:
        return b"".join(self.read(first * BLOCK_SIZE, length * BLOCK_SIZE) for first, length in runs)

    def write_runs(self, runs: list[Run], data: bytes) -> None:
        at = 0
        for first, length in runs:
            self.write(first * BLOCK_SIZE, data[at:at + length * BLOCK_SIZE])
            at += length * BLOCK_SIZE


class Space:
    """Hands out clusters in places all over the volume, and marks them in its bitmap."""
    ZONE = 4096

    def __init__(self, bitmap: bytearray, clusters: int, rng: random.Random):
        self.bitmap = bitmap
        self.rng = rng
        self.taken = 0
        size = self.ZONE // 8
        free = bytes(size)
        self.next = [0 if bitmap[at:at + size] == free else self.ZONE for at in range(0, clusters // 8 - size, size)]

    def take(self, count: int) -> Run:
        for _ in range(1000):
            zone = int(self.rng.random() * len(self.next))
            at = self.next[zone]
            if at + count <= self.ZONE:
                self.next[zone] = at + count + int(self.rng.random() * 8)
                self._flip(zone * self.ZONE + at, count)
                self.taken += count
                return zone * self.ZONE + at, count
        raise SystemExit("mkscattered.py: the volume is too small for so many files")

    def take_in_pieces(self, count: int, most_pieces: int) -> list[Run]:
        piece = -(-count // most_pieces)
        return [self.take(min(piece, count - at)) for at in range(0, count, piece)]

    def give_back(self, first: int, count: int) -> None:
        self.taken -= count
        self._flip(first, count)

    def _flip(self, first: int, count: int) -> None:
        at, shift = divmod(first, 8)
        size = (shift + count + 7) // 8
        bits = int.from_bytes(self.bitmap[at:at + size], "little")
        self.bitmap[at:at + size] = (bits ^ ((1 << count) - 1) << shift).to_bytes(size, "little")


class Table:
    """The master file table while it grows: records are put by number, fragments taken when they are needed."""

    def __init__(self, device: Device, space: Space, runs: list[Run], fragment: int):
        self.device = device
        self.space = space
        self.fragment = fragment
        self.runs: list[Run] = []
        self.starts: list[int] = []  # first record of each run
        self.records = 0
        self.in_use = bytearray()
        for run in runs:
            self._append(run)

    def _append(self, run: Run) -> None:
        self.runs.append(run)
        self.starts.append(self.records)
        self.records += run[1] * BLOCK_SIZE // RECORD_SIZE
        self.in_use.extend(bytes((self.records + 7) // 8 - len(self.in_use)))

    def _position(self, number: int) -> int:
        run = bisect.bisect(self.starts, number) - 1
        return self.runs[run][0] * BLOCK_SIZE + (number - self.starts[run]) * RECORD_SIZE

    def get(self, number: int) -> bytes:
        return self.device.read(self._position(number), RECORD_SIZE)

    def put(self, number: int, block: bytes) -> None:
        while number >= self.records:
            self._append(self.space.take(self.fragment))
        self.device.write(self._position(number), block)
        self.in_use[number // 8] |= 1 << number % 8

    def leave_unused(self, number: int) -> None:
        self.put(number, record(number, 0, []))
        self.in_use[number // 8] &= ~(1 << number % 8)


class Tree:
    """The index of a directory, built from the leaves up."""

    def __init__(self, entries: list[tuple[int, bytes]], root_room: int, fill: float):
        self.nodes: list[tuple[bytes, bool]] = []  # what goes into each block, and whether nodes lie below it
        self.fill = fill
        level = entries
        children: list[int | None] = [None] * (len(entries) + 1)
        while self._size(level, children) > root_room:
            level, children = self._split(level, children)
        self.root = index_root(self._node(level, children), bool(self.nodes))

    @staticmethod
    def _size(entries: list[tuple[int, bytes]], children: list[int | None]) -> int:
        each = 16 if children[-1] is None else 24
        return each + sum(each + (len(key) + 7 & -8) for _, key in entries)

    @staticmethod
    def _node(entries: list[tuple[int, bytes]], children: list[int | None]) -> bytes:
        return b"".join(index_entry(file, key, child) for (file, key), child in zip(entries, children)) \
            + last_entry(children[-1])

    def _split(self, entries, children):
        """Cuts a level into nodes; the entry between two of them goes up to the level above."""
        above, nodes, first, used = [], [], 0, 0
        limit = BLOCK_ROOM * self.fill
        for i, (_, key) in enumerate(entries):
            used += 24 + len(key) + 7 & -8
            if used > limit and i > first and i + 1 < len(entries):
                nodes.append(self._add(entries[first:i], children[first:i + 1]))
                above.append(entries[i])
                first, used = i + 1, 0
        nodes.append(self._add(entries[first:], children[first:]))
        return above, nodes

    def _add(self, entries, children) -> int:
        self.nodes.append((self._node(entries, children), children[-1] is not None))
        return len(self.nodes) - 1


class Volume:
    def __init__(self, path: str, options: argparse.Namespace):
        self.rng = random.Random(options.seed)
        self.options = options
        self.device = Device(path)
        boot = self.device.read(0, 512)
        sectors, mft, mirror = struct.unpack_from("<QQQ", boot, 40)
        if boot[3:7] != b"NTFS" or boot[13] * 512 != BLOCK_SIZE or boot[64] != 256 - 10:
            raise SystemExit("mkscattered.py: not a volume with clusters of 4096 bytes and records of 1024")
        self.mirror_at = mirror * BLOCK_SIZE
        self.table_attributes = dict(attributes_of(self.device.read(mft * BLOCK_SIZE, RECORD_SIZE)))
        table_runs = runs_of(self.table_attributes[DATA])
        bitmap_record = self.device.read(mft * BLOCK_SIZE + BITMAP_FILE * RECORD_SIZE, RECORD_SIZE)
        self.bitmap_runs = runs_of(dict(attributes_of(bitmap_record))[DATA])
        self.bitmap = bytearray(self.device.read_runs(self.bitmap_runs))
        self.space = Space(self.bitmap, sectors * 512 // BLOCK_SIZE, self.rng)
        fragment = max(16, options.files * RECORD_SIZE // BLOCK_SIZE // TABLE_FRAGMENTS)
        self.table = Table(self.device, self.space, table_runs, fragment)
        self._keep_marks_of_mkntfs()
        self.files = self.directories = self.names = self.runs = self.index_blocks = self.extensions = 0

    def _keep_marks_of_mkntfs(self) -> None:
        marks = self.device.read_runs(runs_of(self.table_attributes[BITMAP]))
        size = min(len(marks), len(self.table.in_use))
        self.table.in_use[:size] = marks[:size]
        for number in range(FIRST_OF_TABLE, FIRST_NEW):
            self.table.leave_unused(number)

    def time(self) -> int:
        two_years = 2 * 365 * 86400 * 10_000_000
        return 133_000_000_000_000_000 + int(self.rng.random() * two_years)

    # ------------------------------------------------------------ the tree

    def fill(self) -> None:
        """Directory i lies in directory (i - 1) // 10. The last one gets one file in fifty, so its index is deep."""
        options = self.options
        count = options.dirs
        inside: list[list[tuple[str, int, bytes]]] = [[] for _ in range(count)]
        keys, times = [], []
        for i in range(count):
            parent = reference(FIRST_NEW + (i - 1) // 10) if i else reference(ROOT, ROOT)
            name = self._name(i) if i else "Scattered"
            times.append(self.time())
            keys.append(self._names(parent, times[i], 0, 0, FILE_NAME_INDEX_PRESENT, name, i))
            if i:
                inside[(i - 1) // 10].extend(self._entries(FIRST_NEW + i, keys[i]))
        number = FIRST_NEW + count
        left = options.files
        for i in range(count):
            share = left if i == count - 1 else (options.files - options.files // 50) // count
            left -= share
            for n in range(share):
                if self.rng.random() < 0.03:
                    self.table.leave_unused(number)
                    number += 1
                number = self._file(number, reference(FIRST_NEW + i), n, inside[i])
            self._directory(FIRST_NEW + i, times[i], keys[i], inside[i])
            inside[i] = []
        while number < self.table.records:
            self.table.leave_unused(number)
            number += 1
        self._enter_in_root(self._entries(FIRST_NEW, keys[0]))

    def _name(self, n: int, suffix: str = "") -> str:
        choice = self.rng.random()
        first = WORDS[int(choice * len(WORDS))]
        second = WORDS[int(choice * len(WORDS) ** 2) % len(WORDS)]
        return f"{first} {second} {n:06d}{suffix}"

    def _names(self, parent: int, time: int, allocated: int, size: int, attributes: int, name: str, n: int) -> list[bytes]:
        """The values of one or two $FILE_NAMEs. Two make the file's record longer, and the volume as Windows makes it."""
        keys = [file_name(parent, time, allocated, size, attributes, WIN32, name)]
        if self.options.short_names:
            stem, _, suffix = name.partition(".")
            short = f"{stem[:1].upper() if stem[:1] < chr(128) else 'U'}{n:X}~1" + (f".{suffix[:3].upper()}" if suffix else "")
            keys.append(file_name(parent, time, allocated, size, attributes, DOS, short))
        return keys

    @staticmethod
    def _entries(number: int, keys: list[bytes]) -> list[tuple[str, int, bytes]]:
        # str.upper() does what $UpCase does for the letters that are used here.
        return [(key[66:].decode("utf-16-le").upper(), reference(number), key) for key in keys]

    def _head(self, time: int, attributes: int, keys: list[bytes]) -> list[bytes]:
        self.names += 1
        head = [resident(STANDARD_INFORMATION, standard_information(time, attributes), instance=0)]
        return head + [resident(FILE_NAME, key, indexed=True, instance=1 + i) for i, key in enumerate(keys)]

    # ------------------------------------------------------------ files

    def _file(self, number: int, parent: int, n: int, siblings: list[tuple[str, int, bytes]]) -> int:
        """Writes a file; returns the next free record number."""
        random_ = self.rng.random
        choice = random_()
        runs, value = [], b""
        if choice < 0.2:
            value = b"Lifeboat " * int(choice * 200)
        elif choice < 0.998:
            runs = [self.space.take(1 + int(random_() * 12)) for _ in range(1 + int(random_() ** 2 * 8))]
        else:
            runs = [self.space.take(1 + int(random_() * 4)) for _ in range(200 + int(random_() * 300))]
        allocated = sum(length for _, length in runs) * BLOCK_SIZE
        size = allocated - int(random_() * BLOCK_SIZE) if runs else len(value)
        time = self.time()
        suffix = "." + SUFFIXES[int(random_() * len(SUFFIXES))]
        keys = self._names(parent, time, allocated, size, FILE_ATTRIBUTE_ARCHIVE, self._name(n, suffix), n)
        attributes = self._head(time, FILE_ATTRIBUTE_ARCHIVE, keys)
        siblings.extend(self._entries(number, keys))
        self.files += 1
        self.runs += len(runs)
        data = len(attributes)
        if not runs:
            attributes.append(resident(DATA, value, instance=data))
            self.table.put(number, record(number, IN_USE, attributes, links=len(keys)))
            return number + 1
        room = RECORD_ROOM - 64 - 8
        pieces = split_runs(runs, room - sum(map(len, attributes)), room)
        if len(pieces) == 1:
            attributes.append(non_resident(DATA, runs, size, instance=data))
            self.table.put(number, record(number, IN_USE, attributes, links=len(keys)))
            return number + 1
        return self._large_file(number, attributes, runs, size, len(keys))

    def _large_file(self, number: int, head: list[bytes], runs: list[Run], size: int, links: int) -> int:
        """A file that needs an attribute list: the names stay, all pieces of the run list go to further records."""
        room = RECORD_ROOM - 64 - 8
        pieces = split_runs(runs, room, room)
        allocated = sum(length for _, length in runs) * BLOCK_SIZE
        entries = [list_entry(STANDARD_INFORMATION, 0, reference(number), 0)]
        entries += [list_entry(FILE_NAME, 0, reference(number), 1 + i) for i in range(len(head) - 1)]
        for i, (lowest, piece) in enumerate(pieces):
            extension = number + 1 + i
            attribute = non_resident(DATA, piece, size, lowest=lowest, allocated=allocated)
            self.table.put(extension, record(extension, IN_USE, [attribute], base=reference(number)))
            entries.append(list_entry(DATA, lowest, reference(extension), 0))
        self.extensions += len(pieces)
        listed = resident(ATTRIBUTE_LIST, b"".join(entries), instance=len(head))
        self.table.put(number, record(number, IN_USE, [head[0], listed, *head[1:]], links=links))
        return number + 1 + len(pieces)

    # ------------------------------------------------------------ directories

    def _directory(self, number: int, time: int, keys: list[bytes], inside: list[tuple[str, int, bytes]]) -> None:
        inside.sort()
        attributes = self._head(time, 0, keys)
        room = RECORD_ROOM - INDEX_ATTRIBUTES - sum(map(len, attributes))
        tree = Tree([(file, key) for _, file, key in inside], room, 0.55 + self.rng.random() * 0.4)
        attributes.append(resident(INDEX_ROOT, tree.root, "$I30", instance=len(attributes)))
        blocks = len(tree.nodes)
        if blocks:
            runs = self.space.take_in_pieces(blocks, INDEX_RUNS)
            for vcn, (entries, inner) in enumerate(tree.nodes):
                self.device.write(self._cluster(runs, vcn) * BLOCK_SIZE, index_block(vcn, entries, inner))
            used = ((1 << blocks) - 1).to_bytes(-(-blocks // 64) * 8, "little")
            size = blocks * BLOCK_SIZE
            attributes.append(non_resident(INDEX_ALLOCATION, runs, size, "$I30", instance=len(attributes)))
            attributes.append(self._bits(used, len(attributes)))
        self.table.put(number, record(number, IN_USE | DIRECTORY, attributes, links=len(keys)))
        self.directories += 1
        self.index_blocks += blocks
        self.runs += len(runs) if blocks else 0

    def _bits(self, used: bytes, instance: int) -> bytes:
        if len(used) <= 16:
            return resident(BITMAP, used, "$I30", instance=instance)
        runs = [self.space.take(-(-len(used) // BLOCK_SIZE))]
        self.device.write_runs(runs, used)
        return non_resident(BITMAP, runs, len(used), "$I30", instance=instance)

    @staticmethod
    def _cluster(runs: list[Run], vcn: int) -> int:
        for first, length in runs:
            if vcn < length:
                return first + vcn
            vcn -= length
        raise IndexError(vcn)

    def _enter_in_root(self, new: list[tuple[str, int, bytes]]) -> None:
        """mkntfs gives the root directory one block, with room for more."""
        at = runs_of(dict(attributes_of(self.table.get(ROOT)))[INDEX_ALLOCATION])[0][0] * BLOCK_SIZE
        entries = [(key[66:].decode("utf-16-le").upper(), file, key) for file, key in entries_of(self.device.read(at, BLOCK_SIZE))]
        entries = sorted(entries + new)
        node = b"".join(index_entry(file, key) for _, file, key in entries) + last_entry()
        self.device.write(at, index_block(0, node, False))

    # ------------------------------------------------------------ the end

    def finish(self) -> dict:
        self._write_table_record()
        self.device.write_runs(self.bitmap_runs, self.bitmap)
        os.fsync(self.device.file)
        return {
            "files": self.files, "directories": self.directories, "names": self.names, "mftRecords": self.table.records,
            "mftFragments": len(self.table.runs), "extensionRecords": self.extensions, "runs": self.runs,
            "indexBlocks": self.index_blocks, "allocatedBytes": self.space.taken * BLOCK_SIZE}

    def _write_table_record(self) -> None:
        """The table's own record: the first piece of its run list here, the others in records that this piece maps."""
        old = self.table_attributes
        list_runs = [self.space.take(1)]
        for run in runs_of(old[BITMAP]):
            self.space.give_back(*run)
        bitmap_size = -(-len(self.table.in_use) // 8) * 8
        bitmap_runs = [self.space.take(-(-bitmap_size // BLOCK_SIZE))]
        size = self.table.records * RECORD_SIZE
        base = reference(MFT)
        bitmap = non_resident(BITMAP, bitmap_runs, bitmap_size, instance=4)
        head = [self._renumbered(old[STANDARD_INFORMATION], 0), self._renumbered(old[FILE_NAME], 1)]
        taken = sum(map(len, head)) + len(bitmap) + 72
        pieces = split_runs(self.table.runs, RECORD_ROOM - 64 - 8 - taken, RECORD_ROOM - 64 - 8)
        if len(pieces) - 1 > FIRST_NEW - FIRST_OF_TABLE:
            raise SystemExit("mkscattered.py: the table has too many fragments")
        entries = [list_entry(STANDARD_INFORMATION, 0, base, 0), list_entry(FILE_NAME, 0, base, 1),
                   list_entry(DATA, 0, base, 3)]
        for i, (lowest, piece) in enumerate(pieces[1:]):
            number = FIRST_OF_TABLE + i
            self.table.put(number, record(number, IN_USE, [non_resident(DATA, piece, 0, lowest=lowest)], base=base))
            entries.append(list_entry(DATA, lowest, reference(number), 0))
        entries.append(list_entry(BITMAP, 0, base, 4))
        self.device.write_runs(list_runs, b"".join(entries))
        listed = non_resident(ATTRIBUTE_LIST, list_runs, 32 * len(entries), instance=2)
        data = non_resident(DATA, pieces[0][1], size, allocated=size, instance=3)
        self.table.put(MFT, record(MFT, IN_USE, [head[0], listed, head[1], data, bitmap], links=1))
        self.device.write_runs(bitmap_runs, bytes(self.table.in_use))
        self.device.write(self.mirror_at, b"".join(self.table.get(number) for number in range(MIRRORED)))

    @staticmethod
    def _renumbered(attribute: bytes, instance: int) -> bytes:
        return attribute[:14] + struct.pack("<H", instance) + attribute[16:]


def size_of(text: str) -> int:
    units = {"M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
    return int(text[:-1]) * units[text[-1:]] if text[-1:] in units else int(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("volume", help="made, or formatted anew")
    parser.add_argument("--size", type=size_of, default="2T", help="of the volume: 2T, 64G (default: %(default)s)")
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--dirs", type=int, default=10_000)
    parser.add_argument("--short-names", action="store_true", help="give every file a short (8.3) name too")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.dirs < 1 or options.files < options.dirs:
        parser.error("at least one directory, and at least as many files as directories")
    with open(options.volume, "wb") as file:
        file.truncate(options.size)
    run = subprocess.run(["mkntfs", "-Q", "-F", "-q", "-c", str(BLOCK_SIZE), "-p", "0", "-H", "255", "-S", "63", "-L",
                          "SCATTERED", options.volume], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit("mkscattered.py: mkntfs failed: " + run.stderr.strip())
    volume = Volume(options.volume, options)
    volume.fill()
    print(json.dumps(volume.finish(), indent=2))


if __name__ == "__main__":
    main()
