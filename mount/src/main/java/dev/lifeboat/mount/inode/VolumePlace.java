package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The files of a volume.
 *
 * @param name as the host shows it
 * @param images that hold it
 * @param number of the volume in them
 */
public record VolumePlace(String name, OpenImages images, int number) implements Place {
    /**
     * Opens the volume.
     *
     * @param set its images
     * @param table of the mount
     * @param place number of this place in the mount
     * @return its files
     * @throws IOException if it cannot be read
     */
    Inodes open(ImageSet set, NodeTable table, long place) throws IOException {
        NumberedVolume volume = set.volume(String.valueOf(number));
        Set<String> names = new HashSet<>();
        set.letter(volume).ifPresent(letter -> names.add(letter + ":"));
        volume.onDisk()
                .flatMap(DiskVolume::partition)
                .flatMap(Partition::guid)
                .ifPresent(guid -> names.add("Volume{" + guid + "}"));
        if (volume.volume() instanceof DiskVolume disk
                && disk.kind() == VolumeKind.NTFS
                && disk.source().isPresent()) {
            return new NtfsInodes(NtfsVolume.read(disk.source().get()), names);
        }
        return new TreeInodes(FileTrees.open(volume.volume()), names, table, place);
    }
}
