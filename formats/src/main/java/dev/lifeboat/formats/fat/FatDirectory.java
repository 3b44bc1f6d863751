package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a directory holds, section 6. Deleted entries are left out.
 *
 * @param entries files and directories, in the order of the disk
 * @param label the volume's name, which is kept as an entry of the root directory
 * @param self where the entry {@code .} leads, a cluster number; absent in the root
 * @param up where the entry {@code ..} leads, a cluster number, 0 for the root; absent in the root
 * @param orphanedNames long names that belong to no entry and were dropped
 * @param oddNames long names that go on behind their end, so that their end may have been another
 * @param strayLabels labels beside the first one of the root directory, which no volume has
 * @param behindEnd what looks like files and directories behind the first entry that was never used, where nothing may be;
 *     no system shows them. What is in them is not to be relied upon
 */
public record FatDirectory(
        List<FatEntry> entries,
        Optional<String> label,
        OptionalLong self,
        OptionalLong up,
        int orphanedNames,
        int oddNames,
        int strayLabels,
        List<FatEntry> behindEnd) {
    private static final int ENTRY = 32;
    private static final int CHUNK = 512 * ENTRY;
    private static final int END = 0x00;
    private static final int DELETED = 0xe5;

    /** Reads a directory's bytes; what it holds goes up to the first entry that was never used. */
    static FatDirectory read(ByteSource bytes, FatEntry directory, FatType type) throws IOException {
        Reader reader = new Reader(directory, type);
        for (long at = 0; at <= bytes.size() - ENTRY; at += CHUNK) {
            int length = (int) Math.min(CHUNK, bytes.size() - at);
            Struct chunk = Struct.read(bytes, at, length, "directory");
            for (int i = 0; i <= length - ENTRY; i += ENTRY) {
                if (chunk.u8(i) == END) {
                    reader.end();
                } else {
                    reader.add(chunk.part(i, ENTRY, "entry"));
                }
            }
        }
        return reader.result();
    }

    /** Takes the entries of 32 bytes one by one. */
    private static final class Reader {
        private static final byte[] DOT = ".          ".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] DOT_DOT = "..         ".getBytes(StandardCharsets.US_ASCII);

        private final FatEntry directory;
        private final FatType type;
        private final List<FatEntry> entries = new ArrayList<>();
        private final LongName longName = new LongName();
        private Optional<String> label = Optional.empty();
        private OptionalLong self = OptionalLong.empty();
        private OptionalLong up = OptionalLong.empty();
        private int strayLabels;
        private final List<FatEntry> behindEnd = new ArrayList<>();
        private boolean ended;

        Reader(FatEntry directory, FatType type) {
            this.directory = directory;
            this.type = type;
        }

        void end() {
            longName.drop();
            ended = true;
        }

        void add(Struct s) throws CorruptImageException {
            int attributes = s.u8(11) & FatAttribute.MASK;
            if (ended) {
                addBehindEnd(s);
            } else if (s.u8(0) == DELETED) {
                longName.drop();
            } else if (attributes == FatAttribute.LONG_NAME) {
                longName.add(s);
            } else if ((attributes & FatAttribute.VOLUME_LABEL) != 0) {
                longName.drop();
                addLabel(s);
            } else {
                addEntry(s, attributes);
            }
        }

        private void addLabel(Struct s) throws CorruptImageException {
            if (label.isEmpty() && directory.parent().isEmpty()) {
                byte[] name = s.bytes(0, ShortName.SIZE);
                name[0] = name[0] == 0x05 ? (byte) DELETED : name[0];
                label = Optional.of(ShortName.label(name));
            } else {
                strayLabels++;
            }
        }

        /** Anything may lie there; what counts is an entry that has nothing which no entry can have. */
        private void addBehindEnd(Struct s) throws CorruptImageException {
            int attributes = s.u8(11);
            boolean plain = s.u8(0) != DELETED && (attributes & (0xc0 | FatAttribute.VOLUME_LABEL)) == 0;
            byte[] name = s.bytes(0, ShortName.SIZE);
            if (plain && ShortName.isPossible(name)) {
                boolean isDirectory = (attributes & FatAttribute.DIRECTORY) != 0;
                behindEnd.add(entry(s, name, ShortName.of(name, s.u8(12)), isDirectory, attributes));
            }
        }

        private FatEntry entry(Struct s, byte[] name, String shown, boolean isDirectory, int attributes)
                throws CorruptImageException {
            return new FatEntry(
                    Optional.of(directory),
                    shown,
                    ShortName.of(name),
                    isDirectory,
                    FatAttribute.of(attributes),
                    isDirectory ? 0 : s.u32(28),
                    firstCluster(s),
                    DosTime.of(s.u16(16), s.u16(14), s.u8(13)),
                    DosTime.of(s.u16(24), s.u16(22), 0),
                    DosTime.of(s.u16(18), 0, 0));
        }

        private long firstCluster(Struct s) throws CorruptImageException {
            return s.u16(26) | (type == FatType.FAT32 ? (long) s.u16(20) << 16 : 0);
        }

        private void addEntry(Struct s, int attributes) throws CorruptImageException {
            byte[] name = s.bytes(0, ShortName.SIZE);
            long cluster = firstCluster(s);
            boolean isDirectory = (attributes & FatAttribute.DIRECTORY) != 0;
            if (isDirectory && Arrays.equals(name, DOT)) {
                longName.drop();
                self = OptionalLong.of(cluster);
            } else if (isDirectory && Arrays.equals(name, DOT_DOT)) {
                longName.drop();
                up = OptionalLong.of(cluster);
            } else {
                Optional<String> longer = longName.take(name);
                String shown = longer.isPresent() ? longer.get() : ShortName.of(name, s.u8(12));
                entries.add(entry(s, name, shown, isDirectory, attributes));
            }
        }

        FatDirectory result() {
            longName.drop();
            return new FatDirectory(
                    List.copyOf(entries),
                    label,
                    self,
                    up,
                    longName.dropped(),
                    longName.odd(),
                    strayLabels,
                    List.copyOf(behindEnd));
        }
    }
}
