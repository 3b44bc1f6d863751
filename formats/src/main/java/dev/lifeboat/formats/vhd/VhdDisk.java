package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.Buffers;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ParentChain;
import dev.lifeboat.formats.source.SparseSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The disk in a VHD file: fixed, dynamic or differencing. Its sectors have 512 bytes.
 *
 * <p>Memory does not grow with the disk. Reads keep no position; threads may share a disk.
 */
public final class VhdDisk implements SparseSource, Closeable {
    private static final int SECTOR = 512;
    /** Hyper-V and everything that attaches disks in Windows; the backup of Windows. */
    private static final Set<String> WINDOWS = Set.of("win", "vsim");

    private final VhdFile file;
    private final VhdDisk parent;
    private final Closeable owned;

    /**
     * Puts the parts together.
     *
     * @param parent null where the disk needs none
     * @param owned closed with the disk
     */
    VhdDisk(VhdFile file, VhdDisk parent, Closeable owned) {
        this.file = file;
        this.parent = parent;
        this.owned = owned;
    }

    /**
     * Opens an image file and, of a differencing disk, its ancestors. They are looked for only in the folder of the image and
     * below it.
     *
     * @param path the file
     * @return the disk, which owns the files: the caller closes it
     * @throws CorruptImageException if the file is not a valid VHD, or its ancestors run in a circle
     * @throws UnsupportedImageException if it is of an unknown version, or a parent is missing or not the right one
     * @throws IOException if a file cannot be read
     */
    public static VhdDisk open(Path path) throws IOException {
        return ParentChain.open(new VhdFormat(), path);
    }

    /**
     * Reads a disk that needs no parent.
     *
     * @param file the file's bytes; the disk does not own them, and closing it closes nothing
     * @return the disk
     * @throws CorruptImageException if this is not a valid VHD
     * @throws UnsupportedImageException if it is of an unknown version, or a differencing disk
     * @throws IOException if the bytes cannot be read
     */
    public static VhdDisk read(ByteSource file) throws IOException {
        VhdFile parts = VhdFile.read(file);
        if (parts.isDifferencing()) {
            throw new UnsupportedImageException(
                    file.name(), "is a differencing disk, and its " + VhdFormat.parentText(parts) + " is not at hand");
        }
        return new VhdDisk(parts, null, () -> {});
    }

    /**
     * Reads a differencing disk.
     *
     * @param file the file's bytes; the disk does not own them, and closing it closes nothing
     * @param parent the disk below, which is not owned either
     * @return the disk
     * @throws CorruptImageException if this is not a valid VHD
     * @throws UnsupportedImageException if it is of an unknown version, or that is not its parent
     * @throws IOException if the bytes cannot be read
     */
    public static VhdDisk read(ByteSource file, VhdDisk parent) throws IOException {
        VhdFile parts = VhdFile.read(file);
        new VhdFormat().requireParent(parts, parent.file);
        return new VhdDisk(parts, parent, () -> {});
    }

    /**
     * Returns the file's name.
     *
     * @return such as {@code C.vhd}
     */
    @Override
    public String name() {
        return file.bytes().name();
    }

    /**
     * Returns the size of the virtual disk.
     *
     * @return in bytes, a multiple of 512
     */
    @Override
    public long size() {
        return file.footer().currentSize();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        if (file.blocks() == null) {
            file.bytes().read(offset, target);
            return;
        }
        long at = offset;
        while (target.hasRemaining()) {
            at += readSome(at, target);
        }
    }

    /** Reads what has one origin, and returns how many bytes that were. */
    private int readSome(long at, ByteBuffer target) throws IOException {
        int blockSize = file.header().blockSize();
        long block = at / blockSize;
        int within = (int) (at % blockSize);
        int length = Math.min(target.remaining(), blockSize - within);
        long place = file.blocks().placeOf(block);
        if (place < 0) {
            readParent(at, target, length);
            return length;
        }
        long data = file.blocks().dataOf(place, block, within, length);
        boolean stored = isStored(place, within);
        if (parent != null) {
            length = runLength(place, within, stored, length);
        }
        if (stored) {
            Buffers.fill(file.bytes(), data, target, length);
        } else {
            readParent(at, target, length);
        }
        return length;
    }

    /** Without a parent the bitmap tells nothing: some programs never set its bits. */
    private boolean isStored(long place, int within) throws IOException {
        return parent == null || file.blocks().isStored(place, within / SECTOR);
    }

    /** How many bytes of a block, at most {@code length}, come from where the first comes from. */
    private int runLength(long place, int within, boolean stored, int length) throws IOException {
        long limit = ((long) within + length - 1) / SECTOR + 1;
        long end = file.blocks().runEnd(place, within / SECTOR, stored, limit);
        return (int) Math.min(length, end * SECTOR - within);
    }

    /** The parent may be smaller than its child, which then starts out with zeros behind the parent's end. */
    private void readParent(long at, ByteBuffer target, int length) throws IOException {
        int below = parent == null ? 0 : (int) Math.max(0, Math.min(length, parent.size() - at));
        if (below > 0) {
            Buffers.fill(parent, at, target, below);
        }
        Buffers.zeros(target, length - below);
    }

    @Override
    public Extent extentAt(long offset) throws IOException {
        Bounds.check(this, offset, 1, "extent");
        if (file.blocks() == null) {
            return new Extent(Origin.STORED, size() - offset);
        }
        int blockSize = file.header().blockSize();
        int within = (int) (offset % blockSize);
        int length = (int) Math.min(size() - offset, blockSize - within);
        long place = file.blocks().placeOf(offset / blockSize);
        if (place < 0) {
            return new Extent(parent == null ? Origin.NOWHERE : Origin.PARENT, length);
        }
        if (parent == null) {
            return new Extent(Origin.STORED, length);
        }
        file.blocks().dataOf(place, offset / blockSize, within, length);
        boolean stored = isStored(place, within);
        return new Extent(stored ? Origin.STORED : Origin.PARENT, runLength(place, within, stored, length));
    }

    @Override
    public Extent extentThroughParents(long offset) throws IOException {
        return SparseSource.extentThrough(parent, offset, extentAt(offset));
    }

    @Override
    public boolean storesZeros() {
        return WINDOWS.contains(footer().creator()) && (parent == null || parent.storesZeros());
    }

    /**
     * Returns what the file's footer says of the disk: its kind, identifier and maker.
     *
     * @return the footer
     */
    public VhdFooter footer() {
        return file.footer();
    }

    /**
     * Returns the header of a dynamic or differencing disk.
     *
     * @return nothing for a fixed disk
     */
    public Optional<DynamicHeader> header() {
        return Optional.ofNullable(file.header());
    }

    /**
     * Returns the parent of a differencing disk.
     *
     * @return the disk below, closed with this one if that was opened by path
     */
    public Optional<VhdDisk> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * Returns the bytes of the file that the disk is in.
     *
     * @return they can be read until this disk is closed
     */
    public ByteSource container() {
        return file.bytes();
    }

    /** Closes the files that {@link #open} opened. */
    @Override
    public void close() throws IOException {
        owned.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
