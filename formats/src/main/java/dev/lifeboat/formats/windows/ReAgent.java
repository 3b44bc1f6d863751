package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.formats.xml.XmlDocument;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * ReAgent.xml, in which Windows keeps where its recovery environment (WinRE) is. Microsoft does not document it; this is what
 * files of real computers have.
 *
 * @param enabled whether Windows starts it when a start fails, {@code InstallState}; absent if the file does not say
 * @param location where it is; absent if the file names none
 * @param build of the Windows that it was set up for, as text: {@code 14388.0.amd64fre.rs1_release.160709-1635}
 */
public record ReAgent(Optional<Boolean> enabled, Optional<Location> location, Optional<String> build) {
    /** Real ones have two thousand bytes. */
    private static final long LARGEST = 1 << 20;

    private static final UUID NONE = new UUID(0, 0);
    private static final int LONGEST_TEXT = 260;

    /**
     * A folder of a partition.
     *
     * @param path of the folder, with backslashes, from the root of the volume: {@code \Recovery\WindowsRE}
     * @param disk GUID of the disk; absent for one with an MBR
     * @param diskSignature of a disk with an MBR; absent for one with a GPT
     * @param offset of the partition on the disk in bytes
     */
    public record Location(String path, Optional<UUID> disk, OptionalLong diskSignature, long offset) {
        /**
         * Returns the words for the partition.
         *
         * @return such as {@code the partition at byte 1048576 of disk {...}}
         */
        public String words() {
            String of = disk.map(guid -> "{" + guid + "}")
                    .orElseGet(() -> diskSignature.isPresent()
                            ? "with the signature 0x" + Long.toHexString(diskSignature.getAsLong())
                            : "without a name");
            return "the partition at byte " + offset + " of the disk " + of;
        }
    }

    /**
     * Reads the file.
     *
     * @param file UTF-8 or UTF-16, with or without a byte order mark
     * @return what it says
     * @throws CorruptImageException if it is not well formed, is another document, or a value is none of its kind
     * @throws UnsupportedImageException if it is larger than 1 MiB
     * @throws IOException if it cannot be read
     */
    public static ReAgent read(ByteSource file) throws IOException {
        if (file.size() > LARGEST) {
            throw new UnsupportedImageException(
                    file.name(), "has " + file.size() + " bytes; at most " + LARGEST + " are read");
        }
        ReAgentXml xml = XmlDocument.read(file, ReAgentXml.class, "WindowsRE");
        Optional<ReAgentXml.State> state = ElementXml.atMostOne(file, "InstallState", xml.states);
        Optional<ReAgentXml.Location> location = ElementXml.atMostOne(file, "WinreLocation", xml.locations);
        Optional<ReAgentXml.Text> build = ElementXml.atMostOne(file, "OsBuildVersion", xml.builds);
        return new ReAgent(
                state.isPresent() ? Optional.of(state.get().flag(file, "state", state.get().state)) : Optional.empty(),
                location.isPresent() ? location(file, location.get()) : Optional.empty(),
                build.map(text -> ElementXml.text(text.path).strip())
                        .filter(text -> !text.isEmpty() && text.length() <= LONGEST_TEXT));
    }

    /** While it is switched off the path is empty, and all else zero. */
    private static Optional<Location> location(ByteSource file, ReAgentXml.Location xml) throws CorruptImageException {
        String path = ElementXml.text(xml.path).strip();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        if (path.length() > LONGEST_TEXT) {
            throw xml.corrupt(file, "path", "is " + ElementXml.quoted(path) + ", longer than any path of Windows");
        }
        Optional<UUID> disk = xml.guid == null
                ? Optional.empty()
                : Optional.of(xml.guid(file, "guid", xml.guid)).filter(guid -> !guid.equals(NONE));
        long id = xml.number(file, "id", xml.id);
        return Optional.of(new Location(
                path,
                disk,
                disk.isEmpty() && id != 0 ? OptionalLong.of(id) : OptionalLong.empty(),
                xml.number(file, "offset", xml.offset)));
    }
}
