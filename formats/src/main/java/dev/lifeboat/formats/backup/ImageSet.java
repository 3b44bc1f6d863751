package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.image.Volume;
import dev.lifeboat.formats.source.ImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The images that a path means, all open, and their volumes under one numbering. */
public final class ImageSet implements Closeable {
    private final BackupLocation location;
    private final List<Image> images = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<NumberedVolume> volumes = new ArrayList<>();
    private int number;
    private SetDocuments documents;

    /**
     * An image of the set that could not be opened.
     *
     * @param image the file
     * @param problem why
     */
    public record Failure(Path image, ImageException problem) {}

    private ImageSet(BackupLocation location) {
        this.location = location;
    }

    /**
     * Opens the images of a location. One that is damaged does not keep the others from being opened.
     *
     * @param location where they are
     * @return the set, which the caller closes
     * @throws ImageException if no image can be opened
     * @throws NoSuchFileException if there is none
     * @throws IOException if a file cannot be read
     */
    public static ImageSet open(BackupLocation location) throws IOException {
        ImageSet set = openAny(location);
        set.requireImages(); // else none is open that would have to be closed
        return set;
    }

    /**
     * Opens what images of a location can be opened, be it none: the documents beside them may still say much.
     *
     * @param location where they are
     * @return the set, which the caller closes
     * @throws IOException if a file cannot be read
     */
    public static ImageSet openAny(BackupLocation location) throws IOException {
        ImageSet set = new ImageSet(location);
        try {
            for (Path path : location.images()) {
                set.add(path);
            }
            return set;
        } catch (IOException | RuntimeException e) {
            set.close();
            throw e;
        }
    }

    /**
     * Insists that there is an image.
     *
     * @throws ImageException if no image could be opened
     * @throws NoSuchFileException if there is none
     */
    public void requireImages() throws IOException {
        if (location.images().isEmpty()) {
            throw new NoSuchFileException(
                    String.valueOf(location.set().map(s -> s.version().folder()).orElse(null)),
                    null,
                    "holds no image (.vhdx or .vhd)");
        }
        if (images.isEmpty()) {
            throw failures.get(0).problem();
        }
    }

    private void add(Path path) throws IOException {
        Image image;
        try {
            image = Image.open(path);
        } catch (ImageException e) {
            failures.add(new Failure(path, e));
            number++; // that of the volume which it most likely holds: the others keep theirs
            return;
        }
        images.add(image);
        for (Volume volume : image.volumes()) {
            volumes.add(new NumberedVolume(++number, image, volume));
        }
    }

    public BackupLocation location() {
        return location;
    }

    public List<Image> images() {
        return images;
    }

    /**
     * Returns the images that could not be opened.
     *
     * @return empty when all is well
     */
    public List<Failure> failures() {
        return failures;
    }

    /**
     * Returns every volume of every image: each partition, each image of a WIM.
     *
     * @return numbered from 1
     */
    public List<NumberedVolume> volumes() {
        return volumes;
    }

    /**
     * Returns the only volume that can be meant when none is named.
     *
     * @return empty if there are several, or none
     */
    public Optional<NumberedVolume> onlyVolume() {
        if (volumes.size() == 1) {
            return Optional.of(volumes.get(0));
        }
        List<NumberedVolume> real = volumes.stream()
                .filter(v -> v.volume().holdsVolume() && v.volume().kind().isRecognised())
                .toList();
        return real.size() == 1 ? Optional.of(real.get(0)) : Optional.empty();
    }

    /**
     * Finds a volume by what a person calls it.
     *
     * @param name its number; {@code ESP}; the drive letter it had; its label, or its GUID, where only one volume has it
     * @return the volume
     * @throws NoSuchFileException if none, or more than one, is called that; says what there is
     */
    public NumberedVolume volume(String name) throws NoSuchFileException {
        for (Predicate<NumberedVolume> meaning : meanings(name)) {
            List<NumberedVolume> found = volumes.stream().filter(meaning).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.size() > 1) {
                throw new NoSuchFileException(name, null, "means several volumes; use the number");
            }
        }
        boolean letter = name.matches("[A-Za-z]");
        throw new NoSuchFileException(
                name,
                null,
                (letter ? "is the drive letter of no volume here" : "is no volume here")
                        + "; 'lifeboat list' shows them, numbered 1 to " + volumes.size());
    }

    /**
     * Returns the drive letter that a volume had on the computer, as the documents beside the images tell.
     *
     * @param volume of this set
     * @return in upper case, without a colon; empty if it had none or nothing tells
     */
    public Optional<String> letter(NumberedVolume volume) {
        if (location.set().isEmpty()) {
            return Optional.empty();
        }
        BackupVersion version = location.set().get().version();
        SetDocuments named = documents(version);
        boolean alone =
                volumes.stream().filter(v -> v.image() == volume.image()).count() == 1;
        return version.images().stream()
                .filter(image -> alone && image.file().equals(volume.image().path()))
                .flatMap(image -> image.volume().stream())
                .findFirst()
                .flatMap(named::letter);
    }

    /**
     * Returns what names the volumes of the version; read once.
     *
     * @return its documents of that kind; empty for a single image
     */
    public Optional<SetDocuments> documents() {
        return location.set().map(set -> documents(set.version()));
    }

    private SetDocuments documents(BackupVersion version) {
        if (documents == null) {
            documents = SetDocuments.readVolumes(version);
        }
        return documents;
    }

    private List<Predicate<NumberedVolume>> meanings(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("[{}]", "");
        return List.of(
                v -> String.valueOf(v.number()).equals(name),
                v -> lower.equals("esp")
                        && v.onDisk().filter(DiskVolume::efiSystem).isPresent(),
                v -> lower.matches("[a-z]")
                        && letter(v).filter(name::equalsIgnoreCase).isPresent(),
                v -> VolumeLabels.of(v.volume()).equalsIgnoreCase(name),
                v -> v.onDisk().flatMap(DiskVolume::partition).flatMap(p -> p.guid()).stream()
                        .anyMatch(g -> g.toString().equals(lower)));
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Image image : images) {
            try {
                image.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
