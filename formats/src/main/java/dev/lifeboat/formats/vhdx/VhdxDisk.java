package dev.lifeboat.formats.vhdx;

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

/**
 * The disk in a VHDX file: dynamic, fixed or differencing, with sectors of 512 or 4096 bytes. A log that was not yet applied
 * when the file was last closed is applied in memory.
 *
 * <p>Memory does not grow with the disk. Reads keep no position; threads may share a disk.
 */
public final class VhdxDisk implements SparseSource, Closeable {
    private final VhdxFile file;
    private final ByteSource contents;
    private final BlockTable blocks;
    private final int blockSize;
    private final int sectorSize;
    private final VhdxDisk parent;
    private final Closeable owned;

    /**
     * Puts the parts together.
     *
     * @param parent null where the disk needs none
     * @param owned closed with the disk
     */
    VhdxDisk(VhdxFile file, VhdxDisk parent, Closeable owned) throws CorruptImageException {
        this.file = file;
        this.contents = file.log().contents();
        this.blocks = file.blocks();
        this.blockSize = file.metadata().blockSize();
        this.sectorSize = file.metadata().logicalSectorSize();
        this.parent = parent;
        this.owned = owned;
        if (parent != null && parent.sectorSize != sectorSize) {
            throw new CorruptImageException(
                    contents,
                    0,
                    "VHDX metadata",
                    "logical sector size is " + sectorSize + ", and that of the parent " + parent.name() + " is "
                            + parent.sectorSize);
        }
    }

    /**
     * Opens an image file and, of a differencing disk, its ancestors. They are looked for only in the folder of the image and
     * below it.
     *
     * @param path the file
     * @return the disk, which owns the files: the caller closes it
     * @throws CorruptImageException if the file is not a valid VHDX, or its ancestors run in a circle
     * @throws UnsupportedImageException if it requires something unknown, or a parent is missing or not the right one
     * @throws IOException if a file cannot be read
     */
    public static VhdxDisk open(Path path) throws IOException {
        return ParentChain.open(new VhdxFormat(), path);
    }

    /**
     * Reads a disk that needs no parent.
     *
     * @param file the file's bytes; the disk does not own them, and closing it closes nothing
     * @return the disk
     * @throws CorruptImageException if this is not a valid VHDX
     * @throws UnsupportedImageException if it requires something unknown, or is a differencing disk
     * @throws IOException if the bytes cannot be read
     */
    public static VhdxDisk read(ByteSource file) throws IOException {
        VhdxFile parts = VhdxFile.read(file);
        Optional<ParentLocator> locator = parts.metadata().parentLocator();
        if (locator.isPresent()) {
            throw new UnsupportedImageException(
                    file.name(),
                    "is a differencing disk, and its " + locator.get().parentText() + " is not at hand");
        }
        return new VhdxDisk(parts, null, () -> {});
    }

    /**
     * Reads a differencing disk.
     *
     * @param file the file's bytes; the disk does not own them, and closing it closes nothing
     * @param parent the disk below, which is not owned either
     * @return the disk
     * @throws CorruptImageException if this is not a valid VHDX
     * @throws UnsupportedImageException if it requires something unknown, or that is not its parent
     * @throws IOException if the bytes cannot be read
     */
    public static VhdxDisk read(ByteSource file, VhdxDisk parent) throws IOException {
        VhdxFile parts = VhdxFile.read(file);
        new VhdxFormat().requireParent(parts, parent.file);
        return new VhdxDisk(parts, parent, () -> {});
    }

    /**
     * Returns the file's name.
     *
     * @return such as {@code C.vhdx}
     */
    @Override
    public String name() {
        return contents.name();
    }

    /**
     * Returns the size of the virtual disk.
     *
     * @return in bytes, a multiple of the logical sector size
     */
    @Override
    public long size() {
        return file.metadata().virtualDiskSize();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Bounds.check(this, offset, target);
        long at = offset;
        while (target.hasRemaining()) {
            at += readSome(at, target);
        }
    }

    /** Reads what has one origin, and returns how many bytes that were. */
    private int readSome(long at, ByteBuffer target) throws IOException {
        long block = at / blockSize;
        int within = (int) (at % blockSize);
        int length = Math.min(target.remaining(), blockSize - within);
        long entry = blocks.entryOf(block);
        switch (blocks.stateOf(entry, block)) {
            case NOT_PRESENT -> readParent(at, target, length);
            case UNDEFINED, ZERO, UNMAPPED -> Buffers.zeros(target, length);
            case FULLY_PRESENT -> {
                long data = blocks.dataOf(entry, block, within, length);
                length = blocks.contiguous(entry, block, data, length, target.remaining());
                Buffers.fill(contents, data, target, length);
            }
            case PARTIALLY_PRESENT -> {
                long bitmap = blocks.bitmapFor(block);
                boolean stored = blocks.isStored(bitmap, at / sectorSize);
                length = runLength(bitmap, at, stored, length);
                if (stored) {
                    Buffers.fill(contents, blocks.dataOf(entry, block, within, length), target, length);
                } else {
                    readParent(at, target, length);
                }
            }
        }
        return length;
    }

    /** How many bytes of a partially present block, at most {@code length}, come from where the first comes from. */
    private int runLength(long bitmap, long at, boolean stored, int length) throws IOException {
        long limit = (at + length - 1) / sectorSize + 1;
        long end = blocks.runEnd(bitmap, at / sectorSize, stored, limit);
        return (int) Math.min(length, end * sectorSize - at);
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
        long block = offset / blockSize;
        int length = (int) Math.min(size() - offset, blockSize - offset % blockSize);
        return switch (stateAt(offset)) {
            case NOT_PRESENT -> new Extent(parent == null ? Origin.NOWHERE : Origin.PARENT, length);
            case UNDEFINED, UNMAPPED -> new Extent(Origin.NOWHERE, length);
            case ZERO -> new Extent(Origin.ZERO, length);
            case FULLY_PRESENT -> new Extent(Origin.STORED, length);
            case PARTIALLY_PRESENT -> {
                long bitmap = blocks.bitmapFor(block);
                boolean stored = blocks.isStored(bitmap, offset / sectorSize);
                yield new Extent(stored ? Origin.STORED : Origin.PARENT, runLength(bitmap, offset, stored, length));
            }
        };
    }

    @Override
    public Extent extentThroughParents(long offset) throws IOException {
        return SparseSource.extentThrough(parent, offset, extentAt(offset));
    }

    /** As every VHDX that Windows makes begins, be it by a backup, Hyper-V or a person. */
    @Override
    public boolean storesZeros() {
        return creator().startsWith("Microsoft Windows") && (parent == null || parent.storesZeros());
    }

    /**
     * Returns the state of a block. A block that is not present may be so in the parent.
     *
     * @param offset of any byte in the block
     * @return how the block is stored in this file
     * @throws CorruptImageException if the offset is not on the disk, or the block's entry is damaged
     * @throws IOException if the file cannot be read
     */
    public BlockState stateAt(long offset) throws IOException {
        Bounds.check(this, offset, 1, "block state");
        long block = offset / blockSize;
        return blocks.stateOf(blocks.entryOf(block), block);
    }

    /**
     * Returns what the file's metadata says of the disk: block and sector sizes, its identifier.
     *
     * @return the metadata
     */
    public VhdxMetadata metadata() {
        return file.metadata();
    }

    /**
     * Returns the file's current header.
     *
     * @return the header
     */
    public VhdxHeader header() {
        return file.header();
    }

    /**
     * Returns the name of the program that made the file.
     *
     * @return such as {@code Microsoft Windows 10.0.17763.0}; may be empty
     */
    public String creator() {
        return file.identifier().creator();
    }

    /**
     * Returns the parent of a differencing disk.
     *
     * @return the disk below, closed with this one if that was opened by path
     */
    public Optional<VhdxDisk> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * Returns the bytes of the file that the disk is in.
     *
     * @return with the log applied; they can be read until this disk is closed
     */
    public ByteSource container() {
        return contents;
    }

    /**
     * Returns whether the file was not closed in order, so that its log had to be applied. The file itself still is as it was.
     *
     * @return whether there was a log to replay
     */
    public boolean wasLogReplayed() {
        return file.log().entries() > 0;
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
