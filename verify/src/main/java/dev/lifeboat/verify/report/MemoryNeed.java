package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.ImageDisk;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;
import java.nio.file.Path;

/** How much memory a quick verification takes, for whoever runs several at once. */
public final class MemoryNeed {
    /** Of one that has next to no files: buffers, hives, tables of blocks. Measured: 100,000 files do with 24 MB in all; the rest is for what a hostile image can make of it. */
    private static final long BASE = 48L << 20;

    /** For each file the checks keep some numbers and bits; measured: under 80 bytes. */
    private static final long OF_A_RECORD = 100;

    /** Which clusters belong to something, and to what. */
    private static final long OF_A_CLUSTER = 8;

    private MemoryNeed() {}

    /**
     * Estimates it by the sizes of the volumes' tables, which takes a few reads from each image.
     *
     * @param location a backup
     * @return bytes, rather too many; {@link Long#MAX_VALUE} where an image cannot be read well enough to tell
     */
    public static long of(BackupLocation location) {
        long bytes = BASE;
        try {
            for (Path image : location.images()) {
                bytes += ofImage(image);
            }
        } catch (IOException e) { // the verification will say what is wrong with it
            return Long.MAX_VALUE;
        }
        return bytes;
    }

    private static long ofImage(Path image) throws IOException {
        long bytes = 0;
        try (ImageDisk disk = ImageDisk.open(image)) {
            for (DiskVolume volume : DiskImage.of(disk).volumes()) {
                if (volume.source().isPresent()) {
                    bytes += ofVolume(volume, volume.source().get());
                }
            }
        }
        return bytes;
    }

    private static long ofVolume(DiskVolume volume, ByteSource source) throws IOException {
        return switch (volume.kind()) {
            case NTFS -> OF_A_RECORD * NtfsVolume.read(source).mft().count();
            case FAT12, FAT16, FAT32 -> OF_A_CLUSTER
                    * FatVolume.read(source).layout().clusterCount();
            default -> 0;
        };
    }
}
