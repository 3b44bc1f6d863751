"""Dirty logs ([MS-VHDX] 2.3): makes pages of a finished VHDX stale and writes log entries that set them right.

The file that goes in is what a reader has to see after replay. The file that comes out is what a crash may leave
behind: stale pages, and a log with these entries, from its start or from shortly before its end:

    flushed entries      valid, same LogGuid, but in front of head.Tail: replaying them does damage
    active entries       head.Tail points to the first of them; the second has more than 126 descriptors
    a torn entry         sequence number head + 1, CRC wrong: replaying it does damage
    an older sequence    same LogGuid, smaller sequence numbers: replaying it does damage
    a foreign entry      another LogGuid, greater sequence number: replaying it does damage

The modes leave parts of that out or add to it; MODES says how.
"""
from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from sparse import MIB, Seeded, SparseBytes
from vhdx_format import LOG_SECTOR, CircularLog, DataDescriptor, LogEntry, ZeroDescriptor

MODES = {
    "none": "an empty log",
    "clean-stale": "LogGuid is zero; entries of an earlier session are still in the log",
    "dirty": "everything named above",
    "dirty-simple": "no flushed entries, and no entry with more than 126 descriptors",
    "dirty-wrapped": "everything; the active sequence goes over the end of the log, inside an entry",
    "dirty-wrapped-entry": "a single active entry, which goes over the end of the log",
    "dirty-decoy": "everything, and an entry with a greater sequence number that is no valid sequence",
    "dirty-empty": "LogGuid is set, the only entry writes nothing",
    "dirty-invalid": "LogGuid is set, no entry is valid: to be refused",
}
STALE_ON_DISK = ("dirty", "dirty-simple", "dirty-wrapped", "dirty-wrapped-entry", "dirty-decoy")
PAGE = LOG_SECTOR

DATA_PAGES = 50           # payload pages with data that are written by the log
ZERO_PAGES = 60           # payload pages that are zeroed by the log, one zero descriptor each
MORE_ZERO_PAGES = 150     # the same, for an entry with more than 126 descriptors
SPARED_PAGES = 3          # payload pages that are right on disk and that a wrong replay would spoil


def is_dirty(mode: str) -> bool:
    """Whether the header's LogGuid is set."""
    return mode.startswith("dirty")


@dataclass
class Loggable:
    """The pages of a file that a log may write, by what they hold; each list has file offsets of pages."""
    region_table: list[int] = field(default_factory=list)
    metadata: list[int] = field(default_factory=list)
    bat: list[int] = field(default_factory=list)
    bitmap: list[int] = field(default_factory=list)
    payload: list[int] = field(default_factory=list)

    KINDS = ("region_table", "metadata", "bat", "bitmap", "payload")


class LogScenario:
    """Turns the right file into the one on disk plus its log."""

    def __init__(self, file: SparseBytes, pages: Loggable, stale_page, seeded: Seeded, log_guid: uuid.UUID,
                 log_length: int):
        """:param stale_page: (kind, file offset, right bytes) -> what stands there before replay"""
        self.right = file
        self.disk = file.copy()
        self.pages = pages
        self.stale_page = stale_page
        self.seeded = seeded
        self.log_guid = log_guid
        self.log = CircularLog(log_length)
        self.sequence = 1 + int.from_bytes(seeded.bytes("log sequence", 7), "little")
        self.flushed_file_offset = file.size
        self.stale: dict[int, str] = {}   # file offset of each stale page -> kind
        self.spared: list[int] = []
        self.entries: list[dict] = []     # for the report

    # -- what a caller asks for

    def run(self, mode: str, kinds: tuple[str, ...], beyond_end: int | None = None, flushed_missing: int = 0) -> None:
        """
        :param beyond_end: file offset from which on nothing is on disk yet, only in the log
        :param flushed_missing: how many bytes the file is shorter than FlushedFileOffset; must be refused
        """
        if mode == "none":
            return
        large = mode in ("dirty", "dirty-wrapped", "dirty-decoy")
        self._choose_pages(kinds, beyond_end, MORE_ZERO_PAGES if large else ZERO_PAGES)
        if mode in STALE_ON_DISK:
            self._make_stale(beyond_end)
        self.flushed_file_offset = self.disk.size + flushed_missing
        {"clean-stale": self._stale_entries_only,
         "dirty": self._flushed_and_active_sequence,
         "dirty-simple": self._active_sequence,
         "dirty-wrapped": self._wrapped_sequence,
         "dirty-wrapped-entry": self._wrapped_entry,
         "dirty-decoy": self._sequence_and_decoy,
         "dirty-empty": self._empty_sequence,
         "dirty-invalid": self._no_valid_entry}[mode]()

    def report(self) -> dict:
        return {"sequence": self.sequence, "entries": self.entries,
                "stale_pages": {kind: list(self.stale.values()).count(kind) for kind in Loggable.KINDS},
                "flushed_file_offset": self.flushed_file_offset, "last_file_offset": self.right.size,
                "physical_size": self.disk.size}

    # -- the sequences

    def _flushed_and_active_sequence(self) -> None:
        first = self._append("flushed, empty", [], tail=None)
        self._append("flushed", self._damage("flushed"), tail=first)
        self._active_sequence()

    def _active_sequence(self) -> None:
        tail = self._append("active", self._first_half(), tail=None)
        self._append("active", self._payload_writes(), tail=tail)
        self._append("active, head", self._second_half(), tail=tail)
        self._append_torn(tail)
        self._append_older()
        self._append_foreign()

    def _wrapped_sequence(self) -> None:
        """Starts so late that the second active entry itself goes over the end of the log."""
        self._start_before_the_end(sectors=30)
        self._flushed_and_active_sequence()
        if not any(self._wraps(entry) for entry in self.entries):
            raise ValueError("no entry goes over the end of the log")

    def _wrapped_entry(self) -> None:
        self._start_before_the_end(sectors=3)
        self._append("active, head", self._payload_writes() + self._stale_pages_but_payload(), tail=None)
        if not self._wraps(self.entries[0]):
            raise ValueError("the entry does not go over the end of the log")

    def _start_before_the_end(self, sectors: int) -> None:
        self.log.next = self.log.region.size - sectors * LOG_SECTOR

    def _wraps(self, entry: dict) -> bool:
        return entry["offset"] + entry["length"] > self.log.region.size

    def _sequence_and_decoy(self) -> None:
        """Behind the active sequence stands an entry with a greater number whose tail lies outside its own
        sequence; it is not a valid sequence, however great its number is."""
        self._flushed_and_active_sequence()
        self.log.next = self.log.region.size // 2
        self._append("decoy", self._damage("decoy"), tail=self.log.region.size // 4, sequence=self.sequence + 1000)

    def _empty_sequence(self) -> None:
        self._append("active, head, empty", [], tail=None)

    def _stale_entries_only(self) -> None:
        """LogGuid is zero; entries of the last session are still there, with their own GUID."""
        self.log_guid = self.seeded.guid("log of an earlier session")
        self._append("stale", self._damage("stale 1"), tail=None)
        self._append("stale", self._damage("stale 2"), tail=0)

    def _no_valid_entry(self) -> None:
        self._append_torn(0)
        self._append_foreign()

    # -- choosing pages

    def _choose_pages(self, kinds: tuple[str, ...], beyond_end: int | None, zero_pages: int) -> None:
        for kind in kinds:
            if kind != "payload":
                self.stale.update(dict.fromkeys(getattr(self.pages, kind), kind))
        data, zero = [], []
        for offset in self.pages.payload:
            (zero if self.right.is_zero(offset, PAGE) else data).append(offset)
        if beyond_end is not None:
            self.stale.update(dict.fromkeys((o for o in data if o >= beyond_end), "payload"))
            data = [o for o in data if o < beyond_end]
            zero = [o for o in zero if o < beyond_end]
        data = self.seeded.shuffled("data pages", data)
        zero = self.seeded.shuffled("zero pages", zero)
        self.spared = data[:SPARED_PAGES] + zero[:SPARED_PAGES]
        if "payload" in kinds:
            data = data[SPARED_PAGES:SPARED_PAGES + DATA_PAGES]
            zero = zero[SPARED_PAGES:SPARED_PAGES + zero_pages]
            self.stale.update(dict.fromkeys(data + zero, "payload"))

    def _make_stale(self, beyond_end: int | None) -> None:
        for offset, kind in self.stale.items():
            self.disk.write(offset, self.stale_page(kind, offset, self.right.read(offset, PAGE)))
        if beyond_end is not None:
            self.disk.resize(beyond_end)

    # -- descriptors

    def _first_half(self) -> list:
        """Region tables as they must be, and BAT pages in a state between the stale one and the right one: a
        later entry overwrites them, so that the order of entries matters."""
        writes = [self._write(offset) for offset in self._stale("region_table")]
        for offset in self._stale("bat"):
            right = self.right.read(offset, PAGE)
            between = b"".join(right[i:i + 8] if i % 16 else bytes(8) for i in range(0, PAGE, 8))
            writes.append(DataDescriptor(offset, between))
        return writes

    def _payload_writes(self) -> list:
        return self._writes(self._stale("payload"))

    def _stale_pages_but_payload(self) -> list:
        return self._writes([offset for offset, kind in self.stale.items() if kind != "payload"])

    def _second_half(self) -> list:
        return self._writes(self._stale("metadata") + self._stale("bat") + self._stale("bitmap"))

    def _writes(self, offsets: list[int]) -> list:
        return [self._write(offset) for offset in sorted(offsets)]

    def _write(self, offset: int):
        if self.right.is_zero(offset, PAGE):
            return ZeroDescriptor(offset, PAGE)
        return DataDescriptor(offset, self.right.read(offset, PAGE))

    def _damage(self, label: str) -> list:
        """Writes over pages that are right on disk and that no entry of the active sequence repairs."""
        data, zero = self.spared[:-1], self.spared[-1:]
        damage = [DataDescriptor(offset, self.seeded.bytes((label, offset), PAGE)) for offset in data[1:] + zero]
        return damage + [ZeroDescriptor(offset, PAGE) for offset in data[:1]]

    def _stale(self, kind: str) -> list[int]:
        return sorted(offset for offset, its in self.stale.items() if its == kind)

    # -- entries

    def _entry(self, descriptors: list, sequence: int, tail: int | None, guid: uuid.UUID | None = None) -> LogEntry:
        return LogEntry(sequence, guid or self.log_guid, descriptors,
                        tail=self.log.next if tail is None else tail,
                        flushed_file_offset=self.flushed_file_offset, last_file_offset=self.right.size)

    def _append(self, what: str, descriptors: list, tail: int | None, sequence: int | None = None,
                guid: uuid.UUID | None = None, spoil: bool = False) -> int:
        """:param tail: where the sequence starts; None when this entry is its start"""
        if sequence is None:
            self.sequence += 1
            sequence = self.sequence
        entry = self._entry(descriptors, sequence, tail, guid)
        packed = entry.pack()
        if spoil:
            packed = packed[:-1] + bytes([packed[-1] ^ 0xFF])
        offset = self.log.append(entry, packed)
        self.entries.append({"what": what, "offset": offset, "length": entry.length, "sequence": sequence,
                             "tail": entry.tail, "descriptors": len(descriptors)})
        return offset

    def _append_torn(self, tail: int) -> None:
        self._append("torn", self._damage("torn"), tail, sequence=self.sequence + 1, spoil=True)

    def _append_older(self) -> None:
        start = self._append("older", self._damage("older 1"), None, sequence=self.sequence - 5000)
        self._append("older", self._damage("older 2"), start, sequence=self.sequence - 4999)

    def _append_foreign(self) -> None:
        self._append("foreign", self._damage("foreign"), None, sequence=self.sequence + 5000,
                     guid=self.seeded.guid("foreign log"))
