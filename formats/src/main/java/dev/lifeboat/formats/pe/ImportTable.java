package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The import directory table ("The .idata Section"): which other files a program is linked with. Which functions it wants of each is
 * not read.
 */
final class ImportTable {
    private static final int ENTRY = 20;
    private static final int NAME_AT = 12;
    /** Programs have some dozens. */
    private static final int MOST = 4096;
    /** A name without folders, in one byte a character. */
    private static final int LONGEST_NAME = 260;

    private ImportTable() {}

    /** Finds bytes by their address in memory. */
    interface Memory {
        ByteSource from(String part, long address) throws CorruptImageException;
    }

    static List<String> read(Memory memory, long address) throws IOException {
        ByteSource table = memory.from("imports", address);
        List<String> names = new ArrayList<>();
        // The directory's size is not what Windows goes by: a row without a name ends the table.
        for (long at = 0; ; at += ENTRY) {
            Struct row = Struct.read(table, at, ENTRY, "import " + (names.size() + 1));
            long name = row.u32(NAME_AT);
            if (name == 0) {
                return names;
            }
            if (names.size() == MOST) {
                throw new UnsupportedImageException(table.name(), "more than " + MOST + " imports are not supported");
            }
            names.add(name(memory.from("name of import " + (names.size() + 1), name)));
        }
    }

    private static String name(ByteSource at) throws IOException {
        int length = (int) Math.min(LONGEST_NAME, at.size());
        Struct s = Struct.read(at, 0, length, "name");
        String text = s.ascii(0, length);
        int end = text.indexOf('\0');
        if (end <= 0) {
            throw s.corrupt(0, "", end == 0 ? "is empty" : "does not end within " + length + " bytes");
        }
        return text.substring(0, end);
    }
}
