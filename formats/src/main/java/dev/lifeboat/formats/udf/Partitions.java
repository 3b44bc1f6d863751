package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The partitions of a logical volume in the order of its partition maps, 3/10.7; each is a source, whose block 0 is at 0. */
final class Partitions {
    private static final int MAPS_AT = 440;
    private static final int TYPE_1_SIZE = 6;
    private static final int TYPE_2_SIZE = 64;
    private static final int MOST_MAPS = 64;

    private final ByteSource volume;
    private final int blockSize;
    private final Map<Integer, Struct> descriptors;
    private final List<ByteSource> sources = new ArrayList<>();

    private Partitions(ByteSource volume, int blockSize, Map<Integer, Struct> descriptors) {
        this.volume = volume;
        this.blockSize = blockSize;
        this.descriptors = descriptors;
    }

    static Partitions read(ByteSource volume, int blockSize, VolumeDescriptors descriptors) throws IOException {
        Partitions partitions = new Partitions(volume, blockSize, descriptors.partitions());
        Struct s = descriptors.logicalVolume();
        long count = s.u32(268);
        if (count == 0 || count > MOST_MAPS) {
            throw s.corrupt(268, "number of partition maps", "is " + count + ", expected 1 to " + MOST_MAPS);
        }
        List<Struct> metadata = new ArrayList<>();
        int at = MAPS_AT;
        for (int i = 0; i < count; i++) {
            Struct map = s.part(at, s.u8(at + 1), "partition map " + i);
            if (map.size() == TYPE_1_SIZE && map.u8(0) == 1) {
                partitions.sources.add(partitions.physical(map, 4));
            } else if (map.size() == TYPE_2_SIZE && map.u8(0) == 2) {
                partitions.sources.add(null); // lies in one of the others, which may come later
                partitions.refuseAllButMetadata(map);
                metadata.add(map);
            } else {
                throw map.corrupt(0, "partition map", "is of type " + map.u8(0) + " and " + map.size() + " bytes long");
            }
            at += map.size();
        }
        partitions.openMetadata(metadata);
        return partitions;
    }

    /** 3/10.5: where the partition begins and how many blocks it has. */
    private ByteSource physical(Struct map, int numberAt) throws IOException {
        int number = map.u16(numberAt);
        Struct descriptor = descriptors.get(number);
        if (descriptor == null) {
            throw map.corrupt(numberAt, "partition number", "is " + number + ", and no partition has it");
        }
        long start = descriptor.u32(188) * blockSize;
        long length = descriptor.u32(192) * blockSize;
        if (start >= volume.size()) {
            throw descriptor.corrupt(188, "start", "lies behind the end of the image");
        }
        // A cut image still has the files in front of the cut; each of the others says that it does not fit.
        return volume.slice("partition " + number, start, Math.min(length, volume.size() - start));
    }

    /** UDF 2.2.8 to 2.2.10: only the identifier tells the kinds of type 2 apart. */
    private void refuseAllButMetadata(Struct map) throws ImageException {
        String identifier = map.ascii(5, 23);
        int end = identifier.indexOf('\0');
        String name = end < 0 ? identifier : identifier.substring(0, end);
        if (!name.equals("*UDF Metadata Partition")) {
            String kind =
                    switch (name) {
                        case "*UDF Virtual Partition" -> "a UDF virtual partition (write-once discs)";
                        case "*UDF Sparable Partition" -> "a UDF sparable partition (rewritable discs)";
                        default -> "a UDF partition of an unknown kind";
                    };
            throw new UnsupportedImageException(volume.name(), kind + " is not supported");
        }
    }

    /** UDF 2.2.10: the partition is a file in another one; there is a copy of the file for a bad day. */
    private void openMetadata(List<Struct> maps) throws IOException {
        int next = 0;
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) == null) {
                sources.set(i, metadata(maps.get(next++), i));
            }
        }
    }

    private ByteSource metadata(Struct map, int index) throws IOException {
        ByteSource below = physical(map, 38);
        List<ByteSource> only = List.of(below);
        String name = volume.name() + "/partition " + index;
        try {
            return metadataFile(only, map.u32(40), name);
        } catch (CorruptImageException complaint) {
            try {
                return metadataFile(only, map.u32(44), name);
            } catch (CorruptImageException second) {
                complaint.addSuppressed(second);
                throw complaint;
            }
        }
    }

    private ByteSource metadataFile(List<ByteSource> below, long block, String name) throws IOException {
        Partitions outer = new Partitions(volume, blockSize, descriptors);
        outer.sources.addAll(below);
        FileEntry file = FileEntry.read(outer, new BlockAddress(0, block));
        return FileContent.open(outer, file, name);
    }

    int blockSize() {
        return blockSize;
    }

    /** Returns the partition that an address counts in. */
    ByteSource source(BlockAddress address) throws CorruptImageException {
        if (address.partition() >= sources.size()) {
            throw new CorruptImageException(
                    volume, 0, address.toString(), "is not there: the volume has " + sources.size() + " partitions");
        }
        return sources.get(address.partition());
    }

    /** Returns all of them. */
    List<ByteSource> sources() {
        return List.copyOf(sources);
    }
}
