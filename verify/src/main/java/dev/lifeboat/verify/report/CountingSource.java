package dev.lifeboat.verify.report;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.SparseSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Counts the bytes that are read through it, and ends the reading where it is too much. */
record CountingSource(ByteSource below, WorkLimit limit, LongConsumer counter) implements SparseSource {
    @Override
    public String name() {
        return below.name();
    }

    @Override
    public long size() {
        return below.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        int length = target.remaining();
        limit.read(length);
        below.read(offset, target);
        counter.accept(length);
    }

    @Override
    public Extent extentAt(long offset) throws IOException {
        limit.ask();
        return below instanceof SparseSource sparse
                ? sparse.extentAt(offset)
                : new Extent(Origin.STORED, size() - offset);
    }

    @Override
    public Extent extentThroughParents(long offset) throws IOException {
        return below instanceof SparseSource sparse
                ? sparse.extentThroughParents(offset)
                : new Extent(Origin.STORED, size() - offset);
    }

    @Override
    public boolean storesZeros() {
        return below instanceof SparseSource sparse && sparse.storesZeros();
    }
}
