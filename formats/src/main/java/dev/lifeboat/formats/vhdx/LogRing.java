package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/** The region that holds the log, 2.3: 4 KiB sectors in a ring, of which the first follows the last. */
final class LogRing {
    static final int SECTOR = 4096;

    private final ByteSource file;
    private final long start;
    private final int sectors;

    private LogRing(ByteSource file, long start, int sectors) {
        this.file = file;
        this.start = start;
        this.sectors = sectors;
    }

    static LogRing of(ByteSource file, VhdxHeader header) throws CorruptImageException {
        if (header.logLength() == 0
                || header.logLength() % VhdxFile.MIB != 0
                || header.logOffset() < VhdxFile.MIB
                || header.logOffset() % VhdxFile.MIB != 0) {
            throw new CorruptImageException(
                    file,
                    header.logOffset(),
                    "VHDX log",
                    "has to be replayed, and cannot be here with a length of " + header.logLength() + " bytes");
        }
        Bounds.check(file, header.logOffset(), header.logLength(), "VHDX log");
        return new LogRing(file, header.logOffset(), (int) (header.logLength() / SECTOR)); // less than 2^20
    }

    ByteSource file() {
        return file;
    }

    int sectors() {
        return sectors;
    }

    /** Sector {@code index}, counted on around the ring. */
    Struct sector(int index, String what) throws IOException {
        return Struct.read(file, positionOf(index), SECTOR, what);
    }

    long positionOf(int index) {
        return start + (long) (index % sectors) * SECTOR;
    }

    boolean overlaps(long from, long length) {
        return from < start + (long) sectors * SECTOR && from + length > start;
    }
}
