package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileTrees;
import dev.lifeboat.verify.check.boot.BootVolume;
import dev.lifeboat.verify.check.set.SetPaths;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All images of a backup, open together: a start leads from a volume in one to a volume in another. */
final class BootImages implements Closeable {
    private static final Set<VolumeKind> READ =
            EnumSet.of(VolumeKind.NTFS, VolumeKind.FAT12, VolumeKind.FAT16, VolumeKind.FAT32);

    private final BackupLocation location;
    private final Counting counting;
    private final long allowance;
    private final List<DiskImage> images = new ArrayList<>();
    private final List<BootVolume> volumes = new ArrayList<>();

    /** Counts what is read. */
    interface Counting {
        ByteSource counted(ByteSource source, String name, WorkLimit limit);
    }

    private BootImages(BackupLocation location, long allowance, Counting counting) {
        this.location = location;
        this.allowance = allowance;
        this.counting = counting;
    }

    /**
     * Opens those that can be opened.
     *
     * @param location the images
     * @param left those that could not be read before, and are left alone
     * @param allowance bytes that may be read of each, beside a multiple of its size
     * @param counting counts what is read
     * @return the images, which the caller closes
     * @throws IOException if the storage cannot be read
     */
    static BootImages open(BackupLocation location, Set<Path> left, long allowance, Counting counting)
            throws IOException {
        BootImages all = new BootImages(location, allowance, counting);
        try {
            for (Path image : location.images()) {
                if (!left.contains(image)) {
                    all.add(image);
                }
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void add(Path path) throws IOException {
        DiskImage image;
        try {
            image = DiskImage.open(path);
        } catch (ImageException e) {
            return; // it has been told why it cannot be opened
        }
        images.add(image);
        WorkLimit limit = new WorkLimit(Files.size(path), allowance);
        for (DiskVolume volume : image.volumes()) {
            if (volume.source().isPresent() && READ.contains(volume.kind())) {
                add(image, volume, limit);
            }
        }
    }

    private void add(DiskImage image, DiskVolume volume, WorkLimit limit) throws IOException {
        String source = volume.source().orElseThrow().name();
        Optional<VolumeName> called = Optional.empty();
        boolean esp = volume.efiSystem();
        String name = source;
        if (location.set().isPresent()) {
            Optional<SetImage> named = SetImage.of(image.path());
            called = image.volumes().size() == 1 ? named.flatMap(SetImage::volume) : called;
            esp |= named.filter(SetImage::esp).isPresent();
            String part = image.volumes().size() == 1 ? "" : source.substring(source.lastIndexOf('/'));
            name = SetPaths.inSet(location.set().get(), image.path()) + part;
        }
        ByteSource bytes = counting.counted(volume.source().get(), source, limit);
        DiskVolume counted = new DiskVolume(
                volume.partition(), Optional.of(bytes), volume.summary(), volume.size(), volume.problem());
        try {
            volumes.add(new BootVolume(name, called, esp, image.table(), volume.partition(), FileTrees.open(counted)));
        } catch (ImageException e) {
            // likewise
        }
    }

    /** Those that could be opened. */
    List<DiskImage> images() {
        return images;
    }

    List<BootVolume> volumes() {
        return volumes;
    }

    @Override
    public void close() throws IOException {
        for (DiskImage image : images) {
            image.close();
        }
    }
}
