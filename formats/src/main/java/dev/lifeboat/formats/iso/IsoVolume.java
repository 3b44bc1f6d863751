package dev.lifeboat.formats.iso;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.PiecedSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An ISO 9660 volume, read-only: its Joliet tree where it has one, as Windows shows it, else the primary tree. Holds nothing of
 * it; threads may share it. A disc with several sessions is read as its first.
 */
public final class IsoVolume {
    /** As in FAT: far deeper than people go. */
    private static final int DEEPEST = 1024;

    private static final int MOST_DESCRIPTORS = 256;
    private static final int FIRST_AT = 16 * VolumeDescriptor.SECTOR;
    private static final int TERMINATOR = 255;
    private static final int BOOT_RECORD = 0;

    private final ByteSource bytes;
    private final VolumeDescriptor primary;
    private final Optional<VolumeDescriptor> joliet;
    private final Optional<BootCatalog> bootCatalog;
    private final VolumeDescriptor shown;
    private final IsoEntry root;

    private IsoVolume(
            ByteSource bytes,
            VolumeDescriptor primary,
            Optional<VolumeDescriptor> joliet,
            Optional<BootCatalog> bootCatalog) {
        this.bytes = bytes;
        this.primary = primary;
        this.joliet = joliet;
        this.bootCatalog = bootCatalog;
        this.shown = joliet.orElse(primary);
        this.root = IsoEntry.root(shown.root());
    }

    /**
     * Reads the volume descriptors, from sector 16 on.
     *
     * @param volume the volume's bytes
     * @return the volume; its directories are read when they are asked for
     * @throws CorruptImageException if there is no primary descriptor, or one of them makes no sense
     * @throws IOException if the storage cannot be read
     */
    public static IsoVolume read(ByteSource volume) throws IOException {
        VolumeDescriptor primary = null;
        Optional<VolumeDescriptor> joliet = Optional.empty();
        Optional<BootCatalog> boot = Optional.empty();
        for (int i = 0; i < MOST_DESCRIPTORS; i++) {
            Struct s = Struct.read(
                    volume,
                    FIRST_AT + (long) i * VolumeDescriptor.SECTOR,
                    VolumeDescriptor.SECTOR,
                    "volume descriptor");
            if (!s.ascii(1, 5).equals("CD001")) {
                if (primary == null) {
                    s.part(1, 5, "identifier").expectAscii(0, "CD001");
                }
                break; // some writers leave the terminator out
            }
            int type = s.u8(0);
            if (type == TERMINATOR) {
                break;
            } else if (type == VolumeDescriptor.PRIMARY && primary == null) { // 6.7.1.1: the others are copies
                primary = VolumeDescriptor.primary(s);
            } else if (type == VolumeDescriptor.SUPPLEMENTARY && joliet.isEmpty()) {
                joliet = VolumeDescriptor.joliet(s);
            } else if (type == BOOT_RECORD && boot.isEmpty()) {
                boot = BootCatalog.named(volume, s);
            }
        }
        if (primary == null) {
            throw new CorruptImageException(volume, FIRST_AT, "volume descriptors", "none of them is a primary one");
        }
        return new IsoVolume(volume, primary, joliet, boot);
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
     * Tells which tree is shown.
     *
     * @return true for that of Joliet
     */
    public boolean joliet() {
        return joliet.isPresent();
    }

    /**
     * Returns the volume's name, that of the tree which is shown.
     *
     * @return empty if it has none
     */
    public String label() {
        return shown.label().isEmpty() ? primary.label() : shown.label();
    }

    /**
     * Returns how large the volume says it is: all of it is in use.
     *
     * @return in bytes
     */
    public long usedBytes() {
        return primary.blocks() * primary.blockSize();
    }

    /**
     * Returns what firmware can start from the disc.
     *
     * @return absent if there is no El Torito boot record; whether its catalogue can be read shows when it is
     */
    public Optional<BootCatalog> bootCatalog() {
        return bootCatalog;
    }

    /**
     * Returns the root directory.
     *
     * @return an entry without name and parent
     */
    public IsoEntry root() {
        return root;
    }

    /**
     * Returns what is in a directory.
     *
     * @param directory one of this volume's
     * @return files and directories in the order of the disc
     * @throws IllegalArgumentException if it is a file
     * @throws CorruptImageException if its records make no sense, or it lies in itself
     * @throws UnsupportedImageException if it lies in more than 1024 others, or has more than 131,072 records
     * @throws IOException if the storage cannot be read
     */
    public List<IsoEntry> children(IsoEntry directory) throws IOException {
        if (!directory.directory()) {
            throw new IllegalArgumentException(directory + " is a file");
        }
        refuseLoop(directory);
        return IsoDirectory.read(content(directory), directory, shown.joliet());
    }

    private void refuseLoop(IsoEntry directory) throws ImageException {
        int depth = 0;
        for (Optional<IsoEntry> up = directory.parent();
                up.isPresent();
                up = up.get().parent()) {
            if (up.get().block() == directory.block()) {
                throw new CorruptImageException(
                        bytes,
                        directory.block() * shown.blockSize(),
                        "directory",
                        directory.path() + " lies in itself: it is " + up.get().path() + " too");
            }
            if (++depth > DEEPEST) {
                throw new UnsupportedImageException(
                        bytes.name(), "directories in more than " + DEEPEST + " others are not supported");
            }
        }
    }

    /**
     * Finds a file or directory by its path, in upper or lower case.
     *
     * @param path such as {@code sources/boot.wim}; {@code \} separates too
     * @return nothing if it is not there
     * @throws ImageException if a directory on the way cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<IsoEntry> find(String path) throws IOException {
        IsoEntry at = root;
        for (String name : path.split("[/\\\\]", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            if (!at.directory()) {
                return Optional.empty();
            }
            String folded = name.toUpperCase(Locale.ROOT);
            Optional<IsoEntry> next = children(at).stream()
                    .filter(e -> e.name().toUpperCase(Locale.ROOT).equals(folded))
                    .findFirst();
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /**
     * Returns the content of a file.
     *
     * @param file one of this volume's
     * @return its bytes, read when they are asked for
     * @throws IllegalArgumentException if it is a directory
     * @throws CorruptImageException if it does not lie on the disc
     * @throws UnsupportedImageException if it is interleaved, or on another disc of a set
     * @throws IOException if the storage cannot be read
     */
    public ByteSource open(IsoEntry file) throws IOException {
        if (file.directory()) {
            throw new IllegalArgumentException(file + " is a directory");
        }
        return content(file);
    }

    private ByteSource content(IsoEntry entry) throws IOException {
        PiecedSource.Builder pieces = new PiecedSource.Builder(bytes);
        for (IsoEntry.Piece piece : entry.pieces()) {
            if (piece.interleaved()) {
                throw new UnsupportedImageException(bytes.name() + entry.path(), "interleaved files are not supported");
            }
            if (shown.discs() > 1 && piece.volume() != shown.sequence()) {
                throw new UnsupportedImageException(
                        bytes.name() + entry.path(),
                        "lies on disc " + piece.volume() + " of a set, and this is disc " + shown.sequence());
            }
            if (piece.length() > 0) { // an empty file may lie anywhere
                long start = (piece.block() + piece.attributeBlocks()) * shown.blockSize();
                pieces.add(start, piece.length(), "extent of " + entry.path());
            }
        }
        return pieces.build(bytes.name() + entry.path(), pieces.size());
    }
}
