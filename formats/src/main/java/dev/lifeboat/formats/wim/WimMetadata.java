package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of an image: security descriptors, and the tree of directory entries. Up to 64 MiB of it are kept in memory as
 * they are stored; entries are found by their offsets.
 */
public final class WimMetadata {
    /** Forty times that of a large Windows. */
    private static final long LARGEST = 1 << 30;

    private final MetadataBytes bytes;
    private final SecurityData security;
    private final long rootAt;
    private final DentryScan seen;

    /** Receives the entries of a directory. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes an entry.
         *
         * @param dentry in the order in which they are stored
         * @throws IOException ends the visit
         */
        void dentry(Dentry dentry) throws IOException;
    }

    /** Receives every name of an image. */
    @FunctionalInterface
    public interface PathVisitor {
        /**
         * Takes a name.
         *
         * @param dentry a directory before what it holds
         * @param path from the root, which is {@code /}; changes after the call; cut off behind 32,767 characters
         * @throws IOException ends the walk
         */
        void dentry(Dentry dentry, CharSequence path) throws IOException;
    }

    private WimMetadata(MetadataBytes bytes, SecurityData security, long rootAt, DentryScan seen) {
        this.bytes = bytes;
        this.security = security;
        this.rootAt = rootAt;
        this.seen = seen;
    }

    /**
     * Reads the metadata of an image, and looks at every entry once.
     *
     * @param resource what its resource expands to
     * @return the tree
     * @throws CorruptImageException if it is damaged: then no part of it can be relied on
     * @throws UnsupportedImageException if it is larger than 1 GiB
     * @throws IOException if the storage cannot be read
     */
    static WimMetadata read(ByteSource resource) throws IOException {
        if (resource.size() > LARGEST) {
            throw new UnsupportedImageException(
                    resource.name(),
                    "has " + resource.size() + " bytes of metadata; at most " + LARGEST + " are supported");
        }
        MetadataBytes bytes = MetadataBytes.of(resource);
        Struct head = bytes.part(0, 8, "security data");
        long length = head.u32(0);
        if (length > bytes.size()) {
            throw head.corrupt(0, "length", "is " + length + ", more than the " + bytes.size() + " bytes of metadata");
        }
        SecurityData security = SecurityData.read(bytes.part(0, (int) length, "security data"));
        long root = Math.max(8, length + 7 & ~7L); // some programs write 0 for nothing
        if (bytes.endsAt(root)) {
            return new WimMetadata(bytes, security, 0, DentryScan.empty(bytes));
        }
        Struct entry = bytes.entry(root);
        if (!Dentry.directory(entry)) {
            throw entry.corrupt(8, "attributes", "are those of a file, expected the root directory");
        }
        return new WimMetadata(bytes, security, root, DentryScan.scan(bytes, root));
    }

    /**
     * Returns the root directory.
     *
     * @return its entry; one without anything in it for an image that is empty
     * @throws IOException if the storage cannot be read
     */
    public Dentry root() throws IOException {
        if (rootAt == 0) {
            return new Dentry(0, 0, 0x10, -1, 0, 0, 0, 0, 0, 0, List.of(), "", "");
        }
        return dentry(rootAt);
    }

    /**
     * Reads an entry again.
     *
     * @param offset of an entry that this has returned before
     * @return the entry
     * @throws CorruptImageException if there is none
     * @throws IOException if the storage cannot be read
     */
    public Dentry dentry(long offset) throws IOException {
        return offset == 0 ? root() : Dentry.read(bytes.entry(offset), offset);
    }

    /**
     * Visits what a directory holds.
     *
     * @param directory an entry of this image
     * @param visitor receives the entries
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    public void children(Dentry directory, Visitor visitor) throws IOException {
        long at = directory.directory() ? directory.children() : 0;
        while (at != 0 && !bytes.endsAt(at)) {
            Dentry dentry = Dentry.read(bytes.entry(at), at);
            visitor.dentry(dentry);
            at = dentry.next();
        }
    }

    /**
     * Visits all that is in the image, the root first.
     *
     * @param visitor receives each name
     * @throws IOException if the storage cannot be read, or the visitor throws
     */
    public void walk(PathVisitor visitor) throws IOException {
        new MetadataWalk(this, visitor).walk();
    }

    boolean endsAt(long offset) throws IOException {
        return bytes.endsAt(offset);
    }

    /**
     * Tells how many names a file has.
     *
     * @param dentry one of them
     * @return 1 or more
     */
    public int names(Dentry dentry) {
        return dentry.linkGroup() == 0 ? 1 : Math.max(1, seen.names(dentry.linkGroup()));
    }

    /**
     * Returns the security descriptor of a file.
     *
     * @param dentry a name of it
     * @return its bytes, self-relative, [MS-DTYP] 2.4.6; absent if it has none
     * @throws CorruptImageException if there is none of that number
     */
    public Optional<Struct> securityDescriptor(Dentry dentry) throws CorruptImageException {
        int id = dentry.securityId();
        if (id == -1) {
            return Optional.empty();
        }
        if (id < 0 || id >= security.count()) {
            throw new CorruptImageException(
                    bytes.source(),
                    dentry.offset(),
                    "directory entry",
                    "has the security descriptor " + id + " of " + security.count());
        }
        return Optional.of(security.descriptor(id));
    }

    /**
     * Returns how many security descriptors there are.
     *
     * @return 0 or more
     */
    public int securityDescriptors() {
        return security.count();
    }

    /**
     * Returns how many names there are that are no directory's.
     *
     * @return each name of a file counted
     */
    public int files() {
        return seen.files();
    }

    /**
     * Returns how many directories there are.
     *
     * @return the root counted
     */
    public int directories() {
        return seen.directories();
    }

    /**
     * Returns the resource that this was read from.
     *
     * @return for messages
     */
    public ByteSource source() {
        return bytes.source();
    }
}
