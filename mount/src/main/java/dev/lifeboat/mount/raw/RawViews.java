package dev.lifeboat.mount.raw;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names the volumes and disks of a set. */
public final class RawViews {
    private static final int USUAL_SECTOR = 512;

    private RawViews() {}

    /**
     * Lists what of a set has bytes of its own.
     *
     * @param set open images; the views are usable as long as they are
     * @return volumes by number, then disks. Of an image that could not be opened there is the disk, with the problem
     */
    public static List<RawView> of(ImageSet set) {
        List<RawView> views = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (NumberedVolume volume : set.volumes()) {
            volume.onDisk().ifPresent(disk -> views.add(volume(set, volume, disk, names)));
        }
        int number = 0;
        for (Path file : set.location().images()) {
            number++;
            disk(set, file, "disk-" + number).ifPresent(views::add);
        }
        return List.copyOf(views);
    }

    private static RawView volume(ImageSet set, NumberedVolume volume, DiskVolume disk, Set<String> names) {
        String label = VolumeLabels.of(disk);
        String description = disk.kind().label() + (label.isEmpty() ? "" : ", \"" + label + "\"");
        String name = name(set, volume, disk);
        if (!names.add(name)) { // two volumes with one letter, as only damaged documents have them
            name = String.valueOf(volume.number());
            names.add(name);
        }
        return new RawView(
                name,
                RawView.Kind.VOLUME,
                description,
                disk.size(),
                volume.image() instanceof DiskImage image ? sectorSize(image) : USUAL_SECTOR,
                disk.source(),
                disk.problem().map(e -> e));
    }

    private static String name(ImageSet set, NumberedVolume volume, DiskVolume disk) {
        Optional<String> letter = set.letter(volume).filter(l -> l.matches("[A-Za-z]"));
        if (letter.isPresent()) {
            return letter.get().toUpperCase(Locale.ROOT);
        }
        boolean onlyEsp = disk.efiSystem()
                && set.volumes().stream()
                                .filter(v ->
                                        v.onDisk().filter(DiskVolume::efiSystem).isPresent())
                                .count()
                        == 1;
        return onlyEsp ? "ESP" : String.valueOf(volume.number());
    }

    private static Optional<RawView> disk(ImageSet set, Path file, String name) {
        String fileName = String.valueOf(file.getFileName());
        for (ImageSet.Failure failure : set.failures()) {
            if (failure.image().equals(file)) {
                return Optional.of(new RawView(
                        name,
                        RawView.Kind.DISK,
                        fileName,
                        0,
                        USUAL_SECTOR,
                        Optional.empty(),
                        Optional.of(failure.problem())));
            }
        }
        for (Image image : set.images()) {
            if (image.path().equals(file) && image instanceof DiskImage disk) {
                return Optional.of(new RawView(
                        name,
                        RawView.Kind.DISK,
                        fileName,
                        disk.disk().size(),
                        sectorSize(disk),
                        Optional.of(disk.disk()),
                        Optional.empty()));
            }
        }
        return Optional.empty(); // a WIM
    }

    /**
     * Returns the size of a disk's sectors.
     *
     * @param image of the disk
     * @return 512 or 4096 bytes; 512 where the container does not tell
     */
    public static int sectorSize(DiskImage image) {
        return image.disk() instanceof VhdxDisk disk ? disk.metadata().logicalSectorSize() : USUAL_SECTOR;
    }
}
