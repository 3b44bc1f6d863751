#!/usr/bin/env python3
"""Writes the standard suite of VHD and VHDX images: `cases.py DIR` fills DIR and writes DIR/cases.json.

The README describes cases.json. Each image is seeded with its own name: a new case never changes another one.
"""
from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import mkvhd
import mkvhdx
import vhdx_faults
from sparse import GIB, KIB, MIB, TIB, Seeded, SparseBytes, changed_content, reads_to_try, sample_content
from vhdx_format import PayloadState

# File -> readers whose answer is the one expected here, recorded by `test_generators.py --record`.
CONFIRMED_BY = json.loads((Path(__file__).parent / "confirmed_by.json").read_text(encoding="utf-8"))
HASHED_UP_TO = 8 * GIB   # of larger disks only single reads are given


class Suite:
    """Writes each image as it is defined, and collects what cases.json says of it."""

    def __init__(self, folder: str):
        self.folder = folder
        self.cases: dict[str, dict] = {}    # file -> case
        self.images: dict[str, object] = {}
        self.digests: list[tuple[SparseBytes, str]] = []
        for sub_folder in ("vhdx/parents", "vhdx/children", "vhd"):
            os.makedirs(os.path.join(folder, sub_folder), exist_ok=True)

    def vhdx(self, name: str, content: SparseBytes, why: str, **options) -> str:
        return self._add(mkvhdx.VhdxImage, mkvhdx.Options, f"vhdx/{name}.vhdx", content, why, options)

    def vhd(self, name: str, content: SparseBytes, why: str, **options) -> str:
        return self._add(mkvhd.VhdImage, mkvhd.Options, f"vhd/{name}.vhd", content, why, options)

    def content(self, file: str) -> SparseBytes:
        return self.images[file].content

    def write_index(self) -> None:
        with open(os.path.join(self.folder, "cases.json"), "w", encoding="utf-8") as index:
            json.dump(list(self.cases.values()), index, indent=1)

    def _add(self, image_type, options_type, file: str, content: SparseBytes, why: str, options: dict) -> str:
        """Options are those of the generator and: `on`, the parent's file; `may_refuse`, why a reader may; `refuse`,
        the keyword when it has to for a reason that lies outside of the image."""
        on, may_refuse, refuse = (options.pop(key, None) for key in ("on", "may_refuse", "refuse"))
        if on:
            options.update(kind="differencing", parent=self._parent(on, file))
        image = image_type(content, options_type(seed=file, **options), os.path.basename(file))
        image.build().save(os.path.join(self.folder, file))
        self.images[file] = image
        self.cases[file] = self._case(file, image, why, (refuse, why) if refuse else image.refusal(), on, may_refuse)
        return file

    def _parent(self, on: str, file: str):
        path = os.path.relpath(on, os.path.dirname(file)).replace("/", "\\")
        return replace(self.images[on].as_parent(), file_name=path)

    def _case(self, file: str, image, why: str, refusal: tuple[str, str] | None, on: str | None,
              may_refuse: str | None) -> dict:
        case = {"file": file, "expect": "refuse" if refusal else "content", "sha256": None,
                "size": image.content.size, "why": refusal[1] if refusal else why,
                "tools": CONFIRMED_BY.get(file, [])}
        if refusal:
            case["keyword"] = refusal[0]
        else:
            case["sha256"] = self._digest(image.content)
            case["reads"] = reads_to_try(image.content, self._borders(image))
        if on:
            case["parents"] = [on, *self.cases[on].get("parents", [])]
        if getattr(image.options, "log", "none").startswith("dirty"):
            case["dirty"] = True
        if may_refuse:
            case["mayRefuse"] = may_refuse
        return case

    @staticmethod
    def _borders(image) -> list[int]:
        block = image.options.block_size
        return [block, 3 * block, 4 * GIB, 32 * GIB, image.content.size // 2 // block * block]

    def _digest(self, content: SparseBytes) -> str | None:
        """Hashing gigabytes of zeros takes seconds, so equal contents are hashed once."""
        if content.size > HASHED_UP_TO:
            return None
        for known, digest in self.digests:
            if known.size == content.size and not known.differs_in(content):
                return digest
        self.digests.append((content, content.sha256()))
        return self.digests[-1][1]


# --- VHDX: what readers have to read ---------------------------------------------------------------------

def vhdx_geometry(suite: Suite) -> None:
    small = sample_content(6 * MIB, "small")
    suite.vhdx("dynamic-1m", small, "a plain dynamic disk with blocks of 1 MiB")
    suite.vhdx("dynamic-2m-shuffled", small, "blocks in random order with gaps", block_size=2 * MIB, shuffle=True)
    suite.vhdx("dynamic-32m", sample_content(20 * MIB, "32m"), "blocks of 32 MiB, as Windows makes them",
               block_size=32 * MIB)
    suite.vhdx("dirty-256m", sample_content(8 * MIB, "256m"), "a block of 256 MiB, the largest: the file is to be as "
               "long, but all of its data is still in the log", block_size=256 * MIB, log="dirty-simple",
               log_pages=("bat",), log_extends_file=True)
    suite.vhdx("dynamic-part-of-block", sample_content(5 * MIB + 512 * KIB, "part"),
               "the last block is half outside of the disk", block_size=2 * MIB)
    suite.vhdx("dynamic-odd-size", sample_content(64 * MIB + 512, "odd"), "64 MiB and one sector")
    suite.vhdx("dynamic-physical-512", small, "physical sectors of 512 bytes", physical_sector=512)
    suite.vhdx("dynamic-empty", SparseBytes(16 * MIB), "no block is present")
    suite.vhdx("fixed-1m", sample_content(6 * MIB, "fixed"), "a fixed disk", kind="fixed")
    suite.vhdx("fixed-shuffled", sample_content(6 * MIB, "fixed"), "a fixed disk with blocks in random order",
               kind="fixed", block_size=2 * MIB, shuffle=True)
    suite.vhdx("4kn-dynamic", sample_content(6 * MIB, "4kn"), "logical sectors of 4096 bytes", logical_sector=4096)
    suite.vhdx("4kn-fixed", sample_content(4 * MIB, "4kn fixed"), "fixed, logical sectors of 4096 bytes",
               kind="fixed", logical_sector=4096, block_size=2 * MIB)


def vhdx_large(suite: Suite) -> None:
    """Behind the first chunk the BAT has a slot for a sector bitmap, in every kind of disk."""
    large = sample_content(4 * GIB + 24 * MIB, "large", spots=(4 * GIB - 5 * KIB, 4 * GIB + 3 * MIB))
    base = suite.vhdx("large-dynamic", large, "two chunks: the BAT is interleaved behind 4 GiB")
    suite.vhdx("large-fixed", large, "two chunks, fixed; zero blocks are not present", kind="fixed", sparse_fixed=True)
    changed = changed_content(large, "large child")
    changed.write(4 * GIB - 700, sample_content(4 * KIB, "over the chunk border").read(0, 2 * KIB))
    suite.vhdx("large-child", changed, "two sector bitmaps, one for each chunk", on=base, block_size=2 * MIB)
    huge = SparseBytes(64 * TIB)
    for at in (0, 64 * TIB - 3 * KIB):
        huge.write(at, Seeded("huge").bytes(at, 3 * KIB))
    suite.vhdx("huge-64-tib", huge, "64 TiB, the largest disk; only single reads are given", block_size=16 * MIB)
    wide = sample_content(32 * GIB + 8 * MIB, "wide", spots=(32 * GIB - 4 * KIB, 32 * GIB + 5 * MIB))
    base = suite.vhdx("4kn-large-base", wide, "two chunks of 32 GiB; only single reads are given", logical_sector=4096,
                      block_size=2 * MIB)
    changed = changed_content(wide, "wide child", sector=4096)
    changed.write(32 * GIB - 8 * KIB, sample_content(16 * KIB, "over 32 GiB").read(0, 1536))
    suite.vhdx("4kn-large-child", changed, "two sector bitmaps of 32 GiB each; only single reads are given", on=base,
               logical_sector=4096, block_size=2 * MIB)


def vhdx_structures(suite: Suite) -> None:
    small = sample_content(2 * MIB, "structures")
    suite.vhdx("headers-first-newer", small, "header 1 is current", headers="first-newer")
    suite.vhdx("headers-first-only", small, "the checksum of header 2 is wrong", headers="first-only")
    suite.vhdx("headers-second-only", small, "the checksum of header 1 is wrong", headers="second-only")
    suite.vhdx("headers-identical", small, "both headers are the same, as Disk2vhd writes them", headers="identical",
               may_refuse="[MS-VHDX] 2.2.2 wants different sequence numbers")
    suite.vhdx("region-table-1-bad", small, "the checksum of region table 1 is wrong", region_table="first-bad")
    suite.vhdx("region-table-2-bad", small, "the checksum of region table 2 is wrong", region_table="second-bad")
    suite.vhdx("unknown-optional", small, "unknown region and metadata items that are not required",
               unknown_optional=True)
    suite.vhdx("order-blocks-first", small, "blocks stand in front of log, BAT and metadata",
               piece_order=("blocks", "log", "bat", "metadata"))
    suite.vhdx("order-bat-last", small, "the BAT stands at the end of the file",
               piece_order=("metadata", "blocks", "log", "bat"))
    suite.vhdx("log-3m", small, "a log of 3 MiB", log_length=3 * MIB)
    suite.vhdx("log-version-unused", small, "an unknown log version, but no log to replay", log_version=7,
               may_refuse="readers look at LogVersion even if there is nothing to replay")
    suite.vhdx("states-mixed", sample_content(9 * MIB, "states"), "absent blocks in all states that read as zeros",
               absent_states="mixed")
    suite.vhdx("states-soft-anchored", sample_content(6 * MIB, "anchors"),
               "UNDEFINED and UNMAPPED entries keep an offset, with other data there", soft_anchors=True,
               block_states={1: PayloadState.UNDEFINED, 4: PayloadState.UNMAPPED})
    suite.vhdx("state-7-without-parent", small, "PARTIALLY_PRESENT without a parent, read as FULLY_PRESENT",
               block_states={0: PayloadState.PARTIALLY_PRESENT},
               may_refuse="[MS-VHDX] 2.5.1.1 says not valid; Microsoft's openvmm reads it")


def vhdx_logs(suite: Suite) -> None:
    content = sample_content(2 * MIB, "logs")
    suite.vhdx("clean-stale-log", content, "LogGuid is zero; old entries in the log must not be replayed",
               log="clean-stale")
    suite.vhdx("dirty-empty", content, "LogGuid is set, the only entry writes nothing", log="dirty-empty")
    for kind in ("bat", "metadata", "region_table", "payload"):
        suite.vhdx(f"dirty-{kind.replace('_', '-')}", content, f"only the log has the right pages: {kind}",
                   log="dirty-simple", log_pages=(kind,))
    suite.vhdx("dirty-simple", content, "region tables, metadata, BAT and payload are right only in the log",
               log="dirty-simple")
    suite.vhdx("dirty-all", content, "more than 126 descriptors in an entry; other entries stand in front of Tail",
               log="dirty")
    suite.vhdx("dirty-wrapped-entry", content, "an entry goes over the end of the log", log="dirty-wrapped-entry")
    suite.vhdx("dirty-wrapped", content, "the active sequence goes over the end of the log", log="dirty-wrapped")
    suite.vhdx("dirty-wrapped-2m", content, "the same in a log of 2 MiB", log="dirty-wrapped", log_length=2 * MIB)
    suite.vhdx("dirty-decoy", content, "an entry with a greater sequence number whose tail is outside its sequence",
               log="dirty-decoy", may_refuse="a damaged log might look like this too")
    suite.vhdx("dirty-extends-file", content, "LastFileOffset lies beyond the physical end of the file",
               log="dirty-simple", log_extends_file=True)
    suite.vhdx("dirty-header-1", content, "dirty, and only header 1 is valid", log="dirty-simple", headers="first-only")
    suite.vhdx("dirty-shuffled", content, "the log is the last thing in the file, blocks are shuffled",
               log="dirty-simple", shuffle=True, block_size=2 * MIB, piece_order=("bat", "blocks", "metadata", "log"))
    suite.vhdx("dirty-fixed", content, "a dirty fixed disk", log="dirty-simple", kind="fixed")
    suite.vhdx("dirty-4kn", content, "dirty, logical sectors of 4096 bytes", log="dirty-simple", logical_sector=4096)
    base = suite.vhdx("dirty-base", content, "a dirty disk that is a parent", log="dirty-simple")
    child = changed_content(content, "dirty child")
    suite.vhdx("dirty-child", child, "sector bitmaps, BAT and metadata are right only in the log; so are the parent's",
               on=base, log="dirty-simple")
    suite.vhdx("clean-child-of-dirty", child, "clean, but the parent is dirty", on=base)


def vhdx_children(suite: Suite) -> None:
    content = sample_content(5 * MIB, "base")
    base = suite.vhdx("base", content, "a parent")
    changed = changed_content(content, "child")
    child = suite.vhdx("child", changed, "single sectors over the parent's", on=base)
    suite.vhdx("child-full-blocks", changed, "no block is partially present", on=base, full_blocks=True)
    suite.vhdx("child-bitmap-noise", changed, "the bitmap is wrong for blocks that are not partially present", on=base,
               bitmap_noise=True)
    suite.vhdx("child-shuffled", changed, "blocks and bitmap in random order with gaps", on=base, shuffle=True)
    suite.vhdx("child-other-block-size", changed, "larger blocks than the parent's", on=base, block_size=4 * MIB)
    suite.vhdx("child-unchanged", content, "nothing is present: all from the parent", on=base)
    hide = {0: PayloadState.ZERO, 1: PayloadState.UNMAPPED, 3: PayloadState.UNDEFINED}
    suite.vhdx("child-hides-parent", changed, "ZERO, UNMAPPED and UNDEFINED blocks over the parent's data are zeros",
               on=base, block_states=hide)
    suite.vhdx("child-hides-parent-anchored", changed, "the same, with offsets in the entries", on=base,
               block_states=hide, soft_anchors=True)
    larger = changed_content(content, "larger", size=8 * MIB)
    suite.vhdx("child-larger", larger, "the child was expanded: zeros behind the parent's end", on=base)
    smaller = changed_content(content, "smaller", size=4 * MIB - 4 * KIB)
    suite.vhdx("child-smaller", smaller, "the child was shrunk", on=base)
    grandchild = changed_content(changed, "grandchild")
    grandchild.write(4 * MIB + 512, b"only the grandchild has this".ljust(512, b"."))
    last = suite.vhdx("grandchild", grandchild, "three images; blocks that only the first one has", on=child)
    suite.vhdx("great-grandchild", changed_content(grandchild, "great-grandchild"), "four images", on=last)
    fixed = suite.vhdx("base-fixed", content, "a fixed parent", kind="fixed")
    suite.vhdx("child-of-fixed", changed, "the parent is fixed", on=fixed, block_size=2 * MIB)
    base4k = suite.vhdx("4kn-base", content, "a parent with sectors of 4096 bytes", logical_sector=4096)
    suite.vhdx("4kn-child", changed_content(content, "4kn child", sector=4096), "a bit stands for 4096 bytes",
               on=base4k, logical_sector=4096)


def vhdx_locators(suite: Suite) -> None:
    content = sample_content(MIB, "located")
    changed = content.copy()
    changed.write(5 * 512, b"changed".ljust(1024, b"."))
    base = suite.vhdx("parents/located-base", content, "a parent in a folder below")
    here = suite.vhdx("located-base", content, "a parent beside its children")
    linkage = str(suite.images[here].data_write_guid)
    elsewhere = {"volume_path": None, "absolute_win32_path": None}
    suite.vhdx("located-below", changed, "relative_path leads into a folder below", on=base)
    suite.vhdx("located-relative-only", changed, "only relative_path", on=here, locator=elsewhere)
    suite.vhdx("located-without-dot", changed, "relative_path without .\\", on=here,
               locator={"relative_path": "located-base.vhdx", **elsewhere})
    suite.vhdx("located-detour", changed, "relative_path goes down and up again", on=here,
               locator={"relative_path": ".\\parents\\..\\located-base.vhdx", **elsewhere})
    suite.vhdx("located-linkage-upper-case", changed, "parent_linkage in upper case", on=here,
               locator={"parent_linkage": f"{{{linkage.upper()}}}"})
    suite.vhdx("located-linkage2", changed, "parent_linkage2 names the parent, parent_linkage does not", on=here,
               locator={"parent_linkage": "{00000000-1111-2222-3333-444444444444}",
                        "parent_linkage2": f"{{{linkage}}}"},
               may_refuse="[MS-VHDX] 2.6.2.6.3 knows parent_linkage2 and forbids to write it")
    moved = "the locator names another folder; a file of that name stands beside the image"
    suite.vhdx("located-absolute-only", changed, moved, on=here, locator={"relative_path": None, "volume_path": None},
               may_refuse="a reader need not look for the parent's name beside the image")
    suite.vhdx("located-stale-relative", changed, moved, on=here,
               locator={"relative_path": ".\\old folder\\located-base.vhdx"},
               may_refuse="a reader need not look for the parent's name beside the image")
    suite.vhdx("children/located-above", changed, "relative_path leads into the folder above", on=here,
               may_refuse="the folder above may lie outside of the backup")


# --- VHD: what readers have to read ----------------------------------------------------------------------

def vhd_plain(suite: Suite) -> None:
    content = sample_content(3 * MIB + 77 * 512, "vhd")     # the CHS size is smaller
    for creator in ("win", "vpc", "vs", "d2v", "qemu", "vsim"):
        suite.vhd(f"dynamic-{creator}", content, f"creator {creator}; the size is currentSize, not the CHS size",
                  creator=creator)
    suite.vhd("fixed-win", content, "a fixed disk whose CHS size is smaller", kind="fixed")
    suite.vhd("fixed-qemu", content, "a fixed disk whose CHS size is smaller", kind="fixed", creator="qemu")
    suite.vhd("fixed-short-footer", content, "a footer of 511 bytes", kind="fixed", footer="short", creator="vpc")
    suite.vhd("dynamic-short-footer", content, "a footer of 511 bytes", footer="short", creator="vpc")
    suite.vhd("dynamic-end-damaged", content, "the end footer is damaged, the copy at the start is good",
              footer="end-damaged")
    suite.vhd("dynamic-end-missing", content, "the end footer is missing, the copy at the start is good",
              footer="end-missing")
    suite.vhd("dynamic-copy-damaged", content, "the copy at the start is damaged, the end footer is good",
              footer="copy-damaged")
    suite.vhd("dynamic-original-size", content, "originalSize is not currentSize: the disk was expanded",
              original_size=2 * MIB)
    suite.vhd("dynamic-512k", content, "blocks of 512 KiB", block_size=512 * KIB)
    suite.vhd("dynamic-4k", sample_content(MIB, "4k"), "blocks of 4 KiB: one byte of bitmap", block_size=4 * KIB)
    suite.vhd("dynamic-gaps", content, "an unused sector before each block, in random order", gap_sectors=1,
              shuffle=True)


def vhd_children(suite: Suite) -> None:
    content = sample_content(5 * MIB + 33 * 512, "vhd base")
    base = suite.vhd("base", content, "a parent")
    changed = changed_content(content, "vhd child")
    child = suite.vhd("child", changed, "single sectors over the parent's", on=base)
    suite.vhd("child-full-blocks", changed, "all bits of present blocks are set", on=base, full_blocks=True)
    suite.vhd("child-512k-shuffled", changed, "blocks of 512 KiB in random order", on=base, block_size=512 * KIB,
              shuffle=True, gap_sectors=3)
    suite.vhd("child-unchanged", content, "nothing is present: all from the parent", on=base)
    suite.vhd("child-end-damaged", changed, "the end footer is damaged", on=base, footer="end-damaged")
    suite.vhd("child-space-in-sectors", changed, "the locators' data space is given in sectors", on=base,
              locator_space="sectors")
    suite.vhd("child-relative-only", changed, "only a W2ru locator", on=base, locators=("W2ru",))
    suite.vhd("child-three-locators", changed, "a MacX locator in front of the others", on=base,
              locators=("MacX", "W2ku", "W2ru"))
    suite.vhd("child-absolute-only", changed, "only a W2ku locator, of another folder", on=base, locators=("W2ku",),
              may_refuse="a reader need not look for the parent's name beside the image")
    suite.vhd("child-name-only", changed, "no locator, only the parent's name", on=base, locators=(),
              may_refuse="a reader need not look for the parent's name beside the image")
    suite.vhd("child-other-time", changed, "the parent's time stamp is not the one noted", on=base, parent_time=1,
              may_refuse="Windows compares the time stamp too")
    grandchild = changed_content(changed, "vhd grandchild")
    grandchild.write(4 * MIB + 512, b"only the grandchild has this".ljust(512, b"."))
    last = suite.vhd("grandchild", grandchild, "three images; blocks that only the first one has", on=child)
    suite.vhd("great-grandchild", changed_content(grandchild, "vhd great-grandchild"), "four images", on=last)
    fixed = suite.vhd("base-fixed", content, "a fixed parent", kind="fixed")
    suite.vhd("child-of-fixed", changed, "the parent is fixed", on=fixed)


# --- what readers have to refuse -------------------------------------------------------------------------

def vhdx_refusals(suite: Suite) -> None:
    content = sample_content(MIB, "refuse")
    changed = content.copy()
    changed.write(5 * 512, b"changed".ljust(1024, b"."))
    base = suite.vhdx("refuse-base", content, "the parent of children that have to be refused")
    for name, fault in vhdx_faults.FAULTS.items():
        needs = dict(fault.needs)
        size = needs.pop("virtual_size", content.size)
        if needs.pop("kind", None) == "differencing":
            suite.vhdx(f"refuse-{name}", changed, fault.why, on=base, fault=name, **needs)
        else:
            suite.vhdx(f"refuse-{name}", sample_content(size, "refuse"), fault.why, fault=name, **needs)
    for name, options in {
            "unknown-required-region": {"unknown_required_region": True},
            "unknown-required-metadata": {"unknown_required_metadata": True},
            "incomplete-file": {"incomplete_file": True},
            "log-invalid": {"log": "dirty-invalid"},
            "log-version": {"log": "dirty-empty", "log_version": 1},
            "truncated-below-flushed": {"log": "dirty", "truncate_below_flushed": True}}.items():
        suite.vhdx(f"refuse-{name}", content, "", **options)
    vhdx_refusals_beyond_the_image(suite, content, changed)


def vhdx_refusals_beyond_the_image(suite: Suite, content: SparseBytes, changed: SparseBytes) -> None:
    broken = suite.vhdx("refuse-broken-base", content, "", fault="headers-both-bad")
    suite.vhdx("refuse-child-of-broken", changed, "the parent has to be refused", on=broken, refuse="parent")
    other = str(Seeded("vhdx/vhdx/refuse-cycle-b.vhdx").guid("DataWriteGuid"))
    first = suite.vhdx("refuse-cycle-a", changed, "two images are each other's parent", on="vhdx/refuse-base.vhdx",
                       refuse="parent", locator={"parent_linkage": f"{{{other}}}",
                                                 "relative_path": ".\\refuse-cycle-b.vhdx"})
    suite.vhdx("refuse-cycle-b", content, "two images are each other's parent", on=first, refuse="parent")


def vhd_refusals(suite: Suite) -> None:
    content = sample_content(2 * MIB, "refuse vhd")
    changed = changed_content(content, "refuse vhd")
    base = suite.vhd("refuse-base", content, "the parent of children that have to be refused", block_size=MIB)
    for name, fault in mkvhd.FAULTS.items():
        kind = fault.needs.get("kind", "dynamic")
        if kind == "differencing":
            suite.vhd(f"refuse-{name}", changed, fault.why, on=base, block_size=MIB, fault=name)
        else:
            suite.vhd(f"refuse-{name}", content, fault.why, kind=kind, block_size=MIB, fault=name)


GROUPS = (vhdx_geometry, vhdx_large, vhdx_structures, vhdx_logs, vhdx_children, vhdx_locators, vhd_plain, vhd_children,
          vhdx_refusals, vhd_refusals)


def write_suite(folder: str) -> list[dict]:
    suite = Suite(folder)
    for group in GROUPS:
        group(suite)
    suite.write_index()
    return list(suite.cases.values())


def main(argv: list[str]) -> int:
    if len(argv) != 1 or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    cases = write_suite(argv[0])
    refused = sum(case["expect"] == "refuse" for case in cases)
    print(f"{len(cases)} images in {argv[0]}, {refused} of them to be refused")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
