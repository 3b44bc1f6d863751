#!/usr/bin/env python3
"""Fills a mounted NTFS volume with one large file of noise, large.bin.

    large.py FOLDER --megabytes 1024
"""
from __future__ import annotations

import argparse
import random


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=int, required=True)
    options = parser.parse_args()
    noise = random.Random(1).randbytes(1 << 20)
    with open(f"{options.folder}/large.bin", "wb", buffering=0) as file:
        for i in range(options.megabytes):
            file.write(i.to_bytes(8, "little") + noise[8:])


if __name__ == "__main__":
    main()
