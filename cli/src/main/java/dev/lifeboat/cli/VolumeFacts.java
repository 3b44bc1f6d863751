package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.VolumeLabels;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Volume;
import dev.lifeboat.formats.image.WimVolume;
import dev.lifeboat.formats.iso.IsoVolume;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.udf.UdfVolume;
import dev.lifeboat.formats.wim.WimDescription;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a listing tells of a volume.
 *
 * @param label or empty
 * @param size in bytes; 0 if it is not known
 * @param used bytes in use; absent where the file system was not asked
 * @param partition what the partition is meant for, or which Windows an image of a WIM holds, or empty
 * @param problem why its files cannot be read, if they cannot although they should
 */
record VolumeFacts(String label, long size, OptionalLong used, String partition, Optional<String> problem) {
    static VolumeFacts of(Volume volume) throws IOException {
        return volume instanceof WimVolume wim ? of(wim) : of((DiskVolume) volume);
    }

    private static VolumeFacts of(WimVolume volume) throws IOException {
        Optional<String> windows = volume.image()
                .description()
                .flatMap(WimDescription.Image::windows)
                .map(w -> Stream.of(w.edition(), w.architecture(), w.version(), w.defaultLanguage())
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", ")));
        return new VolumeFacts(
                VolumeLabels.of(volume), volume.size(), OptionalLong.empty(), windows.orElse(""), Optional.empty());
    }

    private static VolumeFacts of(DiskVolume volume) throws IOException {
        String partition = volume.partition().map(p -> p.type().label()).orElse("");
        OptionalLong used = OptionalLong.empty();
        Optional<String> problem = volume.problem().map(ImageException::problem);
        try {
            if (volume.source().isPresent()) {
                used = used(volume.kind(), volume.source().get());
            }
        } catch (ImageException e) {
            problem = Optional.of(e.problem());
        }
        return new VolumeFacts(VolumeLabels.of(volume), volume.size(), used, partition, problem);
    }

    private static OptionalLong used(VolumeKind kind, ByteSource source) throws IOException {
        return switch (kind) {
            case NTFS -> OptionalLong.of(NtfsVolume.read(source).usedBytes());
            case FAT12, FAT16, FAT32 -> OptionalLong.of(FatVolume.read(source).usedBytes());
            case ISO9660 -> OptionalLong.of(IsoVolume.read(source).usedBytes());
            case UDF -> UdfVolume.read(source).usedBytes();
            default -> OptionalLong.empty();
        };
    }
}
