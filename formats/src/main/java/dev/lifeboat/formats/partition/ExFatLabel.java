package dev.lifeboat.formats.partition;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;

/** The label of an exFAT volume: the entry of type 83 in its root directory, exFAT specification 7.3. */
final class ExFatLabel {
    private static final int ENTRY = 32;
    private static final int MOST_ENTRIES = 16;
    private static final int LABEL = 0x83;
    private static final int MOST_CHARS = 11;

    private ExFatLabel() {}

    /** Looks at the start of the root directory, where every formatter puts it; says nothing if it is not there. */
    static Optional<String> read(ByteSource volume, Struct boot) throws IOException {
        int sectorShift = boot.u8(108);
        int clusterShift = sectorShift + boot.u8(109);
        long cluster = boot.u32(96);
        if (clusterShift > 25 || cluster < 2) {
            return Optional.empty();
        }
        long root = (boot.u32(88) << sectorShift) + ((cluster - 2) << clusterShift);
        long end = Math.min(root + MOST_ENTRIES * ENTRY, volume.size());
        for (long at = root; at <= end - ENTRY; at += ENTRY) {
            Struct entry = Struct.read(volume, at, ENTRY, "exFAT label");
            if (entry.u8(0) == LABEL) {
                int chars = Math.min(entry.u8(1), MOST_CHARS);
                return Optional.of(entry.utf16(2, chars)).filter(text -> !text.isEmpty());
            }
        }
        return Optional.empty();
    }
}
