package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tree of resource directories: by type, by name, by language. Depth and number are bounded, so circles come to an end. */
final class ResourceTable {
    private static final int MOST_ENTRIES = 1 << 16;
    private static final int MOST_NAME_CHARS = 1 << 20;
    private static final int HEADER = 16;
    private static final int ENTRY = 8;
    private static final long HIGH_BIT = 0x8000_0000L;
    private static final int LEVELS = 3;
    private static final Resource.Id NONE = new Resource.Id(0, "");

    private final ByteSource table;
    private final List<Resource> resources = new ArrayList<>();
    private int entries;
    private int nameChars;

    private ResourceTable(ByteSource table) {
        this.table = table;
    }

    /** Offsets count from the start of the source; it may be longer than the table. */
    static List<Resource> read(ByteSource table) throws IOException {
        ResourceTable reader = new ResourceTable(table);
        reader.directory(0, List.of());
        return List.copyOf(reader.resources);
    }

    private void directory(long at, List<Resource.Id> above) throws IOException {
        Struct header = Struct.read(table, at, HEADER, "resource directory");
        int count = header.u16(12) + header.u16(14);
        entries += count;
        if (entries > MOST_ENTRIES) {
            throw new UnsupportedImageException(
                    table.name(), "more than " + MOST_ENTRIES + " entries in resource directories are not supported");
        }
        Struct s = Struct.read(table, at + HEADER, count * ENTRY, "resource directory");
        for (int i = 0; i < count; i++) {
            List<Resource.Id> path = new ArrayList<>(above);
            path.add(id(s.u32((long) i * ENTRY)));
            long target = s.u32((long) i * ENTRY + 4);
            if ((target & HIGH_BIT) == 0) {
                resource(target, path);
            } else if (path.size() < LEVELS) {
                directory(target & ~HIGH_BIT, path);
            } else {
                throw s.corrupt((long) i * ENTRY + 4, "entry " + i, "leads to a fourth level, expected three");
            }
        }
    }

    private Resource.Id id(long field) throws IOException {
        if ((field & HIGH_BIT) == 0) {
            return new Resource.Id((int) (field & 0xffff), "");
        }
        long at = field & ~HIGH_BIT;
        int chars = Struct.read(table, at, 2, "resource name").u16(0);
        nameChars += chars;
        if (nameChars > MOST_NAME_CHARS) {
            throw new UnsupportedImageException(
                    table.name(),
                    "more than " + MOST_NAME_CHARS + " characters in names of resources are not supported");
        }
        return new Resource.Id(
                -1, Struct.read(table, at + 2, 2 * chars, "resource name").utf16(0, chars));
    }

    private void resource(long at, List<Resource.Id> path) throws IOException {
        Struct s = Struct.read(table, at, HEADER, "resource data entry");
        Resource.Id name = path.size() > 1 ? path.get(1) : NONE;
        int language = path.size() > 2 ? Math.max(0, path.get(2).number()) : 0;
        resources.add(new Resource(path.get(0), name, language, s.u32(0), s.u32(4)));
    }
}
