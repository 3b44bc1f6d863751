package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.PiecedSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Follows the allocation descriptors of a file, 4/12 and 4/14.14, to the bytes of its data. */
final class FileContent {
    private static final int RECORDED = 0;
    private static final int CONTINUED = 3;
    /** The header of an allocation extent descriptor, 4/14.5. */
    private static final int CONTINUATION_HEADER = 24;
    /** Each is a block full of descriptors: enough for the million pieces that a file may have. */
    private static final int MOST_CONTINUATIONS = 1 << 15;

    private final Partitions partitions;
    private final FileEntry file;
    private final String name;
    private final Set<BlockAddress> continuations = new HashSet<>();
    private PiecedSource.Builder pieces;
    /** In which all pieces lie; told by the first that is recorded. */
    private int partition;

    private boolean partitionKnown;

    private FileContent(Partitions partitions, FileEntry file, String name) throws CorruptImageException {
        this.partitions = partitions;
        this.file = file;
        this.name = name;
        this.partition = file.address().partition();
        this.pieces = new PiecedSource.Builder(partitions.source(file.address()));
    }

    /**
     * Opens the data of a file or directory.
     *
     * @param name of the source that is returned
     * @throws CorruptImageException if the descriptors lead off the partition or in a circle, or have not room for the size
     */
    static ByteSource open(Partitions partitions, FileEntry file, String name) throws IOException {
        return new FileContent(partitions, file, name).open();
    }

    private ByteSource open() throws IOException {
        if (file.placement() == FileEntry.Placement.IN_ENTRY) {
            long at = file.address().block() * partitions.blockSize() + file.descriptorsAt();
            pieces.add(at, file.descriptorsLength(), "data of " + name);
        } else {
            descriptors();
        }
        if (pieces.size() < file.size()) {
            throw file.block()
                    .corrupt(
                            56,
                            "size",
                            "of " + name + " is " + file.size() + ", and " + pieces.size() + " bytes are allocated");
        }
        return pieces.build(name, file.size());
    }

    private void descriptors() throws IOException {
        Struct s = file.block().part(file.descriptorsAt(), file.descriptorsLength(), "allocation descriptors");
        BlockAddress next = extent(s);
        while (next != null) {
            if (!continuations.add(next) || continuations.size() > MOST_CONTINUATIONS) {
                throw file.block()
                        .corrupt(file.descriptorsAt(), "", "allocation descriptors go in a circle through " + next);
            }
            Struct block = DescriptorTag.block(
                    partitions.source(next),
                    next.block(),
                    partitions.blockSize(),
                    "allocation extent descriptor",
                    DescriptorTag.ALLOCATION_EXTENT);
            next = extent(block.part(CONTINUATION_HEADER, block.u32(20), "allocation descriptors"));
        }
    }

    /** Takes one extent of descriptors; returns where they go on, or null if that was all. */
    private BlockAddress extent(Struct s) throws IOException {
        int size = file.placement().size();
        for (long at = 0; at <= s.size() - size; at += size) {
            long word = s.u32(at);
            long length = word & 0x3fff_ffff;
            int type = (int) (word >>> 30);
            if (length == 0) {
                return null; // 4/12: the end
            }
            BlockAddress place = file.placement() == FileEntry.Placement.SHORT_DESCRIPTORS
                    ? new BlockAddress(file.address().partition(), s.u32(at + 4))
                    : BlockAddress.ofLong(s, at);
            if (type == CONTINUED) {
                return place;
            }
            if (type == RECORDED) {
                inOnePartition(place);
                pieces.add(place.block() * partitions.blockSize(), length, "extent of " + name);
            } else {
                pieces.zeros(length); // 4/14.14.1.1: allocated or not, nothing is recorded there
            }
        }
        return null;
    }

    private void inOnePartition(BlockAddress place) throws IOException {
        if (place.partition() == partition) {
            partitionKnown = true;
            return;
        }
        if (partitionKnown || pieces.size() > 0) {
            throw new UnsupportedImageException(name, "a file that lies in several partitions is not supported");
        }
        partition = place.partition();
        partitionKnown = true;
        pieces = new PiecedSource.Builder(partitions.source(place));
    }
}
