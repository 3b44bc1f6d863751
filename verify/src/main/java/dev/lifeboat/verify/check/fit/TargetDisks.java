package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.ImageDisk;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.windows.DiskDrive;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Looks at a disk that a backup is to be restored to: size, sectors, partition table, and nothing else. Never writes. */
public final class TargetDisks {
    /** Of {@code st_mode}, POSIX sys/stat.h. */
    private static final int FILE_TYPE = 0170000;

    private static final int BLOCK_DEVICE = 0060000;

    private TargetDisks() {}

    /**
     * Looks at one.
     *
     * @param path a block device, <code>\\.\PhysicalDrive1</code> on Windows, or an image of a disk
     * @return what is known of it
     * @throws ImageException if it is an image that cannot be read
     * @throws IOException if it is not there, is no whole disk, or nothing tells its size
     */
    public static TargetDisk read(String path) throws IOException {
        if (DiskDrive.isName(path)) {
            return drive(path);
        }
        Path file = Path.of(path);
        return isBlockDevice(file) ? device(path, LinuxDisk.of(file)) : image(path, file);
    }

    private static TargetDisk drive(String path) throws IOException {
        DiskDrive drive = DiskDrive.open(path);
        return new TargetDisk(
                path,
                DiskSize.exactly(drive.size()),
                SectorSize.of(drive.sectorSize()),
                drive.table().map(table -> switch (table) {
                    case MBR -> PartitionScheme.MBR;
                    case GPT -> PartitionScheme.GPT;
                    case NONE -> PartitionScheme.NONE;
                }),
                drive.partitions());
    }

    private static boolean isBlockDevice(Path file) throws IOException {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == BLOCK_DEVICE;
        } catch (UnsupportedOperationException e) {
            return false; // on Windows disks are no files
        }
    }

    /** Linux tells size and sectors to everybody, but lets only administrators read. */
    private static TargetDisk device(String path, Optional<LinuxDisk> told) throws IOException {
        if (told.filter(LinuxDisk::partition).isPresent()) {
            throw new IOException(path + " is a partition; name the whole disk that it lies on");
        }
        OptionalInt sectors = told.map(disk -> SectorSize.of(disk.sectorSize())).orElse(OptionalInt.empty());
        try (ImageDisk disk = ImageDisk.open(Path.of(path))) {
            return of(path, disk, sectors);
        } catch (AccessDeniedException e) {
            if (told.isEmpty()) {
                throw e;
            }
            return new TargetDisk(path, DiskSize.exactly(told.get().size()), sectors, Optional.empty(), 0);
        }
    }

    private static TargetDisk image(String path, Path file) throws IOException {
        try (ImageDisk disk = ImageDisk.open(file)) {
            return of(
                    path,
                    disk,
                    disk.container() == Container.RAW ? OptionalInt.empty() : SectorSize.of(disk.sectorSize()));
        }
    }

    private static TargetDisk of(String path, ImageDisk disk, OptionalInt sectors) throws IOException {
        long size = disk.bytes().size();
        if (size == 0) {
            throw new IOException(path + ": its size cannot be told here; name it with --target SIZE");
        }
        try {
            PartitionTable table = PartitionTable.read(disk.bytes(), sectors.orElse(disk.sectorSize()));
            boolean tells = table.scheme() == PartitionScheme.GPT; // a GPT begins with the second sector
            return new TargetDisk(
                    path,
                    DiskSize.exactly(size),
                    sectors.isEmpty() && tells ? OptionalInt.of(table.sectorSize()) : sectors,
                    Optional.of(table.scheme()),
                    table.partitions().size());
        } catch (ImageException e) { // the restore makes the table anew
            return new TargetDisk(path, DiskSize.exactly(size), sectors, Optional.empty(), 0);
        }
    }
}
