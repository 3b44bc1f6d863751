package dev.lifeboat.formats.regf;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;

/** Reads the data of a value, wherever it is ("Data size", "Big data"). */
final class ValueData {
    private static final String WHAT = "value data";
    /** Since version 1.4, more than this is cut into segments of this size. */
    private static final int SEGMENT = 16344;

    private static final int FIRST_MINOR_WITH_SEGMENTS = 4;
    private static final int IN_PLACE = 4;
    /** No real value comes near it; and it fits in memory. */
    private static final int MOST = 32 << 20;

    private ValueData() {}

    /**
     * Reads the bytes that are in the value itself.
     *
     * @param value the structure
     * @param length at most 4, unless the hive is damaged
     * @return the bytes
     */
    static byte[] inPlace(Struct value, long length) throws CorruptImageException {
        if (length > IN_PLACE) {
            throw value.corrupt(4, "data size", "is " + length + " in a field of " + IN_PLACE + " bytes");
        }
        return value.bytes(8, (int) length);
    }

    /**
     * Reads bytes that are in a cell or several.
     *
     * @param cells of the hive
     * @param minor version of the hive
     * @param offset of the cell
     * @param length in bytes
     * @return the bytes
     * @throws UnsupportedImageException if they are too many to be held in memory
     * @throws CorruptImageException if they are not all there
     */
    static byte[] read(Cells cells, int minor, long offset, long length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        Cells.Cell cell = cells.cell(offset, WHAT);
        if (length > MOST) {
            throw new UnsupportedImageException(
                    cells.source().name(), "a registry value of " + length + " bytes is not supported");
        }
        if (length > SEGMENT && minor >= FIRST_MINOR_WITH_SEGMENTS) {
            return segments(cells, cell, (int) length);
        }
        return cells.head(cell, length, WHAT).bytes(0, (int) length);
    }

    private static byte[] segments(Cells cells, Cells.Cell cell, int length) throws IOException {
        Struct s = cells.head(cell, 8, "big data");
        s.expectAscii(0, "db");
        int count = (length + SEGMENT - 1) / SEGMENT;
        s.expect(2, "number of segments", s.u16(2), count);
        Struct list = cells.head(cells.cell(s.u32(4), "big data list"), 4L * count, "big data list");
        byte[] data = null;
        for (int i = 0; i < count; i++) {
            Cells.Cell segment = cells.cell(list.u32(4L * i), "big data segment");
            int part = Math.min(SEGMENT, length - i * SEGMENT);
            Struct bytes = cells.head(segment, part, "big data segment");
            data = data == null ? new byte[length] : data; // one is there, so the list may be right
            bytes.copy(0, part, data, i * SEGMENT);
        }
        return data;
    }
}
