package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The volume descriptor sequence, 3/8.4: of each descriptor that is there several times, the one with the greatest number.
 *
 * @param logicalVolume 3/10.6
 * @param partitions 3/10.5, by their numbers
 */
record VolumeDescriptors(Struct logicalVolume, Map<Integer, Struct> partitions) {
    private static final int MOST = 1024;

    /** Reads the main sequence; where it is damaged, the reserve. */
    static VolumeDescriptors read(ByteSource volume, Anchor anchor) throws IOException {
        try {
            return read(volume, anchor.main(), anchor.blockSize());
        } catch (CorruptImageException complaint) {
            try {
                return read(volume, anchor.reserve(), anchor.blockSize());
            } catch (CorruptImageException second) {
                complaint.addSuppressed(second);
                throw complaint;
            }
        }
    }

    private static VolumeDescriptors read(ByteSource volume, Anchor.Extent sequence, int blockSize) throws IOException {
        Struct logicalVolume = null;
        Map<Integer, Struct> partitions = new HashMap<>();
        Anchor.Extent extent = sequence;
        long block = extent.block();
        for (int i = 0; i < MOST; i++) {
            if ((block - extent.block()) * blockSize >= extent.length()) {
                break;
            }
            Bounds.check(volume, block * blockSize, blockSize, "volume descriptor");
            if (volume.bytes(block * blockSize, 1)[0] == 0) {
                break; // 3/8.4.2: blocks behind the last descriptor need not be recorded
            }
            Struct s = Struct.read(volume, block * blockSize, blockSize, "volume descriptor");
            DescriptorTag tag = DescriptorTag.read(s);
            s.expect(12, "location in the tag", tag.location(), block);
            block++;
            switch (tag.id()) {
                case DescriptorTag.POINTER -> { // 3/10.3
                    extent = new Anchor.Extent(s.u32(20), s.u32(24));
                    block = extent.block();
                }
                case DescriptorTag.PARTITION -> partitions.merge(s.u16(22), s, VolumeDescriptors::newer);
                case DescriptorTag.LOGICAL_VOLUME -> logicalVolume =
                        logicalVolume == null ? s : newer(logicalVolume, s);
                case DescriptorTag.TERMINATOR -> i = MOST;
                default -> {} // of implementations, and what is not needed to read
            }
        }
        if (logicalVolume == null || partitions.isEmpty()) {
            throw new CorruptImageException(
                    volume,
                    sequence.block() * blockSize,
                    "volume descriptors",
                    logicalVolume == null ? "name no logical volume" : "name no partition");
        }
        return new VolumeDescriptors(logicalVolume, Map.copyOf(partitions));
    }

    private static Struct newer(Struct a, Struct b) {
        try {
            return b.u32(16) >= a.u32(16) ? b : a;
        } catch (CorruptImageException e) {
            throw new IllegalStateException(e); // both are whole blocks
        }
    }
}
