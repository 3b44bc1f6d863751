package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.mount.export.ExportSource;
import dev.lifeboat.mount.raw.RawViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The volume or disk that a command line means.
 *
 * @param name for a person
 * @param source what to read
 */
record ExportedDisk(String name, ExportSource source) {
    /**
     * Finds it.
     *
     * @param set open images
     * @param volume what the command line calls it; the only one if absent
     * @param disk whether the disk that the volume is on is meant
     * @throws IOException if there is no such volume, or it has no bytes of its own
     */
    static ExportedDisk of(ImageSet set, Optional<String> volume, boolean disk) throws IOException {
        if (disk && volume.isEmpty()) {
            return disk(onlyDisk(set));
        }
        NumberedVolume found = volume.isPresent()
                ? set.volume(volume.get().replaceFirst(":[/\\\\]*$", ""))
                : set.onlyVolume()
                        .orElseThrow(() -> new NoSuchFileException(
                                set.location().images().get(0).toString(),
                                null,
                                "which volume? There are " + set.volumes().size()
                                        + "; 'lifeboat list' shows them, --disk means the whole disk"));
        if (!(found.image() instanceof DiskImage image)) {
            throw new UnsupportedImageException(
                    String.valueOf(found.image().path().getFileName()),
                    "is a WIM, which holds files but no disk; 'lifeboat extract' copies them out");
        }
        if (disk) {
            return disk(image);
        }
        DiskVolume part = found.onDisk().orElseThrow();
        if (part.source().isEmpty()) {
            throw part.problem().orElseThrow();
        }
        return new ExportedDisk(
                new VolumeNames(set).name(found), source(image, part.source().get(), "volume " + found.number()));
    }

    private static DiskImage onlyDisk(ImageSet set) throws IOException {
        List<? extends Image> images = set.images();
        if (images.size() == 1 && set.failures().isEmpty() && images.get(0) instanceof DiskImage image) {
            return image;
        }
        throw new NoSuchFileException(
                set.location().images().get(0).toString(),
                null,
                "which disk? Name a volume on it before --disk; 'lifeboat list' shows them");
    }

    private static ExportedDisk disk(DiskImage image) throws IOException {
        return new ExportedDisk("the disk in " + image.path().getFileName(), source(image, image.disk(), "disk"));
    }

    private static ExportSource source(DiskImage image, ByteSource bytes, String part) throws IOException {
        Path file = image.path();
        String identity = String.join(
                "\n",
                part,
                String.valueOf(file.getFileName()),
                String.valueOf(Files.size(file)),
                String.valueOf(Files.getLastModifiedTime(file).toMillis()));
        return new ExportSource(bytes, RawViews.sectorSize(image), identity);
    }
}
