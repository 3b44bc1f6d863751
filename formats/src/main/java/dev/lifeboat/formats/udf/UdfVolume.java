package dev.lifeboat.formats.udf;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A UDF volume, read-only. Holds no more than where its partitions are; threads may share it. */
public final class UdfVolume {
    /** As in FAT: far deeper than people go. */
    private static final int DEEPEST = 1024;

    private final ByteSource bytes;
    private final Anchor anchor;
    private final Struct logicalVolume;
    private final Partitions partitions;
    private final String label;
    private final UdfEntry root;

    private UdfVolume(ByteSource bytes, Anchor anchor, Struct logicalVolume, Partitions partitions, UdfEntry root)
            throws CorruptImageException {
        this.bytes = bytes;
        this.anchor = anchor;
        this.logicalVolume = logicalVolume;
        this.partitions = partitions;
        this.label = OstaText.field(logicalVolume, 84, 128).strip();
        this.root = root;
    }

    /**
     * Reads the anchor, the volume descriptors and the file set.
     *
     * @param volume the volume's bytes, from the start of the disc on
     * @return the volume; its directories are read when they are asked for
     * @throws CorruptImageException if one of these is not there or makes no sense, and its copy does not either
     * @throws UnsupportedImageException if it has virtual or sparable partitions
     * @throws IOException if the storage cannot be read
     */
    public static UdfVolume read(ByteSource volume) throws IOException {
        Anchor anchor = Anchor.find(volume);
        VolumeDescriptors descriptors = VolumeDescriptors.read(volume, anchor);
        Struct logicalVolume = descriptors.logicalVolume();
        logicalVolume.expect(212, "logical block size", logicalVolume.u32(212), anchor.blockSize());
        Partitions partitions = Partitions.read(volume, anchor.blockSize(), descriptors);
        BlockAddress fileSet = BlockAddress.ofLong(logicalVolume, 248);
        Struct set = DescriptorTag.block(
                partitions.source(fileSet),
                fileSet.block(),
                anchor.blockSize(),
                "file set descriptor",
                DescriptorTag.FILE_SET);
        UdfEntry root = UdfEntry.root(BlockAddress.ofLong(set, 400));
        return new UdfVolume(volume, anchor, logicalVolume, partitions, root);
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
     * Returns the size of a block, by which places on the disc are counted.
     *
     * @return in bytes
     */
    public int blockSize() {
        return anchor.blockSize();
    }

    /**
     * Returns the volume's name.
     *
     * @return that of the logical volume; empty if it has none
     */
    public String label() {
        return label;
    }

    /**
     * Returns how much is in use, by the logical volume integrity descriptor, 3/10.10.
     *
     * @return in bytes; absent if that cannot be read, or does not know
     * @throws IOException if the storage cannot be read
     */
    public OptionalLong usedBytes() throws IOException {
        try {
            long block = logicalVolume.u32(436);
            Struct s = DescriptorTag.block(
                    bytes, block, anchor.blockSize(), "logical volume integrity", DescriptorTag.INTEGRITY);
            long count = s.u32(72);
            long used = 0;
            for (int i = 0; i < partitions.sources().size(); i++) {
                long free = s.u32(80 + 4L * i);
                long size = s.u32(80 + 4 * (count + i));
                boolean known = i < count && free <= size && free != UNKNOWN;
                if (!known) {
                    return OptionalLong.empty();
                }
                used += size - free;
            }
            return OptionalLong.of(used * anchor.blockSize());
        } catch (ImageException e) {
            return OptionalLong.empty(); // nothing else rests on this
        }
    }

    private static final long UNKNOWN = 0xffff_ffffL;

    /**
     * Returns the root directory.
     *
     * @return an entry without name and parent
     */
    public UdfEntry root() {
        return root;
    }

    /**
     * Returns what is known of a file beside its name.
     *
     * @param entry one of this volume's
     * @return kind, size and times
     * @throws CorruptImageException if its file entry makes no sense, or is of another kind than the directory says
     * @throws UnsupportedImageException if its data is placed in a way that is not supported
     * @throws IOException if the storage cannot be read
     */
    public UdfFile file(UdfEntry entry) throws IOException {
        return UdfFile.of(fileEntry(entry));
    }

    private FileEntry fileEntry(UdfEntry entry) throws IOException {
        FileEntry file = FileEntry.read(partitions, entry.address());
        if (file.directory() != entry.directory()) {
            throw file.block()
                    .corrupt(
                            27,
                            "file type",
                            "is " + file.type() + ", and " + entry.path()
                                    + (entry.directory() ? " is to be a directory" : " is to be none"));
        }
        return file;
    }

    /**
     * Returns the names in a directory; deleted ones and the parent's are not.
     *
     * @param directory one of this volume's
     * @return in the order of the disc
     * @throws IllegalArgumentException if it is a file
     * @throws CorruptImageException if it cannot be read to its end, or lies in itself
     * @throws UnsupportedImageException if it lies in more than 1024 others, or has more than 131,072 names
     * @throws IOException if the storage cannot be read
     */
    public List<UdfEntry> children(UdfEntry directory) throws IOException {
        if (!directory.directory()) {
            throw new IllegalArgumentException(directory + " is a file");
        }
        refuseLoop(directory);
        return UdfDirectory.read(content(directory), directory);
    }

    private void refuseLoop(UdfEntry directory) throws ImageException {
        int depth = 0;
        for (Optional<UdfEntry> up = directory.parent();
                up.isPresent();
                up = up.get().parent()) {
            if (up.get().address().equals(directory.address())) {
                throw new CorruptImageException(
                        bytes,
                        0,
                        "directory",
                        directory.path() + " lies in itself: it is " + up.get().path() + " too, at "
                                + directory.address());
            }
            if (++depth > DEEPEST) {
                throw new UnsupportedImageException(
                        bytes.name(), "directories in more than " + DEEPEST + " others are not supported");
            }
        }
    }

    /**
     * Finds a file or directory by its path: in the letters of the volume, else in upper or lower case.
     *
     * @param path such as {@code sources/boot.wim}; {@code \} separates too
     * @return nothing if it is not there
     * @throws ImageException if a directory on the way cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<UdfEntry> find(String path) throws IOException {
        UdfEntry at = root;
        for (String name : path.split("[/\\\\]", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            Optional<UdfEntry> next = at.directory() ? find(children(at), name) : Optional.empty();
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private static Optional<UdfEntry> find(List<UdfEntry> entries, String name) {
        String folded = name.toUpperCase(Locale.ROOT);
        return entries.stream().filter(e -> e.name().equals(name)).findFirst().or(() -> entries.stream()
                .filter(e -> e.name().toUpperCase(Locale.ROOT).equals(folded))
                .findFirst());
    }

    /**
     * Returns the content of a file.
     *
     * @param file one of this volume's
     * @return its bytes, read when they are asked for; what was never recorded reads as zeros
     * @throws IllegalArgumentException if it is a directory
     * @throws CorruptImageException if its extents do not lie on the disc, or have not room for its size
     * @throws UnsupportedImageException if it is neither a file nor a directory, or is placed in a way that is not supported
     * @throws IOException if the storage cannot be read
     */
    public ByteSource open(UdfEntry file) throws IOException {
        if (file.directory()) {
            throw new IllegalArgumentException(file + " is a directory");
        }
        FileEntry entry = fileEntry(file);
        if (UdfFile.of(entry).kind() != UdfFile.Kind.FILE) {
            throw new UnsupportedImageException(
                    bytes.name() + file.path(), "a file of type " + entry.type() + " is not supported");
        }
        return FileContent.open(partitions, entry, bytes.name() + file.path());
    }

    private ByteSource content(UdfEntry directory) throws IOException {
        return FileContent.open(partitions, fileEntry(directory), bytes.name() + directory.path());
    }
}
