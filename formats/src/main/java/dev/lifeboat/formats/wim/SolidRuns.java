package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The solid resources of a blob table. Entries that follow each other and are marked as solid make a run: some are those of
 * resources, the others say where in what these expand to, one behind the other, a content lies.
 */
final class SolidRuns {
    /** .esd files have one; each has to be opened to know how large it is. */
    private static final int MOST_RESOURCES = 1 << 14;

    /** By the index of a run's first entry. */
    private final NavigableMap<Integer, Run> runs;

    /**
     * Resources that are one behind the other.
     *
     * @param last entry
     * @param start sum of what the runs before expand to, in bytes
     * @param resources in this order
     */
    private record Run(int last, long start, List<SolidResource> resources) {
        long end() {
            long end = start;
            for (SolidResource resource : resources) {
                end += Math.min(resource.size(), Long.MAX_VALUE - end);
            }
            return end;
        }
    }

    /**
     * Where a content lies.
     *
     * @param resource that holds it
     * @param offset in what that expands to
     */
    record Place(SolidResource resource, long offset) {}

    private SolidRuns(NavigableMap<Integer, Run> runs) {
        this.runs = runs;
    }

    static SolidRuns read(BlobTable table) throws IOException {
        NavigableMap<Integer, Run> runs = new TreeMap<>();
        int resources = 0;
        int start = -1;
        List<SolidResource> found = new ArrayList<>();
        for (int i = 0; i <= table.count(); i++) {
            Blob blob = i < table.count() ? table.blob(i) : null;
            if (blob == null || !blob.resource().solid()) {
                if (start >= 0) {
                    long before =
                            runs.isEmpty() ? 0 : runs.lastEntry().getValue().end();
                    runs.put(start, new Run(i - 1, before, List.copyOf(found)));
                    found.clear();
                    start = -1;
                }
                continue;
            }
            start = start < 0 ? i : start;
            if (blob.resource().solidWhole()) {
                if (++resources > MOST_RESOURCES) {
                    throw new UnsupportedImageException(
                            blob.part().bytes().name(), "has more than " + MOST_RESOURCES + " solid resources");
                }
                found.add(SolidResource.read(blob.part(), blob.resource()));
            }
        }
        return new SolidRuns(runs);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /**
     * Finds where a content lies that is a part of a solid resource.
     *
     * @param blob its entry
     * @return the place
     * @throws CorruptImageException if it lies in none of its run
     */
    Place place(Blob blob) throws CorruptImageException {
        Map.Entry<Integer, Run> run = runs.floorEntry(blob.index());
        long offset = blob.resource().offset();
        if (run != null && blob.index() <= run.getValue().last()) {
            for (SolidResource resource : run.getValue().resources()) {
                if (offset < resource.size() || (offset == resource.size() && blob.size() == 0)) {
                    if (blob.size() > resource.size() - offset) {
                        break;
                    }
                    return new Place(resource, offset);
                }
                offset -= resource.size();
            }
        }
        throw new CorruptImageException(
                blob.part().bytes(),
                blob.part().header().blobTable().offset(),
                "blob " + blob.sha1(),
                "of " + blob.size() + " bytes at " + blob.resource().offset()
                        + " does not lie in a solid resource of its run");
    }

    /**
     * Tells where a content lies among all that is stored solid.
     *
     * @param blob its entry
     * @return a number that is the larger the further behind it lies; empty if it is not a part of a solid resource
     */
    OptionalLong order(Blob blob) {
        Map.Entry<Integer, Run> run = runs.floorEntry(blob.index());
        if (run == null
                || !blob.resource().solid()
                || blob.index() > run.getValue().last()) {
            return OptionalLong.empty();
        }
        long start = run.getValue().start();
        return OptionalLong.of(start + Math.min(blob.resource().offset(), Long.MAX_VALUE - start));
    }

    ByteSource open(Blob blob, String name) throws CorruptImageException {
        Place place = place(blob);
        return place.resource().content().slice("", place.offset(), blob.size()).named(name);
    }
}
