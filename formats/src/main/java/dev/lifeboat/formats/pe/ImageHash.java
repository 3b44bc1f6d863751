package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.source.Bounds;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;

/**
 * The hash of an image, "Calculating the PE Image Hash" in the Authenticode paper: headers without the checksum and the entry of the
 * certificate table, the sections in the order of the file, then what is left but the certificates. Bytes between two sections belong
 * to neither and are not hashed, by the paper and by UEFI firmware.
 */
final class ImageHash {
    private static final int PIECE = 1 << 16;
    private static final int CHECKSUM_SIZE = 4;

    private final ByteSource file;
    private final List<MessageDigest> digests;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    private ImageHash(ByteSource file, List<MessageDigest> digests) {
        this.file = file;
        this.digests = digests;
    }

    /** In the order of the algorithms; the file is read once. */
    static List<byte[]> compute(ByteSource file, PeHeaders headers, List<HashAlgorithm> algorithms) throws IOException {
        ImageHash hash = new ImageHash(
                file, algorithms.stream().map(HashAlgorithm::digest).toList());
        hash.headers(headers);
        long hashed = headers.headersSize();
        List<Section> sections = headers.sections().stream()
                .filter(section -> section.size() > 0)
                .sorted(Comparator.comparingLong(Section::offset))
                .toList();
        for (Section section : sections) {
            hashed += section.size();
            if (hashed > file.size()) { // also keeps thousands of sections from being the same large piece
                throw new CorruptImageException(
                        file,
                        section.offset(),
                        "section " + section.name(),
                        "ends behind the file, or overlaps another");
            }
            hash.add(section.offset(), section.size(), "section " + section.name());
        }
        long certificates = headers.directory(PeHeaders.CERTIFICATES)
                .map(PeHeaders.Directory::size)
                .orElse(0L);
        long left = file.size() - certificates - hashed;
        if (left > 0) {
            hash.add(hashed, left, "data behind the sections");
        }
        return hash.digests.stream().map(MessageDigest::digest).toList();
    }

    private void headers(PeHeaders headers) throws IOException {
        long afterChecksum = headers.checksumAt() + CHECKSUM_SIZE;
        add(0, headers.checksumAt(), "headers");
        if (headers.directories().size() > PeHeaders.CERTIFICATES) {
            long entry = headers.directoriesAt() + PeHeaders.CERTIFICATES * PeHeaders.DIRECTORY_SIZE;
            add(afterChecksum, entry - afterChecksum, "headers");
            long afterEntry = entry + PeHeaders.DIRECTORY_SIZE;
            add(afterEntry, headers.headersSize() - afterEntry, "headers");
        } else {
            add(afterChecksum, headers.headersSize() - afterChecksum, "headers");
        }
    }

    private void add(long from, long length, String what) throws IOException {
        Bounds.check(file, from, length, what);
        for (long at = from; at < from + length; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(PIECE, from + length - at));
            file.read(at, buffer);
            buffer.flip();
            digests.forEach(digest -> digest.update(buffer.duplicate()));
        }
    }
}
