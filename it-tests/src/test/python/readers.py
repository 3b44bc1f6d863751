"""Independent readers of VHD and VHDX: 7-Zip, libvhdi and qemu-img. Each says what a virtual disk contains, or refuses.

None of them follows all of [MS-VHDX]; the README lists what each can confirm. Images are never opened for writing:
qemu-img replays logs in a copy.
"""
from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

from sparse import SparseBytes
from vhdx_format import HEADER_SIZE, HEADERS_AT, with_checksum

PIECE = 4 << 20
PATIENCE = 30     # seconds for one answer


class Refused(Exception):
    """A reader does not read an image; the message is its own."""


class Undecided(Exception):
    """A reader takes so long that nobody would wait for its answer."""


class SevenZip:
    name = "7zz"

    @staticmethod
    def missing() -> str | None:
        return None if shutil.which("7zz") else "7zz (7zip) is not installed"

    @classmethod
    def sha256(cls, file: str, parents: list[str]) -> str:
        return cls._extract(file, _digest_of)

    @classmethod
    def sha256_of_reads(cls, file: str, parents: list[str], reads: list[dict]) -> list[str]:
        """7-Zip extracts all of a disk or nothing, so what was asked for is picked from the stream."""
        return cls._extract(file, lambda stream: _digests_of_reads(stream, reads))

    @staticmethod
    def _extract(file: str, digest_of):
        """7-Zip looks for parents itself, by the names in the locators."""
        kind = os.path.splitext(file)[1][1:].upper()
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(["7zz", "x", "-so", f"-t{kind}", file], stdout=subprocess.PIPE, stderr=errors)
            digest = digest_of(process.stdout)
            process.stdout.close()
            code = process.wait()
            errors.seek(0)
            text = errors.read().decode("utf-8", "replace")
        if code or "ERROR" in text.upper():
            raise Refused(_end_of(text) or f"exit code {code}")
        return digest


class Libvhdi:
    """pyvhdi, in this Python or in the system's. It has to be told each parent."""
    name = "vhdi"

    SCRIPT = """
import hashlib, json, sys, pyvhdi
reads, paths = json.loads(sys.argv[1]), sys.argv[2:]
files = [pyvhdi.file() for _ in paths]
for opened, path in zip(files, paths):
    opened.open(path)
for child, parent in zip(files, files[1:]):
    child.set_parent(parent)
disk = files[0]
def pieces(offset, length):
    disk.seek_offset(offset, 0)
    while length:
        data = disk.read_buffer(min(length, 4 << 20))
        if not data:
            raise IOError("short read")
        length -= len(data)
        yield data
for offset, length in reads or [(0, disk.get_media_size())]:
    digest = hashlib.sha256()
    for data in pieces(offset, length):
        digest.update(data)
    print(digest.hexdigest())
"""

    @classmethod
    def _python(cls) -> str | None:
        for python in dict.fromkeys((sys.executable, "/usr/bin/python3")):
            if os.path.exists(python) and subprocess.run([python, "-c", "import pyvhdi"],
                                                         capture_output=True).returncode == 0:
                return python
        return None

    @classmethod
    def missing(cls) -> str | None:
        return None if cls._python() else "pyvhdi (python3-libvhdi) is not installed"

    @classmethod
    def sha256(cls, file: str, parents: list[str]) -> str:
        return cls.sha256_of_reads(file, parents, [])[0]

    @classmethod
    def sha256_of_reads(cls, file: str, parents: list[str], reads: list[dict]) -> list[str]:
        places = json.dumps([(read["offset"], read["length"]) for read in reads])
        return _run(cls._python(), "-c", cls.SCRIPT, places, file, *parents).split()


class Qemu:
    name = "qemu"

    @staticmethod
    def missing() -> str | None:
        return None if shutil.which("qemu-img") else "qemu-img (qemu-utils) is not installed"

    @classmethod
    def sha256(cls, file: str, parents: list[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            raw = os.path.join(folder, "raw")
            _run("qemu-img", "convert", "-O", "raw", *cls._source(file), raw)
            with open(raw, "rb") as content:
                return _digest_of(content)

    @classmethod
    def sha256_of_reads(cls, file: str, parents: list[str], reads: list[dict]) -> list[str]:
        return [cls._read(file, read["offset"], read["length"]) for read in reads]

    @classmethod
    def _read(cls, file: str, offset: int, length: int) -> str:
        """qemu-img copies whole sectors."""
        first, end = offset // 512, -(-(offset + length) // 512)
        with tempfile.TemporaryDirectory() as folder:
            raw = os.path.join(folder, "raw")
            _run("qemu-img", "dd", "-O", "raw", "-f", "vhdx", "bs=512", f"skip={first}", f"count={end}", f"if={file}",
                 f"of={raw}")
            with open(raw, "rb") as content:
                content.seek(offset - first * 512)
                return hashlib.sha256(content.read(length)).hexdigest()

    @staticmethod
    def _source(file: str) -> list[str]:
        """currentSize is forced for VHD: qemu-img takes the CHS size for some creators."""
        if file.endswith(".vhd"):
            return ["--image-opts", f"driver=vpc,force_size_calc=current_size,file.filename={file}"]
        return ["-f", "vhdx", file]


READERS = (SevenZip, Libvhdi, Qemu)


class Replayed:
    """Copies of an image and its parents in which qemu-img has replayed the logs; use as a context manager."""

    def __init__(self, root: str, file: str, parents: list[str], dirty: set[str]):
        self.root, self.file, self.parents, self.dirty = root, file, parents, dirty

    def __enter__(self) -> "Replayed":
        self.folder = tempfile.TemporaryDirectory()
        for name in (self.file, *self.parents):
            copy = os.path.join(self.folder.name, name)
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            SparseBytes.load(os.path.join(self.root, name)).save(copy)
            if name in self.dirty:
                self._replay(copy)
        return self

    def __exit__(self, *_) -> None:
        self.folder.cleanup()

    def paths(self) -> tuple[str, list[str]]:
        return os.path.join(self.folder.name, self.file), [os.path.join(self.folder.name, p) for p in self.parents]

    @staticmethod
    def _replay(copy: str) -> None:
        """Whether qemu-img can read the disk afterwards does not matter, only that LogGuid is zero then. It gives the
        file a new DataWriteGuid, with which children would no longer find their parent; the old one is put back."""
        identity = _current_header(copy)[DATA_WRITE_GUID]
        run = subprocess.run(["qemu-img", "check", "-r", "all", "-f", "vhdx", copy], capture_output=True, text=True)
        if _current_header(copy)[LOG_GUID] != bytes(16):
            raise Refused("not replayed: " + _end_of(run.stderr))
        with open(copy, "r+b") as file:
            for at, header in _valid_headers(copy):
                file.seek(at)
                file.write(with_checksum(header[:32] + identity + header[48:]))


DATA_WRITE_GUID, LOG_GUID = slice(32, 48), slice(48, 64)


def _valid_headers(path: str) -> list[tuple[int, bytes]]:
    headers = []
    with open(path, "rb") as file:
        for at in HEADERS_AT:
            file.seek(at)
            header = file.read(HEADER_SIZE)
            if header == with_checksum(header):
                headers.append((at, header))
    return headers


def _current_header(path: str) -> bytes:
    return max((header for _, header in _valid_headers(path)), key=lambda h: int.from_bytes(h[8:16], "little"))


def _digest_of(stream) -> str:
    digest = hashlib.sha256()
    while data := stream.read(PIECE):
        digest.update(data)
    return digest.hexdigest()


def _digests_of_reads(stream, reads: list[dict]) -> list[str]:
    parts: list[list[bytes]] = [[] for _ in reads]
    at = 0
    while data := stream.read(PIECE):
        for read, its in zip(reads, parts):
            start, end = max(read["offset"], at), min(read["offset"] + read["length"], at + len(data))
            if start < end:
                its.append(data[start - at:end - at])
        at += len(data)
    return [hashlib.sha256(b"".join(its)).hexdigest() for its in parts]


def _run(*command: str) -> str:
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired as late:
        raise Undecided(f"no answer in {late.timeout} s") from None
    if run.returncode:
        raise Refused(_end_of(run.stderr) or f"exit code {run.returncode}")
    return run.stdout


def _end_of(text: str) -> str:
    return " ".join(text.split())[-200:]
