package dev.lifeboat.formats.image;

import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A disk image, open for reading: the container, the disk in it, its partition table and its volumes. */
public final class DiskImage implements Image {
    private final ImageDisk disk;
    private final PartitionTable table;
    private final List<DiskVolume> volumes;

    private DiskImage(ImageDisk disk) throws IOException {
        this.disk = disk;
        this.table = PartitionTable.read(disk.bytes(), disk.sectorSize());
        this.volumes = volumes(disk.bytes());
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
        ImageDisk disk = ImageDisk.open(path);
        try {
            return of(disk);
        } catch (IOException | RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    /**
     * Reads what is on a disk.
     *
     * @param disk which closing the image closes
     * @return the image
     * @throws ImageException if the partition table cannot be read; the disk is then still open
     * @throws IOException if the file cannot be read
     */
    public static DiskImage of(ImageDisk disk) throws IOException {
        return new DiskImage(disk);
    }

    private List<DiskVolume> volumes(ByteSource disk) throws IOException {
        if (table.scheme() == PartitionScheme.NONE) {
            VolumeSummary summary = VolumeSummary.read(disk);
            return List.of(new DiskVolume(Optional.empty(), Optional.of(disk), summary, disk.size(), Optional.empty()));
        }
        List<DiskVolume> found = new ArrayList<>();
        for (Partition partition : table.partitions()) {
            found.add(volume(disk, partition));
        }
        return List.copyOf(found);
    }

    private static DiskVolume volume(ByteSource disk, Partition partition) throws IOException {
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

    @Override
    public Path path() {
        return disk.path();
    }

    @Override
    public Container container() {
        return disk.container();
    }

    /**
     * Returns the disk in the container.
     *
     * @return its bytes
     */
    public ByteSource disk() {
        return disk.bytes();
    }

    public PartitionTable table() {
        return table;
    }

    /**
     * Returns every partition, in order of offset, or the one volume of a disk without a table.
     *
     * @return may be empty: a table without partitions
     */
    @Override
    public List<DiskVolume> volumes() {
        return volumes;
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
