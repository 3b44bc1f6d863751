package dev.lifeboat.formats.image;

import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhd.VhdDisk;
import dev.lifeboat.formats.vhdx.VhdxDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A disk image, open for reading: the container, the disk in it, its partition table and its volumes. */
public final class DiskImage implements Closeable {
    private static final int USUAL_SECTOR = 512;

    private final Path path;
    private final Container container;
    private final ByteSource disk;
    private final Closeable owned;
    private final PartitionTable table;
    private final List<DiskVolume> volumes;

    private DiskImage(Path path, Container container, ByteSource disk, Closeable owned, int sectorSize)
            throws IOException {
        this.path = path;
        this.container = container;
        this.disk = disk;
        this.owned = owned;
        this.table = PartitionTable.read(disk, sectorSize);
        this.volumes = volumes();
    }

    /**
     * Opens an image; a differencing disk brings its parents, from its own folder only.
     *
     * @param path a VHDX, a VHD, or the plain bytes of a disk or volume
     * @return the image, which the caller closes
     * @throws ImageException if the container or the partition table cannot be read
     * @throws IOException if the file cannot be opened or read
     */
    public static DiskImage open(Path path) throws IOException {
        Container container;
        try (FileSource file = FileSource.open(path)) {
            container = Container.of(file);
            if (container == Container.RAW) {
                ForeignFormat.refuse(file);
            }
        }
        return switch (container) {
            case VHDX -> {
                VhdxDisk disk = VhdxDisk.open(path);
                yield guarded(
                        disk,
                        () -> new DiskImage(
                                path, container, disk, disk, disk.metadata().logicalSectorSize()));
            }
            case VHD -> {
                VhdDisk disk = VhdDisk.open(path);
                yield guarded(disk, () -> new DiskImage(path, container, disk, disk, USUAL_SECTOR));
            }
            case RAW -> {
                FileSource disk = FileSource.open(path);
                yield guarded(disk, () -> new DiskImage(path, container, disk, disk, USUAL_SECTOR));
            }
        };
    }

    private interface Step {
        DiskImage run() throws IOException;
    }

    private static DiskImage guarded(Closeable opened, Step step) throws IOException {
        try {
            return step.run();
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private List<DiskVolume> volumes() throws IOException {
        if (table.scheme() == PartitionScheme.NONE) {
            VolumeSummary summary = VolumeSummary.read(disk);
            return List.of(new DiskVolume(Optional.empty(), Optional.of(disk), summary, disk.size(), Optional.empty()));
        }
        List<DiskVolume> found = new ArrayList<>();
        for (Partition partition : table.partitions()) {
            found.add(volume(partition));
        }
        return List.copyOf(found);
    }

    private DiskVolume volume(Partition partition) throws IOException {
        try {
            ByteSource source = partition.open(disk);
            VolumeSummary summary = VolumeSummary.read(source);
            return new DiskVolume(
                    Optional.of(partition), Optional.of(source), summary, partition.size(), Optional.empty());
        } catch (CorruptImageException e) {
            return new DiskVolume(Optional.of(partition), Optional.empty(), UNKNOWN, partition.size(), Optional.of(e));
        }
    }

    private static final VolumeSummary UNKNOWN =
            new VolumeSummary(VolumeKind.UNKNOWN, OptionalLong.empty(), Optional.empty(), Optional.empty(), false);

    public Path path() {
        return path;
    }

    public Container container() {
        return container;
    }

    /**
     * Returns the disk in the container.
     *
     * @return its bytes
     */
    public ByteSource disk() {
        return disk;
    }

    public PartitionTable table() {
        return table;
    }

    /**
     * Returns every partition, in order of offset, or the one volume of a disk without a table.
     *
     * @return may be empty: a table without partitions
     */
    public List<DiskVolume> diskVolumes() {
        return volumes;
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
