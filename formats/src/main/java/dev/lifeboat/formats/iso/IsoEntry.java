package dev.lifeboat.formats.iso;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A file or directory of an ISO 9660 volume.
 *
 * <p>Names come from the image and may hold anything, path separators and nothing at all included; whoever writes files
 * judges them first.
 *
 * @param parent the directory it is in; absent for the root
 * @param name without version number; empty for the root
 * @param directory whether it is a directory
 * @param hidden whether people are not to see it
 * @param size in bytes; for a directory that of its records
 * @param modified when it was recorded, as the disc says; absent where nobody noted it
 * @param pieces where it lies; more than one from 4 GiB on
 */
public record IsoEntry(
        Optional<IsoEntry> parent,
        String name,
        boolean directory,
        boolean hidden,
        long size,
        Optional<Instant> modified,
        List<Piece> pieces) {

    /**
     * A piece of a file.
     *
     * @param block its first, extended attributes included, in blocks of the volume
     * @param attributeBlocks how many blocks at its beginning are no data
     * @param length of the data in bytes
     * @param interleaved whether its data alternates with other data, which is not supported
     * @param volume on which disc of a set it lies
     */
    public record Piece(long block, int attributeBlocks, long length, boolean interleaved, int volume) {
        static Piece of(DirectoryRecord r) {
            return new Piece(r.block(), r.attributeBlocks(), r.length(), r.interleaved(), r.volume());
        }
    }

    static IsoEntry root(DirectoryRecord record) {
        return new IsoEntry(
                Optional.empty(), "", true, false, record.length(), record.recorded(), List.of(Piece.of(record)));
    }

    /**
     * Returns where it begins, by which two names of one directory are told.
     *
     * @return in blocks of the volume
     */
    public long block() {
        return pieces.get(0).block();
    }

    /**
     * Returns the path from the root.
     *
     * @return such as {@code /sources/boot.wim}; {@code /} for the root
     */
    public String path() {
        if (parent.isEmpty()) {
            return "/";
        }
        List<String> names = new ArrayList<>();
        for (IsoEntry e = this; e.parent.isPresent(); e = e.parent.get()) {
            names.add(e.name);
        }
        Collections.reverse(names);
        return "/" + String.join("/", names);
    }

    @Override
    public String toString() {
        return path();
    }
}
