#!/usr/bin/env python3
"""Asks independent readers whether they see in the generated images what the generators say.

    python3 test_generators.py             all tests; a reader that is not installed is skipped, but not in CI
    python3 test_generators.py --record    ask every reader about every image and write confirmed_by.json

LIFEBOAT_CASES=DIR keeps the suite in DIR instead of a temporary folder.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import cases
import log_replay
import mkvhd
import mkvhdx
import vhdx_format
import vhdx_log
from readers import READERS, Libvhdi, Qemu, Refused, Replayed, SevenZip, Undecided
from sparse import GIB, KIB, MIB, TIB, SparseBytes, changed_content, sample_content

HERE = Path(__file__).parent
RECORD = HERE / "confirmed_by.json"
TOO_LARGE_TO_HASH = GIB         # of larger disks libvhdi and qemu-img are asked for single reads
TOO_LARGE_TO_EXTRACT = 64 * GIB
IN_CI = os.environ.get("CI") == "true"


class Suite:
    """The standard suite, written once."""
    folder: str = ""
    cases: list = []

    @classmethod
    def write(cls) -> None:
        if not cls.folder:
            cls.temporary = tempfile.TemporaryDirectory()
            cls.folder = os.environ.get("LIFEBOAT_CASES") or cls.temporary.name
            cls.cases = cases.write_suite(cls.folder)

    @classmethod
    def path(cls, file: str) -> str:
        return os.path.join(cls.folder, file)

    @classmethod
    def dirty(cls) -> set:
        return {case["file"] for case in cls.cases if case.get("dirty")}


def setUpModule() -> None:
    Suite.write()


def tearDownModule() -> None:
    Suite.temporary.cleanup()


def require(test: unittest.TestCase, *readers) -> None:
    for reader in readers:
        missing = reader.missing()
        if missing and IN_CI:
            test.fail(missing)
        if missing:
            test.skipTest(missing)


# --- what a reader says of a case ------------------------------------------------------------------------

def answer(reader, case: dict, file: str, parents: list[str]) -> str:
    """confirms, contradicts, refuses: ... or undecided: ..."""
    try:
        if case["expect"] == "refuse":
            reader.sha256(file, parents)
            return "contradicts"
        if reader is SevenZip and case["size"] > TOO_LARGE_TO_EXTRACT:
            return "undecided: 7-Zip extracts all of a disk or nothing"
        if case["size"] <= TOO_LARGE_TO_HASH or reader is SevenZip and case["sha256"]:
            return "confirms" if reader.sha256(file, parents) == case["sha256"] else "contradicts"
        right = [read["sha256"] for read in case["reads"]]
        return "confirms" if reader.sha256_of_reads(file, parents, case["reads"]) == right else "contradicts"
    except Refused as refused:
        return f"refuses: {refused}"
    except Undecided as undecided:
        return f"undecided: {undecided}"


def plain_answer(reader, case: dict) -> str:
    return answer(reader, case, Suite.path(case["file"]), [Suite.path(parent) for parent in case.get("parents", [])])


def answers_after_replay(case: dict) -> dict[str, str]:
    """What the readers say of copies in which qemu-img has replayed the logs."""
    parents = case.get("parents", [])
    if case["expect"] == "refuse" or not Suite.dirty() & {case["file"], *parents}:
        return {}
    try:
        with Replayed(Suite.folder, case["file"], parents, Suite.dirty()) as replayed:
            return {f"replay+{reader.name}": answer(reader, case, *replayed.paths()) for reader in READERS}
    except Refused as refused:
        return {"replay": f"refuses: {refused}"}


def counts(reader_name: str, case: dict, said: str) -> bool:
    """Whether an answer confirms a case. To refuse what one never reads confirms nothing."""
    if case["expect"] == "content":
        return said == "confirms"
    if not said.startswith("refuses"):
        return False
    about_parent = case.get("parents") and case["keyword"] == "parent"
    if reader_name == "qemu":      # reads neither children nor 4096-byte sectors, nor dirty disks unless it may write
        return not case.get("parents") and "needs to be replayed" not in said and "size-not-whole" not in case["file"]
    if reader_name == "7zz":       # complains about every log
        return "non-empty LOG" not in said
    return not about_parent or "linkage" in case["file"] or "locator" in case["file"]   # vhdi is told its parents


def ask_all(case: dict) -> dict[str, str]:
    said = {reader.name: plain_answer(reader, case) for reader in READERS}
    said.update(answers_after_replay(case))
    return said


def record() -> None:
    """Writes which reader confirms which image, and prints what else they say."""
    Suite.write()
    confirmed = {}
    for case in Suite.cases:
        said = ask_all(case)
        confirmed[case["file"]] = [name for name, text in said.items() if counts(name, case, text)]
        print(f"{case['expect']:8} {case['file']}: {', '.join(confirmed[case['file']]) or '-'}", flush=True)
        for name, text in said.items():
            if name not in confirmed[case["file"]]:
                print(f"           {name} {text}")
    lines = ",\n".join(f" {json.dumps(file)}: {json.dumps(names)}" for file, names in confirmed.items())
    RECORD.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


# --- tests -----------------------------------------------------------------------------------------------

class ConfirmedCases(unittest.TestCase):
    """Each reader still says what confirmed_by.json notes."""

    def check(self, reader) -> None:
        require(self, reader)
        asked = 0
        for case in Suite.cases:
            if reader.name in case["tools"]:
                asked += 1
                with self.subTest(case["file"]):
                    said = plain_answer(reader, case)
                    self.assertTrue(counts(reader.name, case, said), said)
        self.assertGreater(asked, 50)

    def test_seven_zip(self) -> None:
        self.check(SevenZip)

    def test_libvhdi(self) -> None:
        self.check(Libvhdi)

    def test_qemu(self) -> None:
        self.check(Qemu)

    def test_second_region_table(self) -> None:
        """No reader looks at it, so it is put where they look."""
        require(self, SevenZip)
        case = next(case for case in Suite.cases if case["file"] == "vhdx/region-table-1-bad.vhdx")
        disk = SparseBytes.load(Suite.path(case["file"]))
        first, second = vhdx_format.REGION_TABLES_AT
        disk.write(first, disk.read(second, vhdx_format.REGION_TABLE_SIZE))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "second.vhdx")
            disk.save(path)
            self.assertEqual("confirms", answer(SevenZip, case, path, []))

    def test_readers_of_logs_replayed_by_qemu(self) -> None:
        require(self, *READERS)
        for case in Suite.cases:
            wanted = [name for name in case["tools"] if name.startswith("replay+")]
            if wanted:
                with self.subTest(case["file"]):
                    said = answers_after_replay(case)
                    self.assertEqual({name: "confirms" for name in wanted}, {name: said.get(name) for name in wanted})


class Logs(unittest.TestCase):
    """The logs, read by an implementation of their own."""

    MAY_DIFFER = 0x30000     # up to here: identifier and headers

    def dirty_cases(self, expect: str) -> list[dict]:
        return [case for case in Suite.cases if case.get("dirty") and case["expect"] == expect]

    def test_replay_leads_to_the_content(self) -> None:
        """The replayed file holds the blocks where its BAT says, so plain readers see the content."""
        require(self, SevenZip, Libvhdi)
        for case in self.dirty_cases("content"):
            if "parents" in case:
                continue
            with self.subTest(case["file"]), tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "replayed.vhdx")
                self.write_clean(self.replayed(case), path)
                for reader in (SevenZip, Libvhdi):
                    self.assertEqual("confirms", answer(reader, case, path, []), reader.name)

    def test_replay_agrees_with_qemu(self) -> None:
        require(self, Qemu)
        compared = 0
        for case in self.dirty_cases("content"):
            if not any(name.startswith("replay+") for name in case["tools"]):
                continue
            with self.subTest(case["file"]), Replayed(Suite.folder, case["file"], case.get("parents", []),
                                                      Suite.dirty()) as theirs:
                mine = self.replayed(case)[self.MAY_DIFFER:]
                other = Path(theirs.paths()[0]).read_bytes()[self.MAY_DIFFER:]
                self.assertEqual(mine.rstrip(b"\0"), other.rstrip(b"\0"))
                compared += 1
        self.assertGreater(compared, 10)

    def test_without_replay_the_content_is_wrong(self) -> None:
        """Or else a reader that forgets the log would pass."""
        for case in self.dirty_cases("content"):
            if case["file"] == "vhdx/dirty-empty.vhdx":
                continue
            with self.subTest(case["file"]):
                stale = Path(Suite.path(case["file"])).read_bytes()
                self.assertNotEqual(stale.rstrip(b"\0"), self.replayed(case).rstrip(b"\0"))

    def test_damage_by_a_wrong_replay(self) -> None:
        """Every valid entry that must not be replayed would change the file, were it replayed last."""
        content = sample_content(2 * MIB, "damage")
        image = mkvhdx.VhdxImage(content, mkvhdx.Options(log="dirty"), "damage.vhdx")
        disk = image.build()
        file = disk.read(0, disk.size)
        right = log_replay.replay(file)
        guid = log_replay.current_header(file)[48:64]
        log = file[image.log_offset:image.log_offset + image.options.log_length]
        for entry in image.log_report["entries"]:
            if entry["what"] in ("flushed", "older"):
                with self.subTest(entry["what"]):
                    wrong = bytearray(right)
                    log_replay.apply(log_replay.entry_at(log, entry["offset"], guid), wrong)
                    self.assertNotEqual(right, wrong)
        self.assertGreater(max(entry["descriptors"] for entry in image.log_report["entries"]), 126)

    def test_refusable_logs_have_no_valid_sequence(self) -> None:
        known_by_structure = {"vhdx/refuse-log-checksum.vhdx", "vhdx/refuse-log-other-guid.vhdx",
                              "vhdx/refuse-log-sequence-zero.vhdx", "vhdx/refuse-log-descriptor-sequence.vhdx",
                              "vhdx/refuse-log-descriptor-signature.vhdx", "vhdx/refuse-log-descriptor-count.vhdx",
                              "vhdx/refuse-log-tail-outside.vhdx", "vhdx/refuse-log-tail-beyond.vhdx",
                              "vhdx/refuse-log-invalid.vhdx", "vhdx/refuse-truncated-below-flushed.vhdx"}
        seen = set()
        for case in self.dirty_cases("refuse"):
            if case["file"] in known_by_structure:
                seen.add(case["file"])
                with self.subTest(case["file"]), self.assertRaises(log_replay.NotReplayable):
                    self.replayed(case)
        self.assertEqual(known_by_structure, seen)

    def replayed(self, case: dict) -> bytearray:
        return log_replay.replay(Path(Suite.path(case["file"])).read_bytes())

    @staticmethod
    def write_clean(image: bytearray, path: str) -> None:
        """Without a LogGuid, so that readers that cannot replay do not complain."""
        for at in vhdx_format.HEADERS_AT:
            header = bytes(image[at:at + 4096])
            image[at:at + 4096] = vhdx_format.with_checksum(header[:48] + bytes(16) + header[64:])
        disk = SparseBytes()
        disk.write(0, bytes(image))
        disk.save(path)


class Structures(unittest.TestCase):

    def test_crc32c(self) -> None:
        self.assertEqual(0xE3069283, vhdx_format.crc32c(b"123456789"))
        self.assertEqual(0x8A9136AA, vhdx_format.crc32c(bytes(32)))
        self.assertEqual(0x46DD794E, vhdx_format.crc32c(bytes(range(32))))
        data = b"x" + bytes(5000) + b"y" + bytes(700)     # zeros are stepped over in runs
        register = 0xFFFFFFFF
        for byte in data:
            register ^= byte
            for _ in range(8):
                register = register >> 1 ^ (0x82F63B78 if register & 1 else 0)
        self.assertEqual(register ^ 0xFFFFFFFF, vhdx_format.crc32c(data))

    def test_bat_layout(self) -> None:
        disk = vhdx_format.Geometry(9 * GIB, MIB, 512)
        self.assertEqual(4096, disk.chunk_ratio)
        self.assertEqual((4095, 4097, 4096), (disk.payload_index(4095), disk.payload_index(4096), disk.bitmap_index(0)))
        self.assertEqual(9216 + 2, disk.bat_entries(has_parent=False))
        self.assertEqual(3 * 4097, disk.bat_entries(has_parent=True))
        self.assertEqual(128, vhdx_format.Geometry(TIB, 256 * MIB, 4096).chunk_ratio)

    def test_log_entry_lengths(self) -> None:
        for zeros, sectors in ((0, 1), (126, 1), (127, 2), (254, 2), (255, 3)):
            entry = vhdx_format.LogEntry(1, vhdx_format.NO_GUID, [vhdx_format.ZeroDescriptor(MIB, 4096)] * zeros)
            self.assertEqual(sectors * 4096, entry.length)
            self.assertEqual(entry.length, len(entry.pack()))

    def test_chs(self) -> None:
        self.assertEqual((65535, 16, 255), mkvhd.chs_geometry(2 * TIB))
        cylinders, heads, sectors = mkvhd.chs_geometry(3 * MIB + 77 * 512)
        self.assertLess(cylinders * heads * sectors * 512, 3 * MIB + 77 * 512)

    def test_sparse_bytes(self) -> None:
        disk = SparseBytes(100 * KIB)
        disk.write(16 * KIB - 2, b"abcd")
        self.assertEqual(b"\0abcd\0", disk.read(16 * KIB - 3, 6))
        self.assertEqual([16 * KIB - 2], [offset for offset, _ in disk.data_runs(16 * KIB - 2, 2)])
        disk.resize(16 * KIB)
        disk.resize(32 * KIB)
        self.assertEqual(b"ab\0\0", disk.read(16 * KIB - 2, 4))
        self.assertEqual([0], disk.differs_in(SparseBytes(32 * KIB)))

    def test_same_seed_same_bytes(self) -> None:
        content = sample_content(6 * MIB, "same")
        for options in ({"shuffle": True}, {"log": "dirty-wrapped"}):
            built = [mkvhdx.VhdxImage(content, mkvhdx.Options(seed=seed, **options), "x.vhdx").build().sha256()
                     for seed in (1, 1, 2)]
            self.assertEqual(built[0], built[1])
            self.assertNotEqual(built[0], built[2])

    def test_names_of_faults_are_unique_among_cases(self) -> None:
        files = [case["file"] for case in Suite.cases]
        self.assertEqual(len(files), len(set(files)))
        for case in Suite.cases:
            self.assertTrue(case["expect"] == "content" or case["keyword"], case["file"])
            self.assertTrue(case["why"], case["file"])


class CommandLine(unittest.TestCase):

    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)
        base = sample_content(6 * MIB, "cli")
        for name, content in {"base": base, "child": changed_content(base, "cli")}.items():
            content.save(str(self.folder / f"{name}.raw"))

    def run_tool(self, tool: str, *arguments: str):
        run = subprocess.run([sys.executable, str(HERE / tool), *arguments], cwd=self.folder, capture_output=True,
                             text=True)
        self.assertEqual("", run.stderr)
        return json.loads(run.stdout)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def test_chain_of_vhdx(self) -> None:
        require(self, SevenZip)
        base, child = self.run_tool("mkvhdx.py", "base.raw", "child.raw", "--output", "base.vhdx", "child.vhdx",
                                    "--shuffle")
        self.assertEqual(base["data_write_guid"], child["parent_locator"]["parent_linkage"].strip("{}"))
        self.assertEqual(child["sha256"], SevenZip.sha256(self.path("child.vhdx"), []))
        self.assertEqual(child["sha256"], SparseBytes.load(self.path("child.raw")).sha256())

    def test_child_of_an_existing_vhdx(self) -> None:
        require(self, SevenZip)
        self.run_tool("mkvhdx.py", "base.raw", "--output", "base.vhdx", "--kind", "fixed")
        child = self.run_tool("mkvhdx.py", "child.raw", "--output", "child.vhdx", "--parent", "base.vhdx",
                              "--parent-raw", "base.raw", "--block-state", "3=zero", "--seed", "2")
        self.assertEqual(1, child["blocks"]["ZERO"])
        self.assertEqual(child["sha256"], SevenZip.sha256(self.path("child.vhdx"), []))

    def test_largest_blocks(self) -> None:
        require(self, *READERS)
        report = self.run_tool("mkvhdx.py", "base.raw", "--output", "large.vhdx", "--block-size", "256M")
        for reader in READERS:
            self.assertEqual(report["sha256"], reader.sha256(self.path("large.vhdx"), []), reader.name)

    def test_log_and_fault(self) -> None:
        report = self.run_tool("mkvhdx.py", "base.raw", "--output", "log.vhdx", "--log", "dirty-wrapped", "--log-pages",
                               "bat,payload")
        self.assertEqual("content", report["expect"])
        self.assertGreater(report["log"]["stale_pages"]["bat"], 0)
        report = self.run_tool("mkvhdx.py", "base.raw", "--output", "bad.vhdx", "--fault", "bat-state-4")
        self.assertEqual(("refuse", "state", None), (report["expect"], report["keyword"], report["sha256"]))

    def test_chain_of_vhd(self) -> None:
        require(self, SevenZip)
        _, child = self.run_tool("mkvhd.py", "base.raw", "child.raw", "--output", "base.vhd", "child.vhd")
        self.assertEqual(child["sha256"], SevenZip.sha256(self.path("child.vhd"), []))


if __name__ == "__main__":
    if sys.argv[1:] == ["--record"]:
        record()
    else:
        unittest.main()
