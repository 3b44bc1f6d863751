package dev.lifeboat.cli;

import dev.lifeboat.mount.inode.Folder;
import dev.lifeboat.mount.inode.ImagePlaces;
import dev.lifeboat.mount.inode.OpenImages;
import dev.lifeboat.mount.inode.OpenLimit;
import dev.lifeboat.mount.inode.Place;
import dev.lifeboat.mount.raw.RawSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What PATH means, as the folders of a mount: computers, in them versions, in them volumes. */
final class MountInput {
    /** Versions whose images stay open while nobody looks at them. */
    private static final int MOST_OPEN = 8;

    private final ImageArguments image;
    private final boolean raw;
    private final OpenLimit limit = new OpenLimit(MOST_OPEN);

    /**
     * @param image what the command line says
     * @param raw whether volumes and disks are shown as files
     */
    MountInput(ImageArguments image, boolean raw) {
        this.image = image;
        this.raw = raw;
    }

    /**
     * Finds all of it. Where there is only one version, its images are opened now, so that the command can say what is wrong
     * with them.
     *
     * @return the root of a mount
     * @throws IOException if there is nothing, or nothing that can be opened
     */
    Place all() throws IOException {
        List<RawSet> sets = RawInput.of(image);
        if (sets.size() == 1 && sets.get(0).folder().isEmpty()) {
            List<Place> volumes = volumes(new OpenImages(sets.get(0).opener(), limit));
            return new Folder("", time(image.path()), () -> volumes);
        }
        Map<String, List<Place>> computers = new LinkedHashMap<>();
        for (RawSet set : sets) {
            computers
                    .computeIfAbsent(set.folder().get(0), name -> new ArrayList<>())
                    .add(version(set, sets.size() == 1));
        }
        List<Place> folders = new ArrayList<>();
        computers.forEach((name, versions) -> folders.add(new Folder(name, time(image.path()), () -> versions)));
        return new Folder("", time(image.path()), () -> folders);
    }

    private Folder version(RawSet set, boolean only) throws IOException {
        OpenImages images = new OpenImages(set.opener(), limit);
        Folder folder = new Folder(set.folder().get(1), time(image.path()), () -> volumes(images));
        if (only) {
            volumes(images);
        }
        return folder;
    }

    private List<Place> volumes(OpenImages images) throws IOException {
        return raw ? ImagePlaces.raw(images) : ImagePlaces.volumes(images);
    }

    /**
     * Finds one volume.
     *
     * @param name as VOLUME on the command line, also with a colon behind it
     * @return the root of a mount: the volume's own, or a folder with one file
     * @throws IOException if there is none, or it cannot be read
     */
    Place volume(String name) throws IOException {
        OpenImages images = new OpenImages(
                () -> {
                    ImageInput input = image.open();
                    return new RawSet.Opened(input.images(), input);
                },
                limit);
        String plain = name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
        if (!raw) {
            return ImagePlaces.volume(images, plain);
        }
        Place file = ImagePlaces.rawVolume(images, plain);
        return new Folder("", time(image.path()), () -> List.of(file));
    }

    private static Instant time(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
