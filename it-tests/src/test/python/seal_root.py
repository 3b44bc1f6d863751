"""Computes a seal's root anew, from the files that it names and from nothing but docs/formats/seal.md. Prints the root.

    seal_root.py SEAL FOLDER
"""
import hashlib
import re
import sys

CHUNK = 1 << 20


def name_of(text):
    return re.sub(r"\\(\\|u([0-9a-f]{4}))", lambda m: chr(int(m[2], 16)) if m[2] else "\\", text)


def main(seal_path, folder):
    with open(seal_path, "rb") as file:
        seal = file.read()
    text = seal[: seal.index(b"\n\n") + 2]
    digests = []
    lines = []
    for line in text.decode().split("\n"):
        if line.startswith("file "):
            word, size, modified, identity, whole, chunks, name = line.split(" ", 6)
            own = []
            with open(folder + "/" + name_of(name), "rb") as file:
                content = file.read()
            assert len(content) == int(size), name
            assert whole in ("-", hashlib.sha256(content).hexdigest()), name
            for at in range(0, len(content), CHUNK):
                own.append(hashlib.sha256(content[at : at + CHUNK]).digest())
            chunks = hashlib.sha256(b"".join(own)).hexdigest()
            line = " ".join([word, size, modified, identity, whole, chunks, name])
            digests += own
        lines.append(line)
    again = "\n".join(lines).encode()
    root = hashlib.sha256(again).digest()
    assert seal == again + b"".join(digests) + root, "the seal has other bytes"
    print(root.hex())


main(*sys.argv[1:])
