"""Sparse bytes, seeded values and sample disk content: what both image generators share.

Everything here is deterministic: the same seed and label give the same bytes and GUIDs on every
machine and every Python from 3.9 on.
"""
from __future__ import annotations

import hashlib
import os
import random
import uuid
from datetime import datetime, timezone

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30
TIB = 1 << 40

# Every time stamp that is written, inside an image or as a file's modification time.
FIXED_TIME = datetime(2024, 1, 15, 12, 0, 0, tzinfo=timezone.utc)


class SparseBytes:
    """A resizable run of bytes that stores only the pieces that are not zero.

    It stands for a virtual disk of many gigabytes as well as for an image file under construction.
    """

    PIECE = 16 * KIB
    _ZEROS = bytes(PIECE)

    def __init__(self, size: int = 0):
        self.size = size
        self._pieces: dict[int, bytes] = {}  # index of the piece -> its PIECE bytes

    @classmethod
    def load(cls, path: str) -> "SparseBytes":
        loaded = cls(os.path.getsize(path))
        with open(path, "rb") as file:
            index = 0
            while piece := file.read(cls.PIECE):
                loaded._store(index, piece.ljust(cls.PIECE, b"\0"))
                index += 1
        return loaded

    def save(self, path: str) -> None:
        """Writes a file with holes where the bytes are zero, and with the fixed modification time."""
        with open(path, "wb") as file:
            for index in sorted(self._pieces):
                file.seek(index * self.PIECE)
                file.write(self._pieces[index])
            file.truncate(self.size)
        stamp = FIXED_TIME.timestamp()
        os.utime(path, (stamp, stamp))

    def copy(self) -> "SparseBytes":
        twin = SparseBytes(self.size)
        twin._pieces = dict(self._pieces)
        return twin

    def resize(self, size: int) -> None:
        if size < self.size:
            cut = -(-size // self.PIECE) * self.PIECE
            self.zero(size, min(cut, self.size) - size)
            self._pieces = {i: p for i, p in self._pieces.items() if i * self.PIECE < size}
        self.size = size

    def resized(self, size: int) -> "SparseBytes":
        twin = self.copy()
        twin.resize(size)
        return twin

    def read(self, offset: int, length: int) -> bytes:
        self._check(offset, length)
        parts = []
        while length:
            index, start = divmod(offset, self.PIECE)
            count = min(length, self.PIECE - start)
            parts.append(self._pieces.get(index, self._ZEROS)[start:start + count])
            offset += count
            length -= count
        return b"".join(parts)

    def write(self, offset: int, data: bytes) -> None:
        """Overwrites bytes; grows when they reach past the end."""
        self.size = max(self.size, offset + len(data))
        at = 0
        while at < len(data):
            index, start = divmod(offset + at, self.PIECE)
            count = min(len(data) - at, self.PIECE - start)
            old = self._pieces.get(index, self._ZEROS)
            self._store(index, old[:start] + bytes(data[at:at + count]) + old[start + count:])
            at += count

    def zero(self, offset: int, length: int) -> None:
        self._check(offset, length)
        while length:
            index, start = divmod(offset, self.PIECE)
            count = min(length, self.PIECE - start)
            if count == self.PIECE:
                self._pieces.pop(index, None)
            elif index in self._pieces:
                self.write(offset, bytes(count))
            offset += count
            length -= count

    def is_zero(self, offset: int, length: int) -> bool:
        return not any(True for _ in self.data_runs(offset, length))

    def data_runs(self, offset: int = 0, length: int | None = None):
        """The stored runs in a range as (offset, bytes); what lies between them is zero."""
        length = self.size - offset if length is None else length
        end = offset + length
        for index in self._indexes(offset, end):
            start = max(offset, index * self.PIECE)
            stop = min(end, (index + 1) * self.PIECE)
            data = self._pieces[index][start - index * self.PIECE:stop - index * self.PIECE]
            if data.count(0) != len(data):
                yield start, data

    def differs_in(self, other: "SparseBytes") -> list[int]:
        """Offsets of the pieces, PIECE bytes each, that are not the same in both."""
        indexes = self._pieces.keys() | other._pieces.keys()
        return sorted(i * self.PIECE for i in indexes if self._pieces.get(i) != other._pieces.get(i))

    def sha256(self) -> str:
        digest = hashlib.sha256()
        zeros = bytes(4 * MIB)
        at = 0
        for offset, data in [*self.data_runs(), (self.size, b"")]:
            while at < offset:
                count = min(len(zeros), offset - at)
                digest.update(memoryview(zeros)[:count])
                at += count
            digest.update(data)
            at += len(data)
        return digest.hexdigest()

    def _indexes(self, start: int, end: int) -> list[int]:
        first, last = start // self.PIECE, -(-end // self.PIECE)
        if last - first < len(self._pieces):
            return [i for i in range(first, last) if i in self._pieces]
        return sorted(i for i in self._pieces if first <= i < last)

    def _store(self, index: int, piece: bytes) -> None:
        if piece == self._ZEROS:
            self._pieces.pop(index, None)
        else:
            self._pieces[index] = piece

    def _check(self, offset: int, length: int) -> None:
        if offset < 0 or length < 0 or offset + length > self.size:
            raise ValueError(f"{length} bytes at {offset} do not fit in {self.size}")


class Seeded:
    """Values drawn from a seed by label, so that adding a draw never changes another one."""

    def __init__(self, seed: object):
        self.seed = seed

    def bytes(self, label: object, count: int) -> bytes:
        return self._random(label).randbytes(count)

    def guid(self, label: object) -> uuid.UUID:
        return uuid.UUID(bytes=self.bytes(("guid", label), 16), version=4)

    def below(self, label: object, limit: int) -> int:
        return self._random(label).randrange(limit)

    def shuffled(self, label: object, items) -> list:
        items = list(items)
        self._random(label).shuffle(items)
        return items

    def _random(self, label: object) -> random.Random:
        return random.Random(f"{self.seed}/{label}")


def sample_content(size: int, seed: object, spots: tuple[int, ...] = ()) -> SparseBytes:
    """Random runs between zero areas; runs cross borders of 1 MiB, with whole pages and with single sectors, and reach
    the last sector. The offsets in `spots` get a run of their own."""
    seeded = Seeded(f"content/{seed}")
    content = SparseBytes(size)

    def fill(offset: int, length: int) -> None:
        offset = max(0, offset)
        length = min(length, size - offset)
        if length > 0:
            content.write(offset, seeded.bytes(offset, length))

    fill(0, 3 * 512)                               # something like a boot record
    fill(64 * KIB, 160 * KIB)                      # pages of data
    fill(MIB - 3 * 512, 9 * 512)                   # across a border
    fill(3 * MIB - 8 * KIB, 72 * KIB)              # across a border, in whole pages
    fill(4 * MIB + 777 * 512, 512)                 # one lonely sector
    fill(size // 2, 24 * KIB)
    fill(size - 5 * 512, 5 * 512)                  # up to the end
    for spot in spots:
        fill(spot, 12 * KIB)
    return content


def changed_content(parent: SparseBytes, seed: object, size: int | None = None, sector: int = 512) -> SparseBytes:
    """What a child may hold: sectors of the parent replaced, zeroed and added, other areas untouched."""
    seeded = Seeded(f"changes/{seed}")
    content = parent.resized(parent.size if size is None else size)
    size = content.size

    def fill(offset: int, sectors: int) -> None:
        offset -= offset % sector
        length = min(sectors * sector, size - offset)
        if offset < size and length > 0:
            content.write(offset, seeded.bytes(offset, length))

    fill(sector, 1)                                # one sector; the ones beside it come from the parent
    fill(64 * KIB + 5 * sector, 3)
    fill(2 * MIB - 2 * sector, 4)                  # across a border, over zeros of the parent
    fill(3 * MIB + 64 * KIB - sector, 11)          # the end of the parent's data and behind it
    fill(4 * MIB + 64 * KIB, 17)                   # new data where the parent has none
    fill(size // 2 + sector, 1)
    fill(size - 2 * sector, 1)
    if size > 4 * MIB:
        content.zero(3 * MIB + 4 * KIB, 8 * KIB)   # zeros over data: present in the child
    return content


def reads_to_try(content: SparseBytes, borders: list[int]) -> list[dict]:
    """A few reads, each with the hash of what it has to return: at borders, at the ends and in the data."""
    wanted = [(0, 512), (max(0, content.size - 4096), min(4096, content.size))]
    for border in borders:
        wanted.append((border - 1536, 5120))
        wanted.append((border - 1, 3))
    wanted += [(offset + 100, 1000) for offset, _ in list(content.data_runs())[:4]]
    reads = []
    for offset, length in wanted:
        if offset >= 0 and offset + length <= content.size:
            digest = hashlib.sha256(content.read(offset, length)).hexdigest()
            reads.append({"offset": offset, "length": length, "sha256": digest})
    return reads
