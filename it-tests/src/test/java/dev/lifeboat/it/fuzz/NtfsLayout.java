package dev.lifeboat.it.fuzz;

import dev.lifeboat.formats.ntfs.TinyVolume;
import dev.lifeboat.it.fuzz.EditedImage.Place;
import dev.lifeboat.it.fuzz.EditedImage.Seal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Where what stands in an NTFS volume: boot sectors, each record's header and attributes, index blocks and their entries. */
final class NtfsLayout {
    private static final int SECTOR = 512;
    private static final int BOOT = 0x54;
    private static final int RECORD_HEADER = 0x38;
    private static final int BLOCK_HEADER = 0x40;
    private static final int END = -1;

    private final byte[] bytes;
    private final ByteBuffer fields;
    private final List<Place> places;
    private final List<Seal> seals;

    private NtfsLayout(byte[] bytes, List<Place> places, List<Seal> seals) {
        this.bytes = bytes;
        this.fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.places = places;
        this.seals = seals;
    }

    /** A volume with files of all kinds, to be changed by inputs. */
    static EditedImage image() {
        byte[] volume = NtfsKinds.volume().bytes();
        List<Place> places = new ArrayList<>();
        List<Seal> seals = new ArrayList<>();
        draw(volume, 0, volume.length, places, seals);
        return new EditedImage(TinyVolume.NAME, volume, places, seals);
    }

    /** Adds the places and seals of a volume that lies in an image. */
    static void draw(byte[] image, int from, int length, List<Place> places, List<Seal> seals) {
        NtfsLayout layout = new NtfsLayout(image.clone(), places, seals);
        layout.place(from, BOOT);
        layout.place(from + length - SECTOR, BOOT);
        layout.place(from + TinyVolume.UP_CASE_AT, 512);
        layout.place(from + TinyVolume.BITMAP_AT, 88);
        layout.place(from + 400 * TinyVolume.CLUSTER, 32);
        for (int at = from; at < from + length; at += SECTOR) {
            if (layout.startsWith(at, "FILE")) {
                layout.record(at);
            } else if (layout.startsWith(at, "INDX")) {
                layout.indexBlock(at);
            }
        }
    }

    private void record(int at) {
        seal(at, fields.getInt(at + 28));
        place(at, RECORD_HEADER);
        int attribute = at + fields.getShort(at + 20);
        while (fields.getInt(attribute) != END) {
            int length = fields.getInt(attribute + 4);
            place(attribute, length);
            attribute += length;
        }
    }

    private void indexBlock(int at) {
        int node = at + 24;
        seal(at, 24 + fields.getInt(node + 8));
        place(at, BLOCK_HEADER);
        int end = node + fields.getInt(node + 4);
        for (int entry = node + fields.getInt(node); entry < end; entry += fields.getShort(entry + 8)) {
            place(entry, fields.getShort(entry + 8));
        }
    }

    private boolean startsWith(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
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
