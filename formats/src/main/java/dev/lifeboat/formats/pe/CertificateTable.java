package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attribute certificate table: WIN_CERTIFICATE structures behind all else in the file. */
final class CertificateTable {
    private static final int LARGEST = 4 << 20;
    private static final int MOST = 64;
    private static final int HEADER = 8;
    private static final int PKCS_SIGNED_DATA = 2;

    private CertificateTable() {}

    /** Returns the signatures; certificates of other types, which nobody writes, are passed over. */
    static List<Struct> read(ByteSource file, PeHeaders headers) throws IOException {
        Optional<PeHeaders.Directory> directory = headers.directory(PeHeaders.CERTIFICATES);
        if (directory.isEmpty()) {
            return List.of();
        }
        long size = directory.get().size();
        if (size > LARGEST) {
            throw new UnsupportedImageException(
                    file.name(), "a certificate table of " + size + " bytes is not supported");
        }
        Struct table = Struct.read(file, directory.get().address(), (int) size, "certificate table");
        List<Struct> signatures = new ArrayList<>();
        long at = 0;
        for (int i = 0; at <= size - HEADER; i++) {
            long length = table.u32(at);
            if (length == 0) {
                break; // padding
            }
            if (length < HEADER || length > size - at || i == MOST) {
                throw table.corrupt(
                        at, "length of certificate " + (i + 1), "is " + length + ", expected 8 to " + (size - at));
            }
            if (table.u16(at + 6) == PKCS_SIGNED_DATA) {
                signatures.add(table.part(at + HEADER, length - HEADER, "signature " + (i + 1)));
            }
            at += (length + 7) & -8;
        }
        return signatures;
    }
}
