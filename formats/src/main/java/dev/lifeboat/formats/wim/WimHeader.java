package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * The header of a WIM file, its first 208 bytes.
 *
 * @param version {@link #USUAL} or {@link #SOLID}
 * @param flags see the methods
 * @param chunkSize what chunks of compressed resources expand to, in bytes; 0 where nothing is compressed
 * @param guid the same in all parts of a split set
 * @param part number of this part, from 1
 * @param parts how many parts the set has, 1 or more
 * @param images how many images it holds
 * @param blobTable where the table of all blobs is
 * @param xml where the description is
 * @param bootMetadata that of the image to start from; absent without one
 * @param bootImage number of the image to start from, from 1; 0 for none
 * @param integrity where the integrity table is; absent without one
 */
public record WimHeader(
        int version,
        int flags,
        int chunkSize,
        UUID guid,
        int part,
        int parts,
        long images,
        ResourceHeader blobTable,
        ResourceHeader xml,
        ResourceHeader bootMetadata,
        long bootImage,
        ResourceHeader integrity) {
    /** Size in bytes. */
    public static final int SIZE = 208;

    /** Version 1.13 of the format. */
    public static final int USUAL = 0x10d00;

    /** Version 0.14, in which resources may be solid. */
    public static final int SOLID = 0xe00;

    static final String MAGIC = "MSWIM\0\0\0";
    private static final String PIPABLE = "WLPWM\0\0\0";

    private static final int COMPRESSED = 0x2;
    private static final int READ_ONLY = 0x4;
    private static final int SPANNED = 0x8;
    private static final int RESOURCES_ONLY = 0x10;
    private static final int METADATA_ONLY = 0x20;
    private static final int WRITE_IN_PROGRESS = 0x40;
    private static final int RELATIVE_LINKS = 0x80;
    private static final int XPRESS = 0x2_0000;
    private static final int LZX = 0x4_0000;
    private static final int LZMS = 0x8_0000;
    private static final int XPRESS_2 = 0x20_0000;

    /**
     * Reads a header.
     *
     * @param file all of it
     * @return the header, its fields checked against each other, but not against the file's size
     * @throws CorruptImageException if it contradicts itself
     * @throws UnsupportedImageException if it is of a kind that is not read here
     * @throws IOException if the storage cannot be read
     */
    public static WimHeader read(ByteSource file) throws IOException {
        Struct s = Struct.read(file, 0, SIZE, "WIM header");
        if (s.ascii(0, MAGIC.length()).equals(PIPABLE)) {
            throw new UnsupportedImageException(
                    file.name(), "is a pipable WIM, which is not supported; 'wimlib-imagex export' makes a usual one");
        }
        s.expectAscii(0, MAGIC);
        s.expect(0x08, "header size", s.u32(0x08), SIZE);
        long version = s.u32(0x0c);
        if (version != USUAL && version != SOLID) {
            throw new UnsupportedImageException(
                    file.name(), "is a WIM of version 0x" + Long.toHexString(version) + ", which is not supported");
        }
        WimHeader header = new WimHeader(
                (int) version,
                (int) s.u32(0x10),
                (int) Math.min(s.u32(0x14), Integer.MAX_VALUE),
                s.guid(0x18),
                s.u16(0x28),
                s.u16(0x2a),
                s.u32(0x2c),
                ResourceHeader.read(s, 0x30),
                ResourceHeader.read(s, 0x48),
                ResourceHeader.read(s, 0x60),
                s.u32(0x78),
                ResourceHeader.read(s, 0x7c));
        header.check(file, s);
        return header;
    }

    private void check(ByteSource file, Struct s) throws CorruptImageException, UnsupportedImageException {
        if (part < 1 || part > parts) {
            throw s.corrupt(0x28, "part", "is " + part + " of " + parts);
        }
        if ((flags & METADATA_ONLY) != 0 || (flags & RESOURCES_ONLY) != 0) {
            throw new UnsupportedImageException(
                    file.name(),
                    (flags & METADATA_ONLY) != 0
                            ? "holds no files' contents, which lie in another file; such a WIM is not supported"
                            : "holds no images, only contents for another WIM; such a WIM is not supported");
        }
        if (!compressed()) {
            return;
        }
        Codec codec = codec().orElseThrow(() -> new UnsupportedImageException(
                file.name(),
                "is compressed in a way that is not known: its flags are 0x" + Integer.toHexString(flags)));
        if (!codec.allows(chunkSize)) {
            throw s.corrupt(0x14, "chunk size", "is " + chunkSize + ", which " + codec.label() + " does not allow");
        }
    }

    /**
     * Returns how resources are compressed that are not solid.
     *
     * @return empty if nothing is
     */
    public Optional<Codec> codec() {
        if (!compressed()) {
            return Optional.empty();
        }
        return switch (flags & (XPRESS | LZX | LZMS | XPRESS_2)) {
            case XPRESS, XPRESS_2, XPRESS | XPRESS_2 -> Optional.of(Codec.XPRESS);
            case LZX -> Optional.of(Codec.LZX);
            case LZMS -> Optional.of(Codec.LZMS);
            default -> Optional.empty();
        };
    }

    private boolean compressed() {
        return (flags & COMPRESSED) != 0;
    }

    public boolean readOnly() {
        return (flags & READ_ONLY) != 0;
    }

    public boolean spanned() {
        return (flags & SPANNED) != 0;
    }

    /**
     * Tells whether a program has begun to change the file and has not finished.
     *
     * @return true also if it never will
     */
    public boolean writeInProgress() {
        return (flags & WRITE_IN_PROGRESS) != 0;
    }

    /**
     * Tells whether absolute links were changed to lead to places in the image when it was captured.
     *
     * @return as its flag says
     */
    public boolean relativeLinks() {
        return (flags & RELATIVE_LINKS) != 0;
    }
}
