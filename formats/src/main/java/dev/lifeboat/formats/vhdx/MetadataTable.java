package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.vhdx.RegionTable.Region;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** Metadata table, 2.6.1: where in the metadata region each item is. */
final class MetadataTable {
    private static final int SIZE = 0x10000;
    private static final int HEADER = 32;
    private static final int ENTRY = 32;
    private static final int MOST_ENTRIES = 2047;
    private static final long LARGEST_ITEM = 1 << 20;
    private static final long IS_USER = 1;
    private static final long IS_REQUIRED = 4;

    private final ByteSource contents;
    private final Struct table;
    private final Map<Item, Place> places = new EnumMap<>(Item.class);

    private MetadataTable(ByteSource contents, Struct table) {
        this.contents = contents;
        this.table = table;
    }

    /** Items that are known, 2.6.2. */
    enum Item {
        FILE_PARAMETERS("file parameters", "caa16737-fa36-4d43-b3b6-33f0aa44e76b"),
        VIRTUAL_DISK_SIZE("virtual disk size", "2fa54224-cd1b-4876-b211-5dbed83bf4b8"),
        VIRTUAL_DISK_ID("virtual disk id", "beca12ab-b2e6-4523-93ef-c309e000c746"),
        LOGICAL_SECTOR_SIZE("logical sector size", "8141bf1d-a96f-4709-ba47-f233a8faab5f"),
        PHYSICAL_SECTOR_SIZE("physical sector size", "cda348c7-445d-4471-9cc9-e9885251c556"),
        PARENT_LOCATOR("parent locator", "a8d35f2d-b30b-454d-abf7-d3d84834ab0c"),
        /** The disk's geometry as old programs see it; not in the specification, and of no use here. */
        GEOMETRY("geometry", "da02d7bc-3d3a-423c-ac88-2a36ab21479b"),
        /** Not in the specification: Windows removes it once the file is complete. */
        INCOMPLETE_FILE("incomplete file", "71cc85f0-1b69-4e28-9558-c3bf83ae75d3");

        private final String text;
        private final UUID id;

        Item(String text, String id) {
            this.text = text;
            this.id = UUID.fromString(id);
        }

        private static Item of(UUID id) {
            for (Item item : values()) {
                if (item.id.equals(id)) {
                    return item;
                }
            }
            return null;
        }
    }

    private record Place(long at, int length) {}

    static MetadataTable read(ByteSource contents, Region region) throws IOException {
        Struct s = Struct.read(contents, region.offset(), SIZE, "VHDX metadata table");
        s.expectAscii(0, "metadata");
        int count = s.u16(10);
        if (count > MOST_ENTRIES) {
            throw s.corrupt(10, "entry count", "is " + count + ", expected at most " + MOST_ENTRIES);
        }
        MetadataTable table = new MetadataTable(contents, s);
        for (int i = 0; i < count; i++) {
            table.add(s.part(HEADER + (long) i * ENTRY, ENTRY, "entry " + i), region);
        }
        if (table.places.containsKey(Item.INCOMPLETE_FILE)) {
            throw s.corrupt(HEADER, "", "says that the file is incomplete: its creation was not finished");
        }
        return table;
    }

    private void add(Struct entry, Region region) throws IOException {
        long flags = entry.u32(24);
        UUID id = entry.guid(0);
        Item item = (flags & IS_USER) != 0 ? null : Item.of(id);
        if (item == null) {
            if ((flags & IS_REQUIRED) != 0) {
                throw new UnsupportedImageException(
                        contents.name(),
                        "the VHDX metadata item " + Guids.braced(id) + " is required and not supported");
            }
            return;
        }
        long offset = entry.u32(16);
        long length = entry.u32(20);
        if (length > LARGEST_ITEM || (length > 0 && (offset < SIZE || offset + length > region.length()))) {
            throw entry.corrupt(16, item.text, "of " + length + " bytes cannot be at 0x" + Long.toHexString(offset));
        }
        if (places.put(item, new Place(region.offset() + offset, (int) length)) != null) {
            throw entry.corrupt(0, item.text, "stands in the table twice");
        }
    }

    /** The first {@code length} bytes of an item that every file has. */
    Struct required(Item item, int length) throws IOException {
        Place place = places.get(item);
        if (place == null) {
            throw missing(item);
        }
        if (place.length < length) {
            throw new CorruptImageException(
                    contents,
                    place.at,
                    "VHDX metadata",
                    item.text + " has " + place.length + " bytes, expected " + length);
        }
        return Struct.read(contents, place.at, length, "VHDX metadata: " + item.text);
    }

    Struct parentLocator() throws IOException {
        Place place = places.get(Item.PARENT_LOCATOR);
        if (place == null) {
            throw missing(Item.PARENT_LOCATOR);
        }
        return Struct.read(contents, place.at, place.length, "VHDX parent locator");
    }

    private CorruptImageException missing(Item item) {
        return table.corrupt(HEADER, "", "has no " + item.text);
    }
}
