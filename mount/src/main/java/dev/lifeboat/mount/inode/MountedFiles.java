package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.FileDetails;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that a mount shows, by number, for several threads at once.
 *
 * <p>Places, which are in no volume, are numbered from 1, the root, as they are found, and kept. A file in a volume has the
 * volume's number in the upper 16 bits and the file's own below; the root of a volume has the volume's number alone.
 */
public final class MountedFiles implements Closeable {
    public static final long ROOT = 1;

    private static final int MOST_PLACES = 0x7fff;
    private static final long NUMBER = (1L << Inodes.BITS) - 1;
    /** About half a kilobyte each. */
    private static final int MOST_REMEMBERED = 40_000;

    private final List<Place> places = new ArrayList<>();
    private final List<Long> parents = new ArrayList<>();
    private final IdentityHashMap<Place, Long> numbers = new IdentityHashMap<>();
    private final NodeTable table;
    private final Listings listings = new Listings();
    private final Set<OpenImages> images = ConcurrentHashMap.newKeySet();
    private final Log log;

    /** Is told what cannot be read while a directory is listed. */
    public interface Log {
        /**
         * Takes note of a problem.
         *
         * @param path in the mount
         * @param problem what is wrong
         */
        void problem(String path, IOException problem);
    }

    /** A name in a directory. */
    public interface Name {
        byte[] bytes();

        Inode.Kind kind();

        /**
         * Looks at the file; {@link #forget} tells when it is not needed any more.
         *
         * @return what is known of it
         * @throws IOException if it is damaged, or the storage cannot be read
         */
        Inode inode() throws IOException;
    }

    /** Receives names. */
    public interface Names {
        /**
         * Takes a name.
         *
         * @param next place of the name behind it
         * @param name which is good until this returns
         * @return false if there is no room for it
         * @throws IOException ends the listing
         */
        boolean name(long next, Name name) throws IOException;
    }

    private interface Action<T> {
        T run(Inodes inodes, long number) throws IOException;
    }

    /**
     * @param root what the mount shows
     * @param log is told what cannot be listed
     */
    public MountedFiles(Place root, Log log) {
        this(root, log, MOST_REMEMBERED);
    }

    MountedFiles(Place root, Log log, int mostRemembered) {
        this.log = log;
        this.table = new NodeTable(mostRemembered);
        places.add(null); // numbers begin with 1
        parents.add(0L);
        number(root, 0);
    }

    private long number(Place place, long parent) {
        synchronized (places) {
            Long known = numbers.get(place);
            if (known != null) {
                return known;
            }
            long number = places.size();
            places.add(place);
            parents.add(parent);
            numbers.put(place, number);
            return number;
        }
    }

    private Place place(long number) throws IOException {
        synchronized (places) {
            if (number <= 0 || number >= places.size()) {
                throw new IOException("no file has the number " + number);
            }
            return places.get((int) number);
        }
    }

    private static long placeOf(long id) {
        return id <= NUMBER ? id : id >>> Inodes.BITS;
    }

    private VolumePlace volume(long id) throws IOException {
        Place place = place(placeOf(id));
        if (place instanceof VolumePlace volume) {
            return volume;
        }
        if (place instanceof BrokenPlace broken) {
            throw broken.problem();
        }
        throw new IOException(place.name() + " is no volume");
    }

    private <T> T in(long id, Action<T> action) throws IOException {
        VolumePlace volume = volume(id);
        try (OpenImages.Lease lease = enter(volume.images())) {
            Inodes inodes = lease.inodes(volume, table, placeOf(id));
            return action.run(inodes, id <= NUMBER ? inodes.root() : id & NUMBER);
        }
    }

    private OpenImages.Lease enter(OpenImages of) throws IOException {
        images.add(of);
        return of.enter();
    }

    private static Inode numbered(long directory, Inode inode) {
        return inode.withNumber((placeOf(directory) << Inodes.BITS) | inode.number());
    }

    /**
     * Looks at a file.
     *
     * @param id of a file that was found before, or {@link #ROOT}
     * @return what is known of it
     * @throws IOException if it is damaged, or the storage cannot be read
     */
    public Inode inode(long id) throws IOException {
        if (id > NUMBER) {
            return in(id, Inodes::inode).withNumber(id);
        }
        Place place = place(id);
        if (place instanceof Folder folder) {
            return Inode.directory(id, folder.time());
        }
        if (place instanceof FilePlace file) {
            return new Inode(id, Inode.Kind.FILE, file.size(), file.size(), Inode.Times.NONE, 1, 0);
        }
        try {
            return in(id, Inodes::inode).withNumber(id);
        } catch (IOException e) {
            return Inode.directory(id, Instant.EPOCH); // who enters it is told
        }
    }

    /**
     * Finds a name in a directory; {@link #forget} tells when the file is not needed any more.
     *
     * @param directory its number
     * @param name as the host shows it
     * @return the file
     * @throws NoSuchFileException if there is none
     * @throws IOException if the directory or the file is damaged, or the storage cannot be read
     */
    public Inode find(long directory, String name) throws IOException {
        if (directory <= NUMBER && place(directory) instanceof Folder folder) {
            Place found = folder.places().get(name);
            if (found == null) {
                throw new NoSuchFileException(name);
            }
            return inode(known(found, directory));
        }
        return in(directory, (inodes, number) -> numbered(directory, inodes.find(number, name)));
    }

    private long known(Place place, long parent) throws IOException {
        long number = number(place, parent);
        if (number > MOST_PLACES) {
            throw new IOException("there are more than " + MOST_PLACES + " folders and volumes");
        }
        return number;
    }

    /**
     * Lists a directory, always in the same order.
     *
     * @param directory its number
     * @param from place of the first name to list, from 0
     * @param names receives names until it has no room
     * @throws IOException if the directory is damaged, or the storage cannot be read
     */
    public void list(long directory, long from, Names names) throws IOException {
        if (directory <= NUMBER && place(directory) instanceof Folder folder) {
            listFolder(directory, folder, from, names);
            return;
        }
        in(directory, (inodes, number) -> {
            Inodes.Damage damage = (path, problem) -> log.problem(path(placeOf(directory)) + path, problem);
            for (long at = from; ; ) {
                Listing listing = listings.at(directory, inodes, number, at, damage);
                int end = listing.size();
                if (at - listing.first() >= end) {
                    return null;
                }
                for (int i = (int) (at - listing.first()); i < end; i++) {
                    if (!names.name(++at, new ListedName(directory, listing, i))) {
                        return null;
                    }
                }
            }
        });
    }

    private record ListedName(long directory, Listing listing, int at) implements Name {
        @Override
        public byte[] bytes() {
            return listing.name(at);
        }

        @Override
        public Inode.Kind kind() {
            return listing.kind(at);
        }

        @Override
        public Inode inode() throws IOException {
            return numbered(directory, listing.inode(at));
        }
    }

    private void listFolder(long directory, Folder folder, long from, Names names) throws IOException {
        List<Place> all = List.copyOf(folder.places().values());
        for (long at = from; at < all.size(); ) {
            Place place = all.get((int) at);
            Name name = new Name() {
                @Override
                public byte[] bytes() {
                    return place.name().getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public Inode.Kind kind() {
                    return place instanceof FilePlace ? Inode.Kind.FILE : Inode.Kind.DIRECTORY;
                }

                @Override
                public Inode inode() throws IOException {
                    return MountedFiles.this.inode(known(place, directory));
                }
            };
            if (!names.name(++at, name)) {
                return;
            }
        }
    }

    /**
     * Opens a file.
     *
     * @param id of it
     * @return to be closed
     * @throws IOException if it is damaged or cannot be decoded, or the storage cannot be read
     */
    public OpenFile open(long id) throws IOException {
        if (id <= NUMBER && place(id) instanceof FilePlace file) {
            OpenImages.Lease lease = enter(file.images());
            try {
                return new OpenFile(file.content().of(lease.set()), path(id), lease);
            } catch (IOException | RuntimeException e) {
                lease.close();
                throw e;
            }
        }
        VolumePlace volume = volume(id);
        OpenImages.Lease lease = enter(volume.images());
        try {
            Inodes inodes = lease.inodes(volume, table, placeOf(id));
            return new OpenFile(inodes.open(id & NUMBER, ""), path(id), lease);
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /**
     * Returns the text of a link.
     *
     * @param id of it
     * @return relative, and never out of its volume
     * @throws IOException if there is none, or the storage cannot be read
     */
    public String link(long id) throws IOException {
        return in(id, Inodes::link);
    }

    /**
     * Returns the data streams of a file or directory.
     *
     * @param id of it
     * @return none for places that are in no volume
     * @throws IOException if it is damaged, or the storage cannot be read
     */
    public List<FileDetails.Stream> streams(long id) throws IOException {
        return id <= NUMBER && !(place(id) instanceof VolumePlace) ? List.of() : in(id, Inodes::streams);
    }

    /**
     * Reads a small stream.
     *
     * @param id of the file or directory
     * @param name of the stream
     * @param most bytes that it may have
     * @return its bytes; null if there are more
     * @throws NoSuchFileException if there is none of that name
     * @throws IOException if it is damaged, or the storage cannot be read
     */
    public byte[] stream(long id, String name, int most) throws IOException {
        return in(id, (inodes, number) -> {
            ByteSource source = inodes.open(number, name);
            return source.size() > most ? null : source.bytes(0, (int) source.size());
        });
    }

    /**
     * Returns how to call a file in a message.
     *
     * @param id of it
     * @return its path in the mount
     */
    public String path(long id) {
        StringBuilder path = new StringBuilder();
        try {
            synchronized (places) {
                for (long at = placeOf(id); at > ROOT && at < places.size(); at = parents.get((int) at)) {
                    path.insert(0, places.get((int) at).name()).insert(0, '/');
                }
            }
            return id <= NUMBER ? path.toString() : path + in(id, (inodes, number) -> inodes.path(number));
        } catch (IOException e) {
            return path + "/?";
        }
    }

    /**
     * Takes note that the host does not know a file any more.
     *
     * @param id of it
     * @param times how often it was found
     */
    public void forget(long id, long times) {
        if (id > NUMBER) {
            table.forget(id & NUMBER, times);
        }
    }

    /**
     * Tells whether the host knows so many files that it is to forget some. Files of NTFS do not count: nothing is remembered
     * of them.
     *
     * @return mostly false
     */
    public boolean crowded() {
        return table.crowded();
    }

    /**
     * Returns names that the host is to forget if nobody uses them.
     *
     * @return those that it has known longest
     */
    public List<KnownName> oldest() {
        return table.oldest();
    }

    @Override
    public void close() throws IOException {
        for (OpenImages each : images) {
            each.close();
        }
    }
}
