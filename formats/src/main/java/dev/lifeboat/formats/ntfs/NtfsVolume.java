package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.security.SecurityDescriptor;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An NTFS volume: the way in to its files. */
public final class NtfsVolume {
    /** Record of $MFTMirr. */
    public static final int MFT_MIRROR = 1;
    /** Record of $LogFile. */
    public static final int LOG_FILE = 2;
    /** Record of $Volume: label and flags. */
    public static final int VOLUME = 3;
    /** Record of the root directory. */
    public static final int ROOT = 5;
    /** Record of $Bitmap: which clusters are in use. */
    public static final int BITMAP = 6;
    /** Record of $Boot. */
    public static final int BOOT = 7;
    /** Record of $BadClus. */
    public static final int BAD_CLUSTERS = 8;
    /** Record of $Secure: the security descriptors. */
    public static final int SECURE = 9;
    /** Record of $UpCase. */
    public static final int UP_CASE = 10;
    /** Record of $Extend, the directory of newer metadata files. */
    public static final int EXTEND = 11;
    /** The first record that can belong to an ordinary file. */
    public static final int FIRST_USER_RECORD = 24;

    /** Two lists of 64 KiB, owner and group. */
    private static final int LARGEST_DESCRIPTOR = 256 << 10;

    private final ByteSource source;
    private final NtfsBootSector boot;
    private final Optional<CorruptImageException> bootProblem;
    private final Mft mft;
    private final UpCase upCase;
    /** Opened when it is first asked for: most commands never do. */
    private volatile SecurityStore securityStore;

    private NtfsVolume(ByteSource source, NtfsBootSector boot, Optional<CorruptImageException> bootProblem, Mft mft)
            throws IOException {
        this.source = source;
        this.boot = boot;
        this.bootProblem = bootProblem;
        this.mft = mft;
        this.upCase = readUpCase();
    }

    /**
     * Opens a volume. A damaged boot sector is replaced by its backup, a damaged first record by $MFTMirr's.
     *
     * @param volume the whole volume: a partition, or a disk without partitions
     * @return the volume
     * @throws CorruptImageException if neither boot sector, or neither copy of the first record, can be read
     * @throws IOException if the storage cannot be read
     */
    public static NtfsVolume read(ByteSource volume) throws IOException {
        CorruptImageException problem;
        try {
            NtfsBootSector boot = NtfsBootSector.read(volume, 0);
            return new NtfsVolume(volume, boot, Optional.empty(), Mft.read(volume, boot));
        } catch (CorruptImageException e) {
            problem = e;
        }
        // Either the sector itself is damaged, or it leads to no MFT.
        try {
            NtfsBootSector boot = backupBootSector(volume);
            return new NtfsVolume(volume, boot, Optional.of(problem), Mft.read(volume, boot));
        } catch (CorruptImageException backup) {
            problem.addSuppressed(backup);
            throw problem;
        }
    }

    private static NtfsBootSector backupBootSector(ByteSource volume) throws IOException {
        CorruptImageException problem = null;
        for (int sector = 512; sector <= 4096; sector *= 2) {
            long at = volume.size() - sector;
            try {
                return NtfsBootSector.read(volume, at);
            } catch (CorruptImageException e) {
                problem = problem == null ? e : problem;
            }
        }
        throw problem;
    }

    private UpCase readUpCase() throws IOException {
        try {
            return UpCase.read(file(UP_CASE).open("", source.name() + "/$UpCase"));
        } catch (ImageException e) {
            return UpCase.ofJava(); // names are then compared a little differently, which a check reports
        }
    }

    public ByteSource source() {
        return source;
    }

    public NtfsBootSector bootSector() {
        return boot;
    }

    /**
     * Tells why the backup boot sector had to be used.
     *
     * @return the first one's complaint, or empty if the first one was good
     */
    public Optional<CorruptImageException> bootSectorProblem() {
        return bootProblem;
    }

    public Mft mft() {
        return mft;
    }

    public UpCase upCase() {
        return upCase;
    }

    /**
     * Opens a file by the number of its base record.
     *
     * @param number of the record
     * @return the file
     * @throws CorruptImageException if the record is damaged, not in use, or no base record
     * @throws IOException if the storage cannot be read
     */
    public NtfsFile file(long number) throws IOException {
        FileRecord record = mft.record(number);
        if (!record.inUse()) {
            throw record.corrupt("is not in use");
        }
        if (!record.base()) {
            throw record.corrupt("extends record " + FileReference.of(record.baseReference()) + ", it is no file");
        }
        return new NtfsFile(mft, record);
    }

    /**
     * Opens the file that a reference means.
     *
     * @param reference bits of a {@link FileReference}
     * @return the file
     * @throws CorruptImageException if its record now belongs to another file, or is damaged
     * @throws IOException if the storage cannot be read
     */
    public NtfsFile fileOf(long reference) throws IOException {
        NtfsFile file = file(FileReference.number(reference));
        int sequence = FileReference.sequence(reference);
        if (sequence != 0 && sequence != file.record().sequence()) {
            throw file.record()
                    .corrupt("is now " + file.reference() + ", but " + FileReference.of(reference) + " is meant");
        }
        return file;
    }

    /**
     * Opens the file that a record begins.
     *
     * @param record in use, a base record
     * @return the file
     * @throws CorruptImageException if a record that extends it is damaged
     * @throws IOException if the storage cannot be read
     */
    public NtfsFile file(FileRecord record) throws IOException {
        return new NtfsFile(mft, record);
    }

    /**
     * Opens the index of a directory.
     *
     * @param directory a file of this volume
     * @return its index
     * @throws CorruptImageException if it has none
     * @throws IOException if the storage cannot be read
     */
    public DirectoryIndex index(NtfsFile directory) throws IOException {
        return DirectoryIndex.of(directory, upCase, boot.clusterSize());
    }

    /**
     * Returns who owns a file and who may do what with it.
     *
     * @param file of this volume
     * @return its security descriptor: of $Secure, or its own as before NTFS 3; empty if it has neither
     * @throws CorruptImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<SecurityDescriptor> security(NtfsFile file) throws IOException {
        long id = file.information().securityId();
        if (id != 0) {
            return Optional.of(securityStore().get(id));
        }
        if (!file.has(AttributeType.SECURITY_DESCRIPTOR, "")) {
            return Optional.empty();
        }
        ByteSource own = file.openRaw(AttributeType.SECURITY_DESCRIPTOR, "");
        if (own.size() > LARGEST_DESCRIPTOR) {
            throw file.record().corrupt("$SECURITY_DESCRIPTOR has " + own.size() + " bytes");
        }
        return Optional.of(SecurityDescriptor.read(Struct.read(own, 0, (int) own.size(), "$SECURITY_DESCRIPTOR")));
    }

    private SecurityStore securityStore() throws IOException {
        SecurityStore store = securityStore;
        if (store == null) {
            store = SecurityStore.of(file(SECURE), boot.clusterSize());
            securityStore = store;
        }
        return store;
    }

    /**
     * Returns by what a file is found although it was moved, and what it was called where it was made, which
     * $Extend/$ObjId knows if the file's own attribute does not.
     *
     * @param file of this volume
     * @return empty for most files
     * @throws CorruptImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    public Optional<ObjectId> objectId(NtfsFile file) throws IOException {
        Optional<ObjectId> own = file.objectId();
        if (own.isEmpty() || own.get().birthVolume().isPresent()) {
            return own;
        }
        Optional<IndexEntry> index = index(file(EXTEND)).find("$ObjId");
        if (index.isEmpty()) {
            return own;
        }
        NtfsFile objectIds = fileOf(index.get().reference());
        return Optional.of(ObjectIdIndex.of(objectIds, boot.clusterSize()).complete(own.get()));
    }

    /**
     * Returns the label.
     *
     * @return empty if there is none
     * @throws CorruptImageException if $Volume is damaged
     * @throws IOException if the storage cannot be read
     */
    public String label() throws IOException {
        ByteSource value = volumeAttribute(AttributeType.VOLUME_NAME);
        int chars = (int) Math.min(value.size(), 256) / 2;
        return Struct.read(value, 0, 2 * chars, "$VOLUME_NAME").utf16(0, chars);
    }

    /**
     * Tells whether Windows marked the volume for a check of its file system.
     *
     * @return the dirty flag of $VOLUME_INFORMATION
     * @throws CorruptImageException if $Volume is damaged
     * @throws IOException if the storage cannot be read
     */
    public boolean dirty() throws IOException {
        return information().flags().contains(VolumeInformation.Flag.DIRTY);
    }

    /**
     * Returns version and flags.
     *
     * @return what $VOLUME_INFORMATION says
     * @throws CorruptImageException if $Volume is damaged
     * @throws IOException if the storage cannot be read
     */
    public VolumeInformation information() throws IOException {
        ByteSource value = volumeAttribute(AttributeType.VOLUME_INFORMATION);
        return VolumeInformation.read(Struct.read(value, 0, VolumeInformation.SIZE, "$VOLUME_INFORMATION"));
    }

    /**
     * Reads how $LogFile was left.
     *
     * @return its restart pages
     * @throws CorruptImageException if the file cannot be opened
     * @throws IOException if the storage cannot be read
     */
    public LogFile logFile() throws IOException {
        return LogFile.read(file(LOG_FILE).open("", source.name() + "/$LogFile"));
    }

    private ByteSource volumeAttribute(int type) throws IOException {
        NtfsFile file = file(VOLUME);
        if (!file.has(type, "")) {
            return ByteSource.of(source.name() + "/$Volume", new byte[0]);
        }
        return file.openRaw(type, "");
    }

    /**
     * Opens the bits that say which clusters are in use.
     *
     * @return the content of $Bitmap: bit n % 8 of byte n / 8 is cluster n's
     * @throws CorruptImageException if it is damaged or too short
     * @throws IOException if the storage cannot be read
     */
    public ByteSource clusterBitmap() throws IOException {
        ByteSource bitmap = file(BITMAP).open("", source.name() + "/$Bitmap");
        if (bitmap.size() < (boot.clusters() + 7) / 8) {
            throw new CorruptImageException(
                    bitmap, 0, "$Bitmap", "has " + bitmap.size() + " bytes for " + boot.clusters() + " clusters");
        }
        return bitmap;
    }

    /**
     * Counts the bytes in use by $Bitmap.
     *
     * @return in bytes, whole clusters
     * @throws CorruptImageException if $Bitmap is damaged
     * @throws IOException if the storage cannot be read
     */
    public long usedBytes() throws IOException {
        ByteSource bitmap = clusterBitmap();
        long clusters = boot.clusters();
        long used = 0;
        byte[] chunk = new byte[1 << 16];
        for (long at = 0; at * 8 < clusters; at += chunk.length) {
            int n = (int) Math.min(chunk.length, (clusters + 7) / 8 - at);
            bitmap.read(at, ByteBuffer.wrap(chunk, 0, n));
            for (int i = 0; i < n; i++) {
                long left = clusters - (at + i) * 8;
                int bits = chunk[i] & 0xff;
                used += Integer.bitCount(left >= 8 ? bits : bits & ((1 << left) - 1));
            }
        }
        return used * boot.clusterSize();
    }
}
