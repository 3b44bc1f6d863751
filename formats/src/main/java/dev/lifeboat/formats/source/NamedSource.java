package dev.lifeboat.formats.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of another source under a name of their own. */
record NamedSource(String name, ByteSource below) implements ByteSource {
    @Override
    public long size() {
        return below.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        below.read(offset, target);
    }
}
