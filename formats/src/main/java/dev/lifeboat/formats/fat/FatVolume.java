package dev.lifeboat.formats.fat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A FAT12, FAT16 or FAT32 volume, read-only. Holds no more of it than some pages of the FAT; threads may share it.
 *
 * <p>Where the copies of the FAT should all be the same, a chain that the first of them breaks is looked for in the others.
 */
public final class FatVolume {
    /** Section 6: a directory has at most 65,536 entries. */
    private static final long LARGEST_DIRECTORY = 65_536L * 32;

    /** Windows cannot open what lies deeper than half of 32,767 characters; people stop long before. */
    private static final int DEEPEST = 1024;

    private static final int MOST_PENDING = 1 << 18;

    private final ByteSource bytes;
    private final BiosParameterBlock layout;
    private final Optional<CorruptImageException> bootSectorComplaint;
    private final List<FatTable> tables;
    private final FatEntry root;

    private FatVolume(
            ByteSource bytes, BiosParameterBlock layout, Optional<CorruptImageException> bootSectorComplaint) {
        this.bytes = bytes;
        this.layout = layout;
        this.bootSectorComplaint = bootSectorComplaint;
        List<FatTable> all = new ArrayList<>();
        for (int copy = 0; copy < layout.fatCount(); copy++) {
            all.add(new FatTable(bytes, layout, copy));
        }
        this.tables = List.copyOf(all);
        this.root = FatEntry.root(layout.rootCluster());
    }

    /**
     * Reads the boot sector; where it makes no sense, the backup that FAT32 keeps.
     *
     * @param volume the volume's bytes, from the boot sector on
     * @return the volume; its directories are read when they are asked for
     * @throws CorruptImageException if it is no FAT volume; the complaint is about the first boot sector
     * @throws IOException if the storage cannot be read
     */
    public static FatVolume read(ByteSource volume) throws IOException {
        try {
            return new FatVolume(volume, BiosParameterBlock.read(volume, 0), Optional.empty());
        } catch (CorruptImageException complaint) {
            return new FatVolume(volume, readBackup(volume, complaint), Optional.of(complaint));
        }
    }

    /** The size of a sector is not known when its boot sector is gone: each is tried. */
    private static BiosParameterBlock readBackup(ByteSource volume, CorruptImageException complaint)
            throws IOException {
        for (int sector = 512; sector <= 4096; sector *= 2) {
            try {
                BiosParameterBlock backup = BiosParameterBlock.read(volume, 6L * sector);
                if (backup.bytesPerSector() == sector && backup.backupSector() == 6) {
                    return backup;
                }
            } catch (CorruptImageException e) {
                complaint.addSuppressed(e);
            }
        }
        throw complaint;
    }

    /**
     * Returns where everything is.
     *
     * @return the layout
     */
    public BiosParameterBlock layout() {
        return layout;
    }

    /**
     * Returns the volume's bytes.
     *
     * @return what {@link #read} was given
     */
    public ByteSource bytes() {
        return bytes;
    }

    /**
     * Returns what is wrong with the first boot sector, if the backup was used.
     *
     * @return the complaint
     */
    public Optional<CorruptImageException> bootSectorComplaint() {
        return bootSectorComplaint;
    }

    /**
     * Returns every copy of the FAT.
     *
     * @return at least one, usually two
     */
    public List<FatTable> tables() {
        return tables;
    }

    /**
     * Returns the copies of the FAT that are kept up to date, the one to believe first.
     *
     * @return at least one
     * @throws IOException if the storage cannot be read
     */
    public List<FatTable> currentTables() throws IOException {
        if (layout.activeFat().isPresent()) {
            return List.of(tables.get(layout.activeFat().get()));
        }
        if (tables.size() > 1 && !isIntact(tables.get(0)) && isIntact(tables.get(1))) {
            List<FatTable> secondFirst = new ArrayList<>(tables);
            secondFirst.add(0, secondFirst.remove(1));
            return secondFirst;
        }
        return tables;
    }

    private static boolean isIntact(FatTable table) throws IOException {
        try {
            return table.startsAsItShould();
        } catch (CorruptImageException cutShort) {
            return false;
        }
    }

    /**
     * Returns the name of the volume: that in the root directory, else that in the boot sector, which Windows does not keep
     * up to date.
     *
     * @return nothing if it has none
     * @throws ImageException if the root directory cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<String> label() throws IOException {
        return directory(root).label().or(layout::label);
    }

    /**
     * Counts the bytes in use by the FAT.
     *
     * @return in bytes, whole clusters; neither free clusters nor those marked bad
     * @throws CorruptImageException if the FAT cannot be read to its end
     * @throws IOException if the storage cannot be read
     */
    public long usedBytes() throws IOException {
        FatTable table = currentTables().get(0);
        long used = 0;
        for (int cluster = 2; cluster < layout.clusterCount() + 2; cluster++) {
            int entry = table.entry(cluster);
            used += table.isFree(entry) || table.isBad(entry) ? 0 : 1;
        }
        return used * layout.clusterSize();
    }

    /**
     * Returns the root directory.
     *
     * @return an entry without name and parent
     */
    public FatEntry root() {
        return root;
    }

    /**
     * Returns what is in a directory; {@code .}, {@code ..}, deleted entries and the volume's label are not.
     *
     * @param directory one of this volume's
     * @return files and directories in the order of the disk
     * @throws IllegalArgumentException if it is a file
     * @throws ImageException if it cannot be read to its end
     * @throws IOException if the storage cannot be read
     */
    public List<FatEntry> children(FatEntry directory) throws IOException {
        return directory(directory).entries();
    }

    /**
     * Reads a directory.
     *
     * @param directory one of this volume's
     * @return all that is in it
     * @throws IllegalArgumentException if it is a file
     * @throws CorruptImageException if its chain of clusters is broken, or it lies in itself
     * @throws UnsupportedImageException if it lies in more than 1024 others
     * @throws IOException if the storage cannot be read
     */
    public FatDirectory directory(FatEntry directory) throws IOException {
        return FatDirectory.read(content(directory), directory, layout.type());
    }

    private ByteSource content(FatEntry directory) throws IOException {
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException(directory + " is a file");
        }
        if (directory.parent().isEmpty() && layout.type() != FatType.FAT32) {
            return bytes.slice("root directory", layout.rootOffset(), layout.rootEntries() * 32L);
        }
        refuseLoop(directory);
        ClusterChain chain = chain(directory, 1);
        long size = chain.length() * layout.clusterSize();
        return new ChainSource(bytes, layout, chain, directory.path(), size);
    }

    /**
     * Finds a file or directory by its path; long and short names do, in upper or lower case.
     *
     * @param path such as {@code EFI/Microsoft/Boot/BCD}; {@code \} separates too
     * @return nothing if it is not there
     * @throws ImageException if a directory on the way cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<FatEntry> find(String path) throws IOException {
        FatEntry at = root;
        for (String name : path.split("[/\\\\]", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            if (!at.isDirectory()) {
                return Optional.empty();
            }
            String folded = fold(name);
            Optional<FatEntry> next = children(at).stream()
                    .filter(e ->
                            fold(e.name()).equals(folded) || fold(e.shortName()).equals(folded))
                    .findFirst();
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private static String fold(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the content of a file.
     *
     * @param file one of this volume's
     * @return its bytes, read when they are asked for
     * @throws IllegalArgumentException if it is a directory
     * @throws CorruptImageException if the chain of clusters has not room for the file's size, in any copy of the FAT
     * @throws IOException if the storage cannot be read
     */
    public ByteSource open(FatEntry file) throws IOException {
        if (file.isDirectory()) {
            throw new IllegalArgumentException(file + " is a directory");
        }
        long clusters = (file.size() + layout.clusterSize() - 1) / layout.clusterSize();
        ClusterChain chain = clusters == 0 ? ClusterChain.empty() : chain(file, clusters);
        return new ChainSource(bytes, layout, chain, file.path(), file.size());
    }

    /** Receives what {@link #walk} meets. */
    public interface Visitor {
        /**
         * Takes a file or directory; what is in a directory comes later.
         *
         * @param entry never the root
         * @throws IOException as the visitor likes; it ends the walk
         */
        void entry(FatEntry entry) throws IOException;

        /**
         * Takes a directory as a whole, before what is in it.
         *
         * @param directory may be the root
         * @param content all that is in it
         * @throws IOException as the visitor likes; it ends the walk
         */
        default void directory(FatEntry directory, FatDirectory content) throws IOException {}

        /**
         * Takes a directory that cannot be read; the walk goes on with the next.
         *
         * @param directory may be the root
         * @param complaint why
         * @throws IOException as the visitor likes; it ends the walk
         */
        void unreadable(FatEntry directory, ImageException complaint) throws IOException;
    }

    /**
     * Visits everything on the volume, each directory once, however the image links them.
     *
     * @param visitor receives every entry
     * @throws ImageException if directories share clusters so that there is no end to them
     * @throws IOException if the storage cannot be read, or from the visitor
     */
    public void walk(Visitor visitor) throws IOException {
        BitSet seen = new BitSet();
        long room = bytes.size();
        Deque<FatEntry> pending = new ArrayDeque<>();
        pending.push(root);
        while (!pending.isEmpty()) {
            FatEntry directory = pending.pop();
            FatDirectory content;
            try {
                refuseSecond(directory, seen);
                ByteSource source = content(directory);
                room -= source.size();
                if (room < 0) {
                    break;
                }
                content = FatDirectory.read(source, directory, layout.type());
            } catch (ImageException complaint) {
                visitor.unreadable(directory, complaint);
                continue;
            }
            visitor.directory(directory, content);
            List<FatEntry> entries = content.entries();
            for (FatEntry entry : entries) {
                visitor.entry(entry);
            }
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (entries.get(i).isDirectory()) {
                    pending.push(entries.get(i));
                }
            }
            if (pending.size() > MOST_PENDING) {
                throw new UnsupportedImageException(
                        bytes.name(), "more than " + MOST_PENDING + " directories to be read are not supported");
            }
        }
        if (room < 0) {
            throw new CorruptImageException(
                    bytes, 0, "directories", "share clusters: together they are larger than the volume");
        }
    }

    private void refuseSecond(FatEntry directory, BitSet seen) throws CorruptImageException {
        long cluster = directory.firstCluster();
        if (layout.isCluster(cluster)) {
            if (seen.get((int) cluster)) {
                throw complaint(directory, "starts at cluster " + cluster + ", as another directory does");
            }
            seen.set((int) cluster);
        }
    }

    private void refuseLoop(FatEntry directory) throws ImageException {
        int depth = 0;
        for (Optional<FatEntry> up = directory.parent();
                up.isPresent();
                up = up.get().parent()) {
            if (up.get().firstCluster() == directory.firstCluster()) {
                throw complaint(
                        directory,
                        "lies in itself: cluster " + directory.firstCluster() + " is that of "
                                + up.get().path() + " too");
            }
            if (++depth > DEEPEST) {
                throw new UnsupportedImageException(
                        bytes.name(), "directories in more than " + DEEPEST + " others are not supported");
            }
        }
    }

    /** Follows a chain in the first copy of the FAT in which it is whole. */
    private ClusterChain chain(FatEntry entry, long clusters) throws IOException {
        long most = entry.isDirectory() ? Math.max(1, LARGEST_DIRECTORY / layout.clusterSize()) : layout.clusterCount();
        CorruptImageException first = null;
        for (FatTable table : currentTables()) {
            try {
                ClusterChain chain = ClusterChain.follow(table, layout, entry.firstCluster(), most);
                if (isWhole(chain, entry, clusters)) {
                    return chain;
                }
                throw complaint(entry, shortfall(chain, entry, table));
            } catch (CorruptImageException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first;
    }

    /** A file needs room for its size; what comes after does not matter. A directory has no size but its chain. */
    private static boolean isWhole(ClusterChain chain, FatEntry entry, long clusters) {
        return entry.isDirectory()
                ? chain.end() == ClusterChain.End.MARKED
                : chain.end() != ClusterChain.End.LOOP && chain.length() >= clusters;
    }

    private String shortfall(ClusterChain chain, FatEntry entry, FatTable table) {
        String room = entry.isDirectory()
                ? ""
                : "size is " + entry.size() + " bytes, its clusters have room for "
                        + chain.length() * layout.clusterSize() + ": ";
        return room + "chain " + chain.endInWords() + " (" + table.name() + ")";
    }

    private CorruptImageException complaint(FatEntry entry, String problem) {
        long at = layout.isCluster(entry.firstCluster()) ? layout.clusterOffset(entry.firstCluster()) : 0;
        return new CorruptImageException(bytes, at, entry.path(), problem);
    }
}
