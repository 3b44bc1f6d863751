#!/usr/bin/python3
"""Reads 4 KiB at random places of a file, the same each time, without read-ahead.

usage: random_reads.py FILE COUNT
"""
import os
import random
import sys

SIZE = 4096

file = os.open(sys.argv[1], os.O_RDONLY)
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_RANDOM)
blocks = os.fstat(file).st_size // SIZE
places = random.Random(1)
for _ in range(int(sys.argv[2])):
    if len(os.pread(file, SIZE, places.randrange(blocks) * SIZE)) != SIZE:
        sys.exit("a read came back short")
