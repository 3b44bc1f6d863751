package dev.lifeboat.verify.check.fit;

import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.ntfs.NtfsBootSector;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A volume of the computer that was backed up.
 *
 * @param name what people call it; empty if nothing but the GUID of the volume is known
 * @param place on a disk with an MBR, which the name of its image tells; empty of all others
 * @param size in bytes; 0 of a volume that is not in the backup
 * @param necessity whether a restore fails without it
 * @param system whether Windows starts from it: the EFI system partition, or what the documents call so
 * @param sectorSize logical, of the disk that it was made on; empty if nothing tells
 */
record OriginalVolume(
        Optional<String> name,
        Optional<VolumeName.MbrPartition> place,
        long size,
        Necessity necessity,
        boolean system,
        OptionalInt sectorSize) {
    /**
     * Takes what an image of a set tells of its volume.
     *
     * @param image of the set
     * @param documents of the set
     * @param started volumes that Windows, or what it starts from, lies on
     * @return its volume
     * @throws IOException if the storage cannot be read
     */
    static OriginalVolume of(DiskImage image, SetDocuments documents, Set<VolumeName> started) throws IOException {
        Optional<SetImage> file = SetImage.of(image.path());
        boolean esp = file.filter(SetImage::esp).isPresent();
        Optional<VolumeName> called =
                esp ? documents.asr().flatMap(AsrMetadata::systemVolume) : file.flatMap(SetImage::volume);
        Optional<String> name = esp
                ? Optional.of("the EFI system partition")
                : called.flatMap(documents::letter).map(letter -> letter + ":");
        boolean starts = called.filter(started::contains).isPresent();
        boolean system = esp
                || (starts && documents.asr().isEmpty())
                || documents
                        .asr()
                        .flatMap(AsrMetadata::systemVolume)
                        .filter(called.stream().toList()::contains)
                        .isPresent();
        Optional<AsrMetadata.Volume> told = documents.asr().stream()
                .flatMap(asr -> asr.volumes().stream())
                .filter(volume -> called.filter(volume.name()::equals).isPresent())
                .findFirst();
        Necessity necessity = system
                ? Necessity.NEEDED
                : told.map(volume -> Necessity.of(volume.critical()))
                        .orElse(starts ? Necessity.NEEDED : Necessity.NOT_KNOWN);
        return new OriginalVolume(
                name, called.flatMap(VolumeName::mbrPartition), size(image), necessity, system, sectorSize(image));
    }

    /** Returns a volume of which nothing but its place is known, as it is not in the backup. */
    static OriginalVolume leftOut(Optional<String> name, VolumeName.MbrPartition place, Necessity necessity) {
        return new OriginalVolume(name, Optional.of(place), 0, necessity, false, OptionalInt.empty());
    }

    /** What its volumes take, from the first to the last; never more than the image can hold, whatever its table says. */
    private static long size(DiskImage image) {
        long disk = image.disk().size();
        long begin = disk;
        long end = 0;
        for (DiskVolume volume : image.volumes()) {
            long offset = volume.partition().map(p -> p.offset()).orElse(0L);
            begin = Math.min(begin, offset);
            end = Math.max(end, volume.size() > disk - Math.min(offset, disk) ? disk : offset + volume.size());
        }
        return Math.max(0, end - begin);
    }

    /**
     * The sectors that NTFS was made for, as it lies in the image as it lay on the disk; else what the image says of itself. Where
     * both tell and do not agree, nothing is known.
     *
     * @param image any
     * @return 512 or 4096 bytes; empty if nothing tells
     * @throws IOException if the storage cannot be read
     */
    static OptionalInt sectorSize(DiskImage image) throws IOException {
        Set<Integer> told = new HashSet<>();
        for (DiskVolume volume : image.volumes()) {
            if (volume.kind() == VolumeKind.NTFS && volume.source().isPresent()) {
                try {
                    told.add(NtfsBootSector.read(volume.source().get(), 0).bytesPerSector());
                } catch (ImageException e) {
                    // that has been said
                }
            }
        }
        boolean tells = image.container() != Container.RAW || image.table().scheme() == PartitionScheme.GPT;
        if (tells) {
            told.add(image.table().sectorSize());
        }
        return only(told);
    }

    /** Returns the only one of the sizes that disks have; empty if there are several, or none. */
    static OptionalInt only(Set<Integer> sizes) {
        return sizes.size() == 1 ? SectorSize.of(sizes.iterator().next()) : OptionalInt.empty();
    }

    /** Where it ends on a disk with an MBR. Does not overflow: an offset has at most 44 bits, and what is too large is cut. */
    long end() {
        long offset = place.map(VolumeName.MbrPartition::offset).orElse(0L);
        return size > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + size;
    }
}
