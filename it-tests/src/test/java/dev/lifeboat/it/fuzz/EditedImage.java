package dev.lifeboat.it.fuzz;

import dev.lifeboat.formats.source.ByteSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A small sound image, and an input that says what to change in it. Inputs are short, however large the image is, and each
 * change is aimed at a structure:
 *
 * <pre>
 * u8   bit 0: leave the seals broken; the other bits choose an image where a target has several
 * then any number of
 * u16  place  the number of a structure
 * u16  offset in it
 * u8   what   0 to 191: so many bytes, 1 to 16, are overwritten with those that follow
 *             192 to 223: a range of 8 to 256 bytes is copied from the place and offset that follow
 *             224 to 254: a range of 8 to 248 bytes is filled with the byte that follows
 *             255: the image ends here
 * </pre>
 *
 * <p>What protects a structure, a checksum or an update sequence, is a {@link Seal}: it is broken before a change and made
 * whole afterwards, or else no input would come past it.
 */
final class EditedImage {
    /** A structure that changes are aimed at. */
    record Place(int at, int length) {}

    /** What protects a range of an image. */
    interface Seal {
        int at();

        int length();

        /** Takes the protection off a range that is sound. */
        default void open(byte[] image) {}

        /** Puts it on again, whatever stands there now; what it is may stand elsewhere, as long as nothing else reads that. */
        void close(byte[] image);
    }

    /** A seal that is a checksum over a range. */
    record Checksum(int at, int length, Closer closer) implements Seal {
        /** Sets the checksum. */
        interface Closer {
            void close(byte[] image, int at, int length);
        }

        @Override
        public void close(byte[] image) {
            closer.close(image, at, length);
        }
    }

    /** Replaying them takes of the time for what is made up. */
    private static final int MOST_SEEDS = 60;

    private static final byte[][] VALUES = {
        {0, 0, 0, 0, 0, 0, 0, 0},
        {-1, -1, -1, -1, -1, -1, -1, -1},
        {-1, -1, -1, -1, -1, -1, -1, 0x7f},
        {0, 0, 0, 0, 0, 0, 0, -128},
        {1, 0, 0, 0},
        {-1, -1, -1, 0x7f},
        {-1, -1},
        {0, -128},
    };

    private final String name;
    private final byte[] sound;
    private final byte[] image;
    private final List<Place> places;
    private final List<Seal> seals;
    private final List<Place> touched = new ArrayList<>();

    /**
     * Takes an image.
     *
     * @param name of the source in messages
     * @param sound copied
     * @param places to change
     * @param seals in the order in which they are closed
     */
    EditedImage(String name, byte[] sound, List<Place> places, List<? extends Seal> seals) {
        this.name = name;
        this.sound = sound.clone();
        this.image = sound.clone();
        this.places = List.copyOf(places);
        this.seals = List.copyOf(seals);
    }

    int size() {
        return sound.length;
    }

    /**
     * What differs from what an input before made of the image.
     *
     * @param places all that may differ
     * @param size up to where the image goes now
     */
    record Changes(List<Place> places, int size) {}

    /** Returns the image as the input has it, until the next input. */
    ByteSource apply(byte[] input) {
        int size = changes(input).size;
        return ByteSource.of(name, size == image.length ? image : Arrays.copyOf(image, size));
    }

    /** Makes of the image what the input has it; {@link #bytes} then reads it, whole even where it should end. */
    Changes changes(byte[] input) {
        List<Place> places = new ArrayList<>(touched);
        for (Place place : touched) {
            System.arraycopy(sound, place.at, image, place.at, place.length);
        }
        touched.clear();
        int size = new Editor(input).edit();
        if (size < image.length) {
            touched.add(new Place(size, image.length - size)); // not changed here, but to be written again in a file
        }
        places.addAll(touched);
        return new Changes(places, size);
    }

    byte[] bytes(Place place) {
        return Arrays.copyOfRange(image, place.at, place.at + place.length);
    }

    /** One input being applied. */
    private final class Editor {
        private final ByteBuffer in;
        private final boolean sealed;
        private final Set<Seal> open = new LinkedHashSet<>();
        private int size = image.length;

        Editor(byte[] input) {
            in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
            sealed = in.hasRemaining() && (in.get() & 1) == 0;
        }

        int edit() {
            while (in.remaining() >= 6) {
                edit(at(), in.get() & 0xff);
            }
            seals.stream().filter(open::contains).forEach(seal -> seal.close(image));
            return size;
        }

        private int at() {
            Place place = places.get((in.getShort() & 0xffff) % places.size());
            return place.at + (in.getShort() & 0xffff) % place.length;
        }

        private void edit(int at, int what) {
            if (what == 255) {
                size = at;
            } else if (what >= 224) {
                int length = touch(at, 8 * (what - 223));
                Arrays.fill(image, at, at + length, in.get());
            } else if (what < 192) {
                int length = touch(at, Math.min(what % 16 + 1, in.remaining()));
                in.get(image, at, length);
            } else if (in.remaining() >= 4) {
                int length = touch(at, 8 * (what - 191));
                int from = at();
                System.arraycopy(image, from, image, at, Math.min(length, image.length - from));
            }
        }

        private int touch(int at, int length) {
            int fitting = Math.min(length, image.length - at);
            touched.add(new Place(at, fitting));
            if (sealed) {
                for (Seal seal : seals) {
                    if (seal.at() < at + fitting && at < seal.at() + seal.length() && open.add(seal)) {
                        touched.add(new Place(seal.at(), seal.length()));
                        seal.open(image);
                    }
                }
            }
            return fitting;
        }
    }

    /** Inputs to begin with: nothing changed, and in some places the values at which numbers are at their ends. */
    List<byte[]> seeds() {
        return seeds(0);
    }

    /** As above, for the image that has a number. */
    List<byte[]> seeds(int number) {
        SplittableRandom random = new SplittableRandom(1601);
        byte flags = (byte) (2 * number);
        List<byte[]> seeds = new ArrayList<>(List.of(new byte[] {flags}, new byte[] {(byte) (flags | 1)}));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(flags);
        for (int i = 0; i < MOST_SEEDS; i++) {
            int place = random.nextInt(places.size());
            byte[] value = VALUES[random.nextInt(VALUES.length)];
            int offset = random.nextInt(places.get(place).length);
            byte[] edit = edit(place, offset - offset % Math.min(value.length, 4), value);
            seeds.add(concat(flags, edit));
            if (i % 10 == 0) {
                all.writeBytes(edit);
                seeds.add(all.toByteArray());
            }
        }
        return seeds;
    }

    /** Overwrites bytes at an offset in a place. */
    private static byte[] edit(int place, int offset, byte[] value) {
        return ByteBuffer.allocate(5 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) place)
                .putShort((short) offset)
                .put((byte) (value.length - 1))
                .put(value)
                .array();
    }

    private static byte[] concat(byte first, byte[] others) {
        return ByteBuffer.allocate(1 + others.length).put(first).put(others).array();
    }
}
