package dev.lifeboat.formats.iso;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The boot catalogue of El Torito 1.0: what firmware can start from the disc. Section numbers are those of that specification.
 */
public final class BootCatalog {
    private static final int ENTRY = 32;
    private static final int MOST_ENTRIES = 2048;
    private static final int BOOTABLE = 0x88;
    private static final int HEADER = 0x90;
    private static final int LAST_HEADER = 0x91;
    private static final int EXTENSION = 0x44;

    private final ByteSource volume;
    private final long at;

    private BootCatalog(ByteSource volume, long at) {
        this.volume = volume;
        this.at = at;
    }

    /** The boot record volume descriptor says where the catalogue is (figure 7); other systems' records are not for us. */
    static Optional<BootCatalog> named(ByteSource volume, Struct bootRecord) throws CorruptImageException {
        if (!bootRecord.ascii(7, 23).equals("EL TORITO SPECIFICATION")) {
            return Optional.empty();
        }
        return Optional.of(new BootCatalog(volume, bootRecord.u32(71) * VolumeDescriptor.SECTOR));
    }

    /**
     * Reads the entries.
     *
     * @return in the order of the catalogue, the default one first
     * @throws CorruptImageException if the catalogue is not where the boot record says, or its checksum is wrong
     * @throws IOException if the storage cannot be read
     */
    public List<BootImage> images() throws IOException {
        int platform = validate(Struct.read(volume, at, ENTRY, "boot catalogue"));
        List<BootImage> images = new ArrayList<>();
        images.add(image(entry(1), platform));
        boolean more = true;
        int i = 2;
        while (more) {
            Struct header = entry(i++);
            int id = header.u8(0);
            if (id != HEADER && id != LAST_HEADER) {
                break; // a catalogue without sections ends with zeros
            }
            more = id == HEADER;
            int count = header.u16(2);
            for (int n = 0; n < count; n++) {
                images.add(image(entry(i++), header.u8(1)));
                while (isExtension(i)) {
                    i++;
                }
            }
        }
        return List.copyOf(images);
    }

    /** Section 2.1: sixteen 16-bit words with the sum 0. */
    private static int validate(Struct s) throws CorruptImageException {
        s.expect(0, "header", s.u8(0), 1);
        s.expect(30, "key", s.u16(30), 0xaa55);
        int sum = 0;
        for (int i = 0; i < ENTRY; i += 2) {
            sum += s.u16(i);
        }
        s.expect(28, "checksum: the sum of all words", sum & 0xffff, 0);
        return s.u8(1);
    }

    private Struct entry(int index) throws IOException {
        long from = at + (long) index * ENTRY;
        if (index >= MOST_ENTRIES) {
            throw new CorruptImageException(
                    volume, from, "boot catalogue", "has more than " + MOST_ENTRIES + " entries");
        }
        return Struct.read(volume, from, ENTRY, "boot catalogue entry " + index);
    }

    private boolean isExtension(int index) throws IOException {
        return index < MOST_ENTRIES && entry(index).u8(0) == EXTENSION;
    }

    /** Sections 2.2 and 2.4 have the same fields in the same places. */
    private static BootImage image(Struct s, int platform) throws CorruptImageException {
        return new BootImage(
                platform,
                s.u8(0) == BOOTABLE,
                s.u8(1) & 0x0f,
                s.u16(2),
                s.u32(8) * VolumeDescriptor.SECTOR,
                s.u16(6) * BootImage.LOAD_SECTOR);
    }
}
