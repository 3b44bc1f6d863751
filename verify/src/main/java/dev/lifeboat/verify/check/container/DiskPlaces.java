package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Spans;
import dev.lifeboat.verify.check.owner.Owner;
import dev.lifeboat.verify.check.owner.OwnerKind;
import dev.lifeboat.verify.check.owner.Owners;
import java.io.IOException;

/** From places in an image file to places on the disk in it: the way back that a container's tables do not give. */
public final class DiskPlaces {
    /** So many stretches take 24 MiB. A table that leads to the same place again and again has no end of them. */
    private static final int MOST = 1 << 20;

    private final ImageFile image;
    private final Spans wanted;
    private final Owners owners;
    private final Spans disk = new Spans();
    private long owned;

    DiskPlaces(ImageFile image, Spans wanted, Owners owners) {
        this.image = image;
        this.wanted = wanted;
        this.owners = owners;
    }

    /**
     * Finds what lies in some bytes of an image file.
     *
     * @param image the file
     * @param container its kind
     * @param wanted bytes of the file
     * @param owners receives what belongs to the container itself
     * @return the bytes of the disk that lie there
     * @throws IOException if the storage cannot be read
     */
    public static Spans find(ImageFile image, Container container, Spans wanted, Owners owners) throws IOException {
        DiskPlaces places = new DiskPlaces(image, wanted, owners);
        try {
            switch (container) {
                case VHDX -> VhdxPlaces.find(image, places);
                case VHD -> VhdPlaces.find(image, places);
                case RAW -> places.data(0, 0, image.bytes().size());
                case WIM -> {} // is no disk
            }
        } catch (ImageException e) {
            places.unknown(container.label() + " whose tables cannot be read");
        }
        places.rest();
        return places.disk;
    }

    /** Takes note of a part of the container itself. */
    void part(OwnerKind kind, String name, long at, long length) {
        long bytes = wanted.within(at, at + length);
        owned += bytes;
        owners.add(new Owner(kind, image.bytes().name() + ": " + name, name, bytes));
    }

    /**
     * Takes note of bytes of the disk; they come in the order of the disk.
     *
     * @param at in the file
     * @param onDisk where they are on the disk
     * @param length in bytes
     * @return false if there are too many to go on
     */
    boolean data(long at, long onDisk, long length) {
        long end = at + length;
        for (int i = wanted.firstBehind(at); i < wanted.count() && wanted.start(i) < end; i++) {
            long from = Math.max(wanted.start(i), at);
            long to = Math.min(wanted.end(i), end);
            owned += to - from;
            disk.add(from - at + onDisk, to - at + onDisk);
        }
        if (disk.count() > MOST) {
            unknown("places that too many blocks of the disk claim");
            return false;
        }
        return true;
    }

    private void unknown(String name) {
        owners.add(new Owner(
                OwnerKind.UNKNOWN, image.bytes().name() + ": " + name, name, Math.max(1, wanted.total() - owned)));
        owned = wanted.total();
    }

    private void rest() {
        String name = "room in the file that nothing uses";
        owners.add(new Owner(OwnerKind.FREE, image.bytes().name() + ": " + name, name, wanted.total() - owned));
    }
}
