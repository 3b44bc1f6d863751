package dev.lifeboat.mount.inode;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parts of directories that were listed last: who reads a large directory asks for it in hundreds of pieces. */
final class Listings {
    /** Of one part: a hundred thousand names. */
    private static final int MOST_A_PART = 6 << 20;

    private static final int MOST = 16 << 20;

    private final Map<Long, Part> parts = new LinkedHashMap<>(16, 0.75f, true);
    private int weight;

    private record Part(Inodes inodes, Listing listing) {}

    /**
     * Returns a part of a directory that holds a place.
     *
     * @param id of the directory in the mount
     * @param inodes of its volume
     * @param number of the directory there
     * @param from the place
     * @param damage is told what cannot be listed
     * @return the part; the place is in it, or behind its end if the directory ends there
     * @throws IOException if the directory cannot be read
     */
    Listing at(long id, Inodes inodes, long number, long from, Inodes.Damage damage) throws IOException {
        synchronized (this) {
            Part part = parts.get(id);
            if (part != null && part.inodes == inodes) {
                long end = part.listing.first() + part.listing.size();
                if (from >= part.listing.first() && from < end) {
                    return part.listing;
                }
            }
        }
        Listing listing = inodes.list(number, from, MOST_A_PART, damage);
        if (listing.size() > 0) {
            keep(id, new Part(inodes, listing));
        }
        return listing;
    }

    private synchronized void keep(long id, Part part) {
        Part before = parts.put(id, part);
        weight += part.listing.weight() - (before == null ? 0 : before.listing.weight());
        Iterator<Map.Entry<Long, Part>> oldest = parts.entrySet().iterator();
        while (weight > MOST && oldest.hasNext()) {
            Map.Entry<Long, Part> next = oldest.next();
            if (next.getKey() != id) {
                weight -= next.getValue().listing.weight();
                oldest.remove();
            }
        }
    }
}
