package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * $Secure: every security descriptor of the volume once, found by the number that files have in $STANDARD_INFORMATION. The
 * index $SII leads to a place in the stream $SDS, where each 256 KiB are followed by a copy of them.
 */
final class SecurityStore {
    private static final IndexTree.Kind NUMBERS = new IndexTree.Kind("$SII", 0, 0x10);
    private static final String DESCRIPTORS = "$SDS";

    private static final int HEADER = 20;
    private static final int COPY = 256 << 10;

    /** An index entry's data: the header of the descriptor, as it stands before it too. */
    private static final int DATA_SIZE = HEADER;

    private static final int SLOTS = 512;
    private static final int LARGEST_KEPT = 4 << 10;

    private final ByteSource stream;
    private final IndexTree<Place> index;
    private final AtomicReferenceArray<Known> cache = new AtomicReferenceArray<>(SLOTS);

    /**
     * Where a descriptor lies.
     *
     * @param hash of its bytes
     * @param id its number
     * @param at offset in $SDS
     * @param size in bytes, with the header
     */
    private record Place(long hash, long id, long at, long size) {
        /** From an index entry: its header names the place of the data, behind the key, which is the number. */
        static Place read(Struct entry, int keyLength) throws CorruptImageException {
            entry.expect(10, "length of a key", keyLength, 4);
            int at = entry.u16(0);
            entry.expect(2, "length of the data", entry.u16(2), DATA_SIZE);
            Place place = of(entry, at);
            entry.expect(at + 4L, "security id", place.id, entry.u32(IndexTree.ENTRY_HEADER));
            return place;
        }

        static Place of(Struct s, int at) throws CorruptImageException {
            return new Place(s.u32(at), s.u32(at + 4L), s.u64(at + 8L, "offset"), s.u32(at + 16L));
        }
    }

    private record Known(long id, SecurityDescriptor descriptor) {}

    private SecurityStore(ByteSource stream, IndexTree<Place> index) {
        this.stream = stream;
        this.index = index;
    }

    /**
     * Opens the store.
     *
     * @param secure the file $Secure
     * @param clusterSize of the volume
     * @return the store
     * @throws CorruptImageException if the file lacks one of its parts
     * @throws IOException if the storage cannot be read
     */
    static SecurityStore of(NtfsFile secure, int clusterSize) throws IOException {
        return new SecurityStore(
                secure.openRaw(AttributeType.DATA, DESCRIPTORS),
                IndexTree.of(secure, NUMBERS, clusterSize, Place::read));
    }

    /**
     * Finds a descriptor.
     *
     * @param id as in $STANDARD_INFORMATION
     * @return the descriptor
     * @throws CorruptImageException if there is none of that number, or both copies are damaged
     * @throws IOException if the storage cannot be read
     */
    SecurityDescriptor get(long id) throws IOException {
        int slot = (int) (id % SLOTS);
        Known known = cache.get(slot);
        if (known != null && known.id == id) {
            return known.descriptor;
        }
        Optional<Place> place = index.find(entry -> Long.compare(id, entry.id));
        if (place.isEmpty()) {
            throw new CorruptImageException(stream, 0, "$SII", "has no security descriptor number " + id);
        }
        SecurityDescriptor descriptor = read(place.get());
        if (place.get().size <= LARGEST_KEPT) {
            cache.set(slot, new Known(id, descriptor));
        }
        return descriptor;
    }

    private SecurityDescriptor read(Place place) throws IOException {
        try {
            return read(place, place.at);
        } catch (CorruptImageException first) {
            try {
                return read(place, place.at + COPY);
            } catch (CorruptImageException copy) {
                first.addSuppressed(copy);
                throw first;
            }
        }
    }

    private SecurityDescriptor read(Place place, long at) throws IOException {
        if (place.size < HEADER + SecurityDescriptor.HEADER || place.size > COPY) {
            throw new CorruptImageException(
                    stream, at, "security descriptor " + place.id, "has " + place.size + " bytes");
        }
        Struct s = Struct.read(stream, at, (int) place.size, "security descriptor " + place.id);
        if (!Place.of(s, 0).equals(place)) {
            throw s.corrupt(0, "header", "is not the one that $SII has");
        }
        Struct descriptor = s.part(HEADER, place.size - HEADER, "");
        long hash = hash(descriptor);
        if (hash != place.hash) {
            throw s.corrupt(0, "hash", String.format("is 0x%08x, computed 0x%08x", place.hash, hash));
        }
        return SecurityDescriptor.read(descriptor);
    }

    /** Of the whole 32-bit words; bytes that are left over do not count. */
    private static long hash(Struct s) throws CorruptImageException {
        int hash = 0;
        for (int at = 0; at + 4 <= s.size(); at += 4) {
            hash = Integer.rotateLeft(hash, 3) + (int) s.u32(at);
        }
        return Integer.toUnsignedLong(hash);
    }
}
