package dev.lifeboat.formats.pe;

import dev.lifeboat.formats.cms.HashAlgorithm;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program or library of Windows or UEFI, read-only. Its headers are read at once, all else when it is asked for; threads may
 * share it.
 */
public final class PeFile {
    private static final int DLL = 0x2000;
    private static final int MOST_VERSION_BYTES = 1 << 20;

    private final ByteSource bytes;
    private final PeHeaders headers;
    private final Map<HashAlgorithm, byte[]> hashes = new ConcurrentHashMap<>();

    private PeFile(ByteSource bytes, PeHeaders headers) {
        this.bytes = bytes;
        this.headers = headers;
    }

    /**
     * Reads the headers.
     *
     * @param file the whole file
     * @return the file
     * @throws CorruptImageException if it is no PE file, or its headers make no sense
     * @throws IOException if the storage cannot be read
     */
    public static PeFile read(ByteSource file) throws IOException {
        return new PeFile(file, PeHeaders.read(file));
    }

    /**
     * Tells whether a file begins as programs for DOS and Windows do. What follows may be something else, or nothing.
     *
     * @param file of any kind
     * @return true for the letters MZ and a pointer to the letters PE
     * @throws IOException if the storage cannot be read
     */
    public static boolean isLikely(ByteSource file) throws IOException {
        try {
            if (file.size() < 64 || file.bytes(0, 1)[0] != 'M') {
                return false;
            }
            read(file);
            return true;
        } catch (ImageException e) {
            return false;
        }
    }

    /**
     * Tells whether a file has the letters MZ and PE where a program for Windows has them, whatever else is wrong with it.
     *
     * @param file of any kind
     * @return false also for programs of DOS and of 16-bit Windows
     * @throws IOException if the storage cannot be read
     */
    public static boolean hasSignature(ByteSource file) throws IOException {
        return PeHeaders.hasSignature(file);
    }

    /**
     * Returns the file's bytes.
     *
     * @return what {@link #read} was given
     */
    public ByteSource bytes() {
        return bytes;
    }

    public Machine machine() {
        return Machine.of(headers.machineCode());
    }

    /**
     * Returns the machine's number, for those that have no name here.
     *
     * @return 16 bits
     */
    public int machineCode() {
        return headers.machineCode();
    }

    public Subsystem subsystem() {
        return Subsystem.of(headers.subsystemCode());
    }

    /**
     * Returns the subsystem's number, for those that have no name here.
     *
     * @return 16 bits
     */
    public int subsystemCode() {
        return headers.subsystemCode();
    }

    /**
     * Tells the two forms of the optional header apart.
     *
     * @return true for PE32+, whose addresses have 64 bits
     */
    public boolean pe32Plus() {
        return headers.pe32Plus();
    }

    /**
     * Tells whether it is a library, which cannot be started.
     *
     * @return true for a DLL
     */
    public boolean library() {
        return (headers.characteristics() & DLL) != 0;
    }

    /**
     * Returns the IMAGE_FILE_ bits.
     *
     * @return 16 bits
     */
    public int characteristics() {
        return headers.characteristics();
    }

    /**
     * Returns the IMAGE_DLLCHARACTERISTICS_ bits.
     *
     * @return 16 bits
     */
    public int dllCharacteristics() {
        return headers.dllCharacteristics();
    }

    /**
     * Returns the time stamp as it stands there. Builds that are to be reproducible put a hash in its place.
     *
     * @return 32 bits, often seconds since 1970
     */
    public long timeStamp() {
        return headers.timeStamp();
    }

    /**
     * Returns the address that the image would like in memory.
     *
     * @return 64 bits
     */
    public long imageBase() {
        return headers.imageBase();
    }

    /**
     * Returns the size of the image in memory.
     *
     * @return in bytes
     */
    public long imageSize() {
        return headers.imageSize();
    }

    /**
     * Returns the sections.
     *
     * @return in the order of their headers
     */
    public List<Section> sections() {
        return headers.sections();
    }

    /**
     * Returns the checksum that the file states.
     *
     * @return 0 for none; Windows insists on one only in drivers and what it starts from
     */
    public long checksum() {
        return headers.checksum();
    }

    /**
     * Computes the checksum over the whole file.
     *
     * @return what {@link #checksum} is in a sound file that states one
     * @throws IOException if the storage cannot be read
     */
    public long computeChecksum() throws IOException {
        return PeChecksum.compute(bytes, headers.checksumAt());
    }

    /**
     * Computes the hash that a signature signs: of all but the checksum and the signatures themselves.
     *
     * @param algorithm of the hash
     * @return its bytes
     * @throws CorruptImageException if headers or sections do not lie in the file, or lie over each other
     * @throws IOException if the storage cannot be read
     */
    public byte[] imageHash(HashAlgorithm algorithm) throws IOException {
        return imageHashes(List.of(algorithm)).get(0);
    }

    /**
     * Computes several such hashes while the file is read once; {@link #signatures} will not compute them again.
     *
     * @param algorithms which
     * @return the hashes in the same order
     * @throws CorruptImageException if headers or sections do not lie in the file, or lie over each other
     * @throws IOException if the storage cannot be read
     */
    public List<byte[]> imageHashes(List<HashAlgorithm> algorithms) throws IOException {
        List<HashAlgorithm> missing =
                algorithms.stream().filter(a -> !hashes.containsKey(a)).toList();
        if (!missing.isEmpty()) {
            List<byte[]> computed = ImageHash.compute(bytes, headers, missing);
            for (int i = 0; i < missing.size(); i++) {
                hashes.put(missing.get(i), computed.get(i));
            }
        }
        return algorithms.stream().map(a -> hashes.get(a).clone()).toList();
    }

    /**
     * Reads the signatures in the file and compares each with the file's hash. Many files of Windows have none and are signed by a
     * catalog instead.
     *
     * @return in the order of the file, each before those nested in it; none if there are none
     * @throws CorruptImageException if the table of certificates does not lie in the file, or what is in it cannot be read
     * @throws UnsupportedImageException if it is larger than 4 MiB, or uses a hash that is not known here
     * @throws IOException if the storage cannot be read
     */
    public List<Signature> signatures() throws IOException {
        return new SignatureReader(this).read(CertificateTable.read(bytes, headers));
    }

    /**
     * Lists the files that this one is linked with, and that are loaded before it runs. What it loads later, when it wants it, is
     * not among them.
     *
     * @return their names as they stand there, such as {@code HAL.dll}, in the order of the file; none if there are none
     * @throws CorruptImageException if the table, or a name, does not lie in the file, or has no end
     * @throws UnsupportedImageException if there are more than 4096
     * @throws IOException if the storage cannot be read
     */
    public List<String> imports() throws IOException {
        Optional<PeHeaders.Directory> directory = headers.directory(PeHeaders.IMPORTS);
        return directory.isEmpty()
                ? List.of()
                : ImportTable.read(this::rest, directory.get().address());
    }

    /**
     * Lists the resources.
     *
     * @return in the order of the file; none if there are none
     * @throws CorruptImageException if their directories make no sense
     * @throws UnsupportedImageException if there are more than 65,536
     * @throws IOException if the storage cannot be read
     */
    public List<Resource> resources() throws IOException {
        Optional<PeHeaders.Directory> directory = headers.directory(PeHeaders.RESOURCES);
        return directory.isEmpty()
                ? List.of()
                : ResourceTable.read(rest("resources", directory.get().address()));
    }

    /**
     * Finds a resource; of several languages the first.
     *
     * @param type such as {@link Resource#RCDATA}
     * @param name such as {@code BOOTMGRSECURITYVERSIONNUMBER}; a number is written {@code #1}
     * @return nothing if it is not there
     * @throws IOException as {@link #resources}
     */
    public Optional<Resource> resource(int type, String name) throws IOException {
        return resources().stream()
                .filter(r -> r.type().number() == type && r.name().toString().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * Returns the content of a resource.
     *
     * @param resource one of this file's
     * @return its bytes
     * @throws CorruptImageException if it does not lie in the file
     */
    public ByteSource open(Resource resource) throws CorruptImageException {
        return rest(resource.toString(), resource.address()).slice("", 0, resource.size());
    }

    /**
     * Reads the version resource.
     *
     * @return nothing if the file has none
     * @throws CorruptImageException if it makes no sense
     * @throws UnsupportedImageException if it is larger than 1 MiB
     * @throws IOException as {@link #resources}
     */
    public Optional<VersionInfo> version() throws IOException {
        Optional<Resource> resource = resources().stream()
                .filter(r -> r.type().number() == Resource.VERSION)
                .findFirst();
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        ByteSource source = open(resource.get());
        if (source.size() > MOST_VERSION_BYTES) {
            throw new UnsupportedImageException(
                    source.name(), "a version of " + source.size() + " bytes is not supported");
        }
        return Optional.of(VersionReader.read(source));
    }

    /** The bytes of the file from an address in memory to the end of its section in the file. */
    private ByteSource rest(String part, long address) throws CorruptImageException {
        for (Section section : headers.sections()) {
            long inside = address - section.virtualAddress();
            if (section.holds(address) && inside < section.size()) {
                return bytes.slice(part, section.offset() + inside, section.size() - inside);
            }
        }
        throw new CorruptImageException(
                bytes, 0, part, "address 0x" + Long.toHexString(address) + " lies in no section of the file");
    }
}
