package dev.lifeboat.formats.windows;

import java.util.UUID;

/** By what Windows knows a volume again, whatever its place and letter. */
public sealed interface VolumeId {
    /**
     * On a disk with GPT.
     *
     * @param partition GUID of the partition itself
     */
    record Gpt(UUID partition) implements VolumeId {
        @Override
        public String toString() {
            return "partition {" + partition + "}";
        }
    }

    /**
     * On a disk with MBR.
     *
     * @param signature of the disk, 32 bits
     * @param offset of the partition, in bytes from the start of the disk
     */
    record Mbr(long signature, long offset) implements VolumeId {
        @Override
        public String toString() {
            return String.format("the partition at 0x%x of disk %08x", offset, signature);
        }
    }
}
