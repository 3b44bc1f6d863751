package dev.lifeboat.it.fuzz;

import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.it.fuzz.EditedImage.Seal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Where what stands in a {@link TinyVolume}: boot sectors, each record's header and attributes, index blocks, bitmaps. */
final class NtfsLayout {
    private static final int SECTOR = 512;
    private static final int END = -1;

    private final byte[] bytes;
    private final ByteBuffer fields;
    private final int start;
    private final List<Place> places;
    private final List<Seal> seals;

    private NtfsLayout(byte[] bytes, int start, List<Place> places, List<Seal> seals) {
        this.bytes = bytes;
        this.fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.start = start;
        this.places = places;
        this.seals = seals;
    }

    /** The volume, to be changed by inputs. */
    static EditedImage image(TinyVolume volume) {
        List<Place> places = new ArrayList<>();
        List<Seal> seals = new ArrayList<>();
        draw(volume.bytes(), 0, places, seals);
        return new EditedImage(TinyVolume.NAME, volume.bytes(), places, seals);
    }

    /** Adds the places and seals of a volume that begins at an offset of an image. */
    static void draw(byte[] image, int start, List<Place> places, List<Seal> seals) {
        new NtfsLayout(image.clone(), start, places, seals).draw();
    }

    private void draw() {
        place(start, 0x54);
        place(start + TinyVolume.CLUSTERS * TinyVolume.CLUSTER, 0x54);
        for (int number = 0; number < TinyVolume.RECORDS; number++) {
            record(start + TinyVolume.recordAt(number));
        }
        for (int number = 0; number < 4; number++) {
            seal(start + TinyVolume.MIRROR_AT + number * TinyVolume.RECORD, TinyVolume.RECORD);
        }
        place(start + TinyVolume.MIRROR_AT, 4 * TinyVolume.RECORD);
        for (int at = start + TinyVolume.ROOT_BLOCKS_AT; startsWith(at, "INDX"); at += TinyVolume.BLOCK) {
            seal(at, TinyVolume.BLOCK);
            place(at, 0x40);
            indexEntries(at);
        }
        place(start + 48 * TinyVolume.CLUSTER, 8);
        place(start + TinyVolume.UP_CASE_AT, 512);
        place(start + TinyVolume.BITMAP_AT, 88);
    }

    private void record(int at) {
        if (!startsWith(at, "FILE")) {
            return;
        }
        seal(at, TinyVolume.RECORD);
        place(at, 0x38);
        int attribute = at + fields.getShort(at + 20);
        while (fields.getInt(attribute) != END) {
            int length = fields.getInt(attribute + 4);
            place(attribute, length);
            attribute += length;
        }
    }

    private void indexEntries(int block) {
        int node = block + 24;
        int end = node + fields.getInt(node + 4);
        for (int entry = node + fields.getInt(node); entry < end; entry += fields.getShort(entry + 8)) {
            place(entry, fields.getShort(entry + 8));
        }
    }

    private boolean startsWith(int at, String text) {
        return text.chars().allMatch(c -> c == bytes[at + text.indexOf(c)]);
    }

    private void place(int at, int length) {
        places.add(new Place(at, length));
    }

    private void seal(int at, int length) {
        UpdateSequence seal = new UpdateSequence(at, length);
        seals.add(seal);
        seal.open(bytes);
    }

    /** Of a record or an index block: its number stands at the end of each sector, what belongs there in an array. */
    private record UpdateSequence(int at, int length) implements Seal {
        @Override
        public void open(byte[] image) {
            ByteBuffer b = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            int array = at + b.getShort(at + 4);
            for (int i = 1; i <= length / SECTOR; i++) {
                b.putShort(at + SECTOR * i - 2, b.getShort(array + 2 * i));
            }
        }

        /** Where the array cannot be, it stays as it is: then the reader must say so. */
        @Override
        public void close(byte[] image) {
            ByteBuffer b = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            int sectors = length / SECTOR;
            int array = b.getShort(at + 4) & 0xffff;
            if (array % 2 != 0 || array + 2 * (sectors + 1) > SECTOR - 2) {
                return;
            }
            for (int i = 1; i <= sectors; i++) {
                b.putShort(at + array + 2 * i, b.getShort(at + SECTOR * i - 2));
                b.putShort(at + SECTOR * i - 2, b.getShort(at + array));
            }
        }
    }
}
