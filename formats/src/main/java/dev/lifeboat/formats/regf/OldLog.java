package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;

/** A log as Windows wrote it up to 8 ("Old format"): a bit for each 512 bytes of the hive bins, then those that changed. */
final class OldLog {
    private static final int SIGNATURE = 4;
    private static final int CHUNK = 1 << 12;

    private OldLog() {}

    /**
     * Collects what a log changes.
     *
     * @param log the file
     * @param block its base block
     * @param pages receives the changes
     * @throws CorruptImageException if it is damaged, or ends before the last page; the pages are worth nothing then
     * @throws IOException if the storage cannot be read
     */
    static void collect(ByteSource log, BaseBlock block, LogPages pages) throws IOException {
        Struct.read(log, block.sectorSize(), SIGNATURE, "dirty vector").expectAscii(0, "DIRT");
        long bitmapAt = block.sectorSize() + (long) SIGNATURE;
        long bytes = block.binsSize() / LogPages.PAGE / 8; // hive bins come in 4096 bytes
        long dataAt = roundUp(bitmapAt + bytes, block.sectorSize());
        long page = 0;
        for (long done = 0; done < bytes; done += CHUNK) {
            for (byte bits : log.bytes(bitmapAt + done, (int) Math.min(CHUNK, bytes - done))) {
                for (int bit = 0; bit < 8; bit++, page++) {
                    if ((bits >> bit & 1) != 0) {
                        if (dataAt > log.size() - LogPages.PAGE) {
                            throw new CorruptImageException(
                                    log,
                                    dataAt,
                                    "dirty page",
                                    "lies behind the end at 0x" + Long.toHexString(log.size()));
                        }
                        pages.add(page * LogPages.PAGE, LogPages.PAGE, log, dataAt);
                        dataAt += LogPages.PAGE;
                    }
                }
            }
        }
    }

    private static long roundUp(long value, int to) {
        return (value + to - 1) / to * to;
    }
}
