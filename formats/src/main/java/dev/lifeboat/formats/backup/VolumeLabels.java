package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Volume;
import dev.lifeboat.formats.image.WimVolume;
import dev.lifeboat.formats.iso.IsoVolume;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.udf.UdfVolume;
import dev.lifeboat.formats.wim.WimDescription;
import java.io.IOException;

/** The label of a volume, wherever its file system keeps it. */
public final class VolumeLabels {
    private VolumeLabels() {}

    /**
     * Returns a volume's label.
     *
     * @param volume of an open image
     * @return empty if it has none, or it cannot be read
     */
    public static String of(Volume volume) {
        if (volume instanceof WimVolume wim) {
            return of(wim);
        }
        return of((DiskVolume) volume);
    }

    private static String of(WimVolume volume) {
        try {
            return volume.image().description().map(WimDescription.Image::name).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String of(DiskVolume volume) {
        if (volume.source().isEmpty()) {
            return "";
        }
        ByteSource source = volume.source().get();
        try {
            return switch (volume.kind()) {
                case NTFS -> NtfsVolume.read(source).label();
                case FAT12, FAT16, FAT32 -> FatVolume.read(source).label().orElse("");
                case ISO9660 -> IsoVolume.read(source).label();
                case UDF -> UdfVolume.read(source).label();
                default -> volume.summary().label().orElse("");
            };
        } catch (IOException e) {
            return ""; // whoever opens the volume itself is told what is wrong with it
        }
    }
}
