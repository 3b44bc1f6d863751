package dev.lifeboat.formats.source;

import java.nio.ByteBuffer;

/** Bytes that are already in memory. */
final class MemorySource implements ByteSource {
    private final String name;
    private final byte[] bytes;

    MemorySource(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws CorruptImageException {
        Bounds.check(this, offset, target);
        target.put(bytes, (int) offset, target.remaining());
    }

    @Override
    public String toString() {
        return name;
    }
}
