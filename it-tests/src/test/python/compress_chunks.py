"""Compresses a file with libwim as a chunked resource: a table of offsets, then the chunks, as WIM and WOF have it.

compress_chunks.py INPUT xpress|lzx|lzms CHUNK_SIZE LEVEL [SIZE:]OUTPUT...

LEVEL is libwim's: 20 is fast, 50 its normal one, 100 slow. SIZE is how many bytes of the input are taken, if not all.
"""
import ctypes
import sys

TYPES = {"xpress": 1, "lzx": 2, "lzms": 3}


class Compressor:
    def __init__(self, codec, chunk_size, level):
        self.lib = ctypes.CDLL("libwim.so.15")
        self.lib.wimlib_compress.restype = ctypes.c_size_t
        self.lib.wimlib_compress.argtypes = [
            ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
        self.lib.wimlib_create_compressor.argtypes = [
            ctypes.c_int, ctypes.c_size_t, ctypes.c_uint, ctypes.POINTER(ctypes.c_void_p)]
        self.chunk_size = chunk_size
        self.handle = ctypes.c_void_p()
        code = self.lib.wimlib_create_compressor(TYPES[codec], chunk_size, level, ctypes.byref(self.handle))
        if code:
            raise SystemExit("libwim says %d" % code)
        self.buffer = ctypes.create_string_buffer(chunk_size)

    def chunk(self, data):
        """What is stored: the data itself if it does not get smaller."""
        n = self.lib.wimlib_compress(data, len(data), self.buffer, len(data) - 1, self.handle) if len(data) > 1 else 0
        return self.buffer.raw[:n] if n else data

    def resource(self, data):
        chunks = [self.chunk(data[i:i + self.chunk_size]) for i in range(0, len(data), self.chunk_size)]
        width = 4 if len(data) < 1 << 32 else 8
        table = bytearray()
        offset = 0
        for chunk in chunks[:-1]:
            offset += len(chunk)
            table += offset.to_bytes(width, "little")
        return bytes(table) + b"".join(chunks)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        content = file.read()
    compressor = Compressor(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    for output in sys.argv[5:]:
        size, _, name = output.rpartition(":")
        with open(name, "wb") as file:
            file.write(compressor.resource(content[:int(size)] if size else content))
