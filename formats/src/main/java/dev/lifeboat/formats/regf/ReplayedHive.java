package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A hive file as it is once its logs are replayed, without a change to the file: pages of the hive bins that a log has are read
 * from there. The base block is that of the file. Where a log makes the hive longer without saying what is there, it is zero,
 * which no reader takes for a cell.
 */
final class ReplayedHive implements ByteSource {
    private final ByteSource file;
    private final LogPages pages;
    private final long size;

    ReplayedHive(ByteSource file, LogPages pages, long size) {
        this.file = file;
        this.pages = pages;
        this.size = size;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        long at = offset;
        while (target.hasRemaining()) {
            LogPages.Place changed = changed(at);
            int inPage = (int) (at % LogPages.PAGE);
            int length = Math.min(target.remaining(), LogPages.PAGE - inPage);
            if (changed == null) {
                while (length < target.remaining() && changed(at + length) == null) {
                    length = Math.min(target.remaining(), length + LogPages.PAGE);
                }
                unchanged(at, target, length);
            } else {
                Buffers.fill(changed.log(), changed.at() + inPage, target, length);
            }
            at += length;
        }
    }

    private LogPages.Place changed(long at) {
        return at < BaseBlock.SIZE ? null : pages.get((at - BaseBlock.SIZE) / LogPages.PAGE);
    }

    private void unchanged(long at, ByteBuffer target, int length) throws IOException {
        int stored = (int) Math.max(0, Math.min(length, file.size() - at));
        if (stored > 0) {
            Buffers.fill(file, at, target, stored);
        }
        Buffers.zeros(target, length - stored);
    }

    @Override
    public String toString() {
        return name();
    }
}
