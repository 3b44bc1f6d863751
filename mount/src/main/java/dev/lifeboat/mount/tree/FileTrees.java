package dev.lifeboat.mount.tree;

import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Volume;
import dev.lifeboat.formats.image.WimVolume;
import dev.lifeboat.formats.iso.IsoVolume;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.udf.UdfVolume;
import java.io.IOException;

/** Opens the tree that fits a volume. */
public final class FileTrees {
    private FileTrees() {}

    /**
     * Opens the files of a volume.
     *
     * @param volume of an open image
     * @return its tree
     * @throws UnsupportedImageException if it has no file system, or one that this program does not read; names it
     * @throws CorruptImageException if the file system, or the image before it, is damaged
     * @throws IOException if the storage cannot be read
     */
    public static FileTree open(Volume volume) throws IOException {
        return volume instanceof WimVolume wim ? WimTree.open(wim.image()) : open((DiskVolume) volume);
    }

    private static FileTree open(DiskVolume volume) throws IOException {
        if (volume.problem().isPresent()) {
            throw volume.problem().get();
        }
        ByteSource source = volume.source().orElseThrow();
        return switch (volume.kind()) {
            case NTFS -> new NtfsTree(NtfsVolume.read(source));
            case FAT12, FAT16, FAT32 -> new FatTree(FatVolume.read(source));
            case ISO9660 -> new IsoTree(IsoVolume.read(source));
            case UDF -> new UdfTree(UdfVolume.read(source));
            case BITLOCKER -> throw new UnsupportedImageException(
                    source.name(), "is encrypted with BitLocker; its files cannot be read without Windows and the key");
            case EMPTY, UNKNOWN -> throw new UnsupportedImageException(
                    source.name(),
                    "holds no file system that is known here (" + volume.kind().label() + ")");
            default -> throw new UnsupportedImageException(
                    source.name(), "is " + volume.kind().label() + ", which is not supported");
        };
    }

    /**
     * Tells whether the files of a volume can be listed, as far as its kind says.
     *
     * @param volume of an image
     * @return true for NTFS, FAT, ISO 9660, UDF and WIM
     */
    public static boolean supports(Volume volume) {
        return !(volume instanceof DiskVolume disk) || supports(disk);
    }

    private static boolean supports(DiskVolume volume) {
        return switch (volume.kind()) {
            case NTFS, FAT12, FAT16, FAT32, ISO9660, UDF -> volume.source().isPresent();
            default -> false;
        };
    }
}
