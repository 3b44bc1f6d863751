package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The headers of an image: the DOS header's pointer, the COFF header, the optional header, and the section table.
 *
 * @param machineCode as it stands there
 * @param timeStamp as it stands there: seconds since 1970, or a hash of a reproducible build
 * @param characteristics the IMAGE_FILE_ bits
 * @param pe32Plus whether addresses have 64 bits
 * @param imageBase the address that it would like
 * @param imageSize its size in memory, in bytes
 * @param headersSize of all headers in the file, in bytes
 * @param checksum as it stands there; 0 for none
 * @param checksumAt where that stands in the file
 * @param subsystemCode as it stands there
 * @param dllCharacteristics the IMAGE_DLLCHARACTERISTICS_ bits
 * @param directories data directories, in their order; those that the header ends before are not there
 * @param directoriesAt where the first stands in the file
 * @param sections in the order of their headers
 */
record PeHeaders(
        int machineCode,
        long timeStamp,
        int characteristics,
        boolean pe32Plus,
        long imageBase,
        long imageSize,
        long headersSize,
        long checksum,
        long checksumAt,
        int subsystemCode,
        int dllCharacteristics,
        List<Directory> directories,
        long directoriesAt,
        List<Section> sections) {
    static final int IMPORTS = 1;
    static final int RESOURCES = 2;
    /** The only one whose address is an offset in the file. */
    static final int CERTIFICATES = 4;

    static final int DIRECTORY_SIZE = 8;
    private static final int MOST_DIRECTORIES = 16;
    private static final int DOS_HEADER = 64;
    private static final int COFF_HEADER = 24;
    private static final int PE32 = 0x10b;
    private static final int PE32_PLUS = 0x20b;

    /**
     * A data directory.
     *
     * @param address in memory, from the start of the image
     * @param size in bytes
     */
    record Directory(long address, long size) {}

    /** Whether it has the letters of both headers. */
    static boolean hasSignature(ByteSource file) throws IOException {
        try {
            Struct dos = Struct.read(file, 0, 64, "DOS header");
            dos.expectAscii(0, "MZ");
            Struct.read(file, dos.u32(60), 4, "PE header").expectAscii(0, "PE\0\0");
            return true;
        } catch (CorruptImageException e) {
            return false;
        }
    }

    static PeHeaders read(ByteSource file) throws IOException {
        Struct dos = Struct.read(file, 0, DOS_HEADER, "DOS header");
        dos.expectAscii(0, "MZ");
        long at = dos.u32(60);
        Struct coff = Struct.read(file, at, COFF_HEADER, "COFF header");
        coff.expectAscii(0, "PE\0\0");
        int optionalSize = coff.u16(20);
        Struct s = Struct.read(file, at + COFF_HEADER, optionalSize, "optional header");
        int magic = s.u16(0);
        if (magic != PE32 && magic != PE32_PLUS) {
            throw s.corrupt(0, "magic", String.format("is 0x%x, expected 0x10b or 0x20b", magic));
        }
        boolean plus = magic == PE32_PLUS;
        int directoriesAt = plus ? 112 : 96;
        return new PeHeaders(
                coff.u16(4),
                coff.u32(8),
                coff.u16(22),
                plus,
                plus ? s.bits64(24) : s.u32(28),
                s.u32(56),
                s.u32(60),
                s.u32(64),
                s.position() + 64,
                s.u16(68),
                s.u16(70),
                directories(s, directoriesAt),
                s.position() + directoriesAt,
                sections(file, at + (COFF_HEADER + optionalSize), coff.u16(6)));
    }

    private static List<Directory> directories(Struct s, int at) throws CorruptImageException {
        long stated = s.u32(at - 4);
        int room = (s.size() - at) / DIRECTORY_SIZE;
        List<Directory> directories = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_DIRECTORIES, Math.min(stated, room)); i++) {
            long from = at + (long) i * DIRECTORY_SIZE;
            directories.add(new Directory(s.u32(from), s.u32(from + 4)));
        }
        return List.copyOf(directories);
    }

    private static List<Section> sections(ByteSource file, long at, int count) throws IOException {
        Struct table = Struct.read(file, at, count * Section.HEADER, "section table");
        List<Section> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sections.add(Section.read(table.part((long) i * Section.HEADER, Section.HEADER, "section " + (i + 1))));
        }
        return List.copyOf(sections);
    }

    /** Returns a directory that is not empty. */
    Optional<Directory> directory(int index) {
        return directories.size() > index && directories.get(index).size() > 0
                ? Optional.of(directories.get(index))
                : Optional.empty();
    }
}
