package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.util.Optional;
import java.util.UUID;

/** One entry of a GPT, UEFI 5.3.3. */
final class GptEntry {
    static final int SMALLEST = 128;
    private static final UUID UNUSED = new UUID(0, 0);
    /** "Legacy BIOS bootable". */
    private static final long ATTRIBUTE_ACTIVE = 1 << 2;

    private static final int NAME_CHARS = 36;

    private GptEntry() {}

    /**
     * Reads an entry.
     *
     * @return nothing if it is unused
     * @throws CorruptImageException if it makes no sense
     */
    static Optional<Partition> read(ByteSource disk, int sectorSize, int number, Struct s)
            throws CorruptImageException {
        UUID type = s.guid(0);
        if (type.equals(UNUSED)) {
            return Optional.empty();
        }
        long first = s.u64(32, "first LBA");
        long last = s.u64(40, "last LBA");
        if (first == 0) {
            throw s.corrupt(32, "first LBA", "is 0, where the MBR stands");
        }
        if (last < first || last >= Long.MAX_VALUE / sectorSize) {
            throw s.corrupt(40, "last LBA", "is " + last + ", expected " + first + " (the first) or more");
        }
        long offset = first * sectorSize;
        long size = (last - first + 1) * sectorSize;
        long attributes = s.bits64(48);
        return Optional.of(new Partition(
                number,
                offset,
                size,
                new PartitionType.Gpt(type),
                Optional.of(s.guid(16)),
                name(s),
                attributes,
                (attributes & ATTRIBUTE_ACTIVE) != 0,
                offset + size <= disk.size()));
    }

    private static String name(Struct s) throws CorruptImageException {
        String name = s.utf16(56, NAME_CHARS);
        int end = name.indexOf('\0');
        return end < 0 ? name : name.substring(0, end);
    }
}
