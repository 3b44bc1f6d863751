package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where directories lie, by their own records: also those that were deleted, as long as nobody else has the record. */
final class ParentPaths {
    private static final Path LOST = new Path("?", false);

    /** Far above what Windows can make; hostile names are kept from growing without end. */
    private static final int LONGEST = 32_767;

    private static final int MOST_CACHED_CHARACTERS = 1 << 22;

    private final Mft mft;
    private final Map<Long, Path> cache = new HashMap<>();
    private long cachedCharacters;

    /**
     * Where a directory lies.
     *
     * @param path without a slash at its end: empty for the root
     * @param known whether it leads to the root
     */
    record Path(String path, boolean known) {}

    private record Step(long reference, String name) {}

    ParentPaths(Mft mft) {
        this.mft = mft;
    }

    /**
     * Finds where a directory lies.
     *
     * @param reference to it, as its files have it
     * @return its path, as far as it can be followed
     * @throws IOException if the storage cannot be read
     */
    Path of(long reference) throws IOException {
        Deque<Step> steps = new ArrayDeque<>();
        Set<Long> seen = new HashSet<>();
        long at = reference;
        Path path = cache.get(at);
        while (path == null) {
            if (FileReference.number(at) == NtfsVolume.ROOT) {
                path = new Path("", true);
                break;
            }
            Optional<FileName> name = seen.add(FileReference.number(at)) ? name(at) : Optional.empty();
            if (name.isEmpty()) {
                path = LOST;
                break;
            }
            steps.push(new Step(at, name.get().name()));
            at = name.get().parent();
            path = cache.get(at);
        }
        for (Step step : steps) {
            String longer = path.path() + "/" + step.name();
            path = longer.length() > LONGEST ? LOST : new Path(longer, path.known());
            remember(step.reference(), path);
        }
        return path;
    }

    private void remember(long reference, Path path) {
        if (cachedCharacters > MOST_CACHED_CHARACTERS) {
            cache.clear();
            cachedCharacters = 0;
        }
        cache.put(reference, path);
        cachedCharacters += path.path().length() + 32;
    }

    /** The name of the directory that a reference means, if its record still is of that one. */
    private Optional<FileName> name(long reference) throws IOException {
        try {
            FileRecord record = mft.record(FileReference.number(reference));
            // Deleting a file makes the sequence number of its record greater by one, and skips 0.
            int sequence = FileReference.sequence(reference);
            int expected = record.inUse() ? sequence : sequence == 0xffff ? 1 : sequence + 1;
            if (!record.directory() || !record.base() || record.sequence() != expected) {
                return Optional.empty();
            }
            Optional<FileName> found = Optional.empty();
            for (Attribute attribute : record.attributes()) {
                if (attribute.type() == AttributeType.FILE_NAME && attribute instanceof Attribute.Resident resident) {
                    FileName name = FileName.read(resident.value());
                    found = found.isEmpty() || found.get().dosOnly() ? Optional.of(name) : found;
                }
            }
            return found;
        } catch (CorruptImageException e) {
            return Optional.empty();
        }
    }
}
