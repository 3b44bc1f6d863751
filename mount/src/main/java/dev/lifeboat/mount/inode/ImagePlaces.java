package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.raw.RawView;
import dev.lifeboat.mount.raw.RawViews;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What images hold, as names in a mount. A volume is called as people may call it on the command line. */
public final class ImagePlaces {
    private static final int LONGEST_LABEL = 80;

    private ImagePlaces() {}

    /**
     * Lists the volumes.
     *
     * @param images opened for this
     * @return each volume that may hold files, and each image that cannot be opened
     * @throws IOException if none can be opened now
     */
    public static List<Place> volumes(OpenImages images) throws IOException {
        try (OpenImages.Lease lease = images.enter()) {
            ImageSet set = lease.set();
            List<Place> places = new ArrayList<>();
            for (NumberedVolume volume : set.volumes()) {
                if (volume.volume().holdsVolume() && volume.volume().kind() != VolumeKind.EMPTY) {
                    places.add(new VolumePlace(name(set, volume), images, volume.number()));
                }
            }
            for (ImageSet.Failure failure : set.failures()) {
                places.add(new BrokenPlace(
                        new ShownNames().of(failure.image().getFileName().toString()), failure.problem()));
            }
            return places;
        }
    }

    /**
     * Lists volumes and disks as files.
     *
     * @param images opened for this
     * @return named as {@link RawView#name}, with {@code .img} behind it
     * @throws IOException if none can be opened now
     */
    public static List<Place> raw(OpenImages images) throws IOException {
        try (OpenImages.Lease lease = images.enter()) {
            List<Place> places = new ArrayList<>();
            for (RawView view : RawViews.of(lease.set())) {
                places.add(new FilePlace(view.name() + ".img", view.size(), images, set -> source(set, view.name())));
            }
            return places;
        }
    }

    private static ByteSource source(ImageSet set, String name) throws IOException {
        for (RawView view : RawViews.of(set)) {
            if (view.name().equals(name)) {
                return view.open();
            }
        }
        throw new IOException(name + " is not in the images any more");
    }

    /**
     * Finds one volume.
     *
     * @param images opened for this
     * @param name as people call it
     * @return its files, as the root of a mount
     * @throws IOException if there is none, or it cannot be read
     */
    public static Place volume(OpenImages images, String name) throws IOException {
        try (OpenImages.Lease lease = images.enter()) {
            NumberedVolume volume = lease.set().volume(name);
            FileTrees.open(volume.volume());
            return new VolumePlace("", images, volume.number());
        }
    }

    /**
     * Finds one volume as a file.
     *
     * @param images opened for this
     * @param name as people call it
     * @return the file
     * @throws IOException if there is none, or it has no bytes of its own
     */
    public static Place rawVolume(OpenImages images, String name) throws IOException {
        try (OpenImages.Lease lease = images.enter()) {
            NumberedVolume volume = lease.set().volume(name);
            for (RawView view : RawViews.of(lease.set())) {
                boolean same = view.kind() == RawView.Kind.VOLUME
                        && view.source().equals(volume.onDisk().flatMap(DiskVolume::source));
                if (same && view.source().isPresent()) {
                    return new FilePlace(view.name() + ".img", view.size(), images, set -> source(set, view.name()));
                }
            }
            throw new UnsupportedImageException(name, "has no bytes of its own that could be shown as a file");
        }
    }

    /**
     * Names a volume.
     *
     * @param set its images
     * @param volume of the set
     * @return its drive letter, {@code ESP}, or its label, if the command line takes that for this volume; else its number
     */
    public static String name(ImageSet set, NumberedVolume volume) {
        Optional<String> letter = set.letter(volume);
        String efi = volume.onDisk().filter(DiskVolume::efiSystem).isPresent() ? "ESP" : "";
        for (String name : List.of(letter.orElse(""), efi, VolumeLabels.of(volume.volume()))) {
            if (isFileName(name) && means(set, name, volume)) {
                return name;
            }
        }
        return String.valueOf(volume.number());
    }

    private static boolean isFileName(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_LABEL
                && name.strip().equals(name)
                && name.indexOf(':') < 0
                && name.chars().noneMatch(Character::isISOControl)
                && new ShownNames().of(name).equals(name);
    }

    private static boolean means(ImageSet set, String name, NumberedVolume volume) {
        try {
            return set.volume(name).equals(volume);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
