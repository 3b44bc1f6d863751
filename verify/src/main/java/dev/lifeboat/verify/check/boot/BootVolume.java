package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.partition.Partition;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.partition.PartitionTable;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.windows.VolumeId;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import dev.lifeboat.verify.check.StoredFiles;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A volume whose files can be read, open, with its place on the disk.
 *
 * @param name for findings: the image, and its partition
 * @param called the name of the volume that the image file has in a set
 * @param efiSystem whether UEFI firmware starts from it, by the type of its partition or the name of its image
 * @param table of the disk in the image
 * @param partition of that disk; absent where it has no table
 * @param tree its files
 */
public record BootVolume(
        String name,
        Optional<VolumeName> called,
        boolean efiSystem,
        PartitionTable table,
        Optional<Partition> partition,
        FileTree tree) {

    /** By what Windows would know it, by its place on the disk in the image. */
    Optional<VolumeId> idInTable() {
        if (table.scheme() == PartitionScheme.MBR && table.mbrSignature().isPresent()) {
            return partition.map(p -> new VolumeId.Mbr(table.mbrSignature().getAsLong(), p.offset()));
        }
        return partition.flatMap(Partition::guid).map(VolumeId.Gpt::new);
    }

    /** The same by the name that the image file has in a set. */
    Set<VolumeId> idsByName() {
        Set<VolumeId> ids = new LinkedHashSet<>();
        called.ifPresent(volume -> ids.add(new VolumeId.Gpt(volume.guid())));
        called.flatMap(VolumeName::mbrPartition)
                .ifPresent(place -> ids.add(new VolumeId.Mbr(place.diskSignature(), place.offset())));
        return ids;
    }

    /** Whether a BIOS starts from it. */
    boolean active() {
        return table.scheme() == PartitionScheme.MBR
                && partition.map(Partition::active).orElse(false);
    }

    /**
     * Returns its files, which are looked up by their paths.
     *
     * @return a view
     */
    public StoredFiles files() {
        return new StoredFiles(tree);
    }

    Optional<FileNode> find(String path) throws IOException {
        return files().find(path);
    }

    Optional<ByteSource> open(String path) throws IOException {
        return files().open(path);
    }

    /** Whether a file is there and has bytes; what is damaged on the way starts nothing. */
    boolean has(String path) throws IOException {
        return files().has(path);
    }
}
