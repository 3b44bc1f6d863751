package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.formats.xml.XmlDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The XML at the end of a WIM: what whoever made it says of its images. Nothing of it is needed to read files.
 *
 * @param totalBytes size of the file before this was written; absent if it is not said
 * @param images in the order of the document
 */
public record WimDescription(OptionalLong totalBytes, List<Image> images) {
    /**
     * An image.
     *
     * @param index its number, from 1
     * @param name may be empty
     * @param description may be empty
     * @param flags of Windows' editions, such as {@code Professional}; may be empty
     * @param directories how many, the root not always counted
     * @param files how many
     * @param totalBytes of all files, each of its names counted
     * @param hardLinkBytes of names beyond a file's first
     * @param created FILETIME
     * @param modified FILETIME
     * @param windows what of Windows is in it, if any
     */
    public record Image(
            long index,
            String name,
            String description,
            String flags,
            OptionalLong directories,
            OptionalLong files,
            OptionalLong totalBytes,
            OptionalLong hardLinkBytes,
            OptionalLong created,
            OptionalLong modified,
            Optional<Windows> windows) {}

    /**
     * A Windows installation.
     *
     * @param architecture {@code x64} or another name; the number if it is not known; may be empty
     * @param product {@code Microsoft® Windows® Operating System}
     * @param edition {@code Professional}, {@code WindowsPE}
     * @param installation {@code Client}, {@code Server}, {@code WindowsPE}
     * @param version {@code 10.0.18362.418}, as far as it is said
     * @param languages of the user interface: {@code de-DE}
     * @param defaultLanguage may be empty
     */
    public record Windows(
            String architecture,
            String product,
            String edition,
            String installation,
            String version,
            List<String> languages,
            String defaultLanguage) {}

    /**
     * Reads the description.
     *
     * @param source the document, UTF-16LE with a byte order mark
     * @return what it says
     * @throws CorruptImageException if it is not well formed, is another document, or a number is none
     * @throws IOException if it cannot be read
     */
    public static WimDescription read(ByteSource source) throws IOException {
        WimXml xml = XmlDocument.read(source, WimXml.class, "WIM");
        List<Image> images = new ArrayList<>();
        Set<Long> indexes = new HashSet<>();
        for (WimXml.Image image : xml.images) {
            Image read = image(source, image);
            if (!indexes.add(read.index)) {
                throw image.corrupt(source, "INDEX", read.index + " stands there twice");
            }
            images.add(read);
        }
        return new WimDescription(number(source, xml, "TOTALBYTES", xml.totalBytes), List.copyOf(images));
    }

    /**
     * Returns what is said of an image.
     *
     * @param number of the image, from 1
     * @return empty if nothing is said
     */
    public Optional<Image> image(int number) {
        return images.stream().filter(image -> image.index == number).findFirst();
    }

    private static Image image(ByteSource source, WimXml.Image xml) throws CorruptImageException {
        String name = ElementXml.text(xml.name);
        return new Image(
                xml.number(source, "INDEX", xml.required(source, "INDEX", xml.index)),
                name.isEmpty() ? ElementXml.text(xml.displayName) : name,
                ElementXml.text(xml.description),
                ElementXml.text(xml.flags),
                number(source, xml, "DIRCOUNT", xml.directories),
                number(source, xml, "FILECOUNT", xml.files),
                number(source, xml, "TOTALBYTES", xml.totalBytes),
                number(source, xml, "HARDLINKBYTES", xml.hardLinkBytes),
                time(source, xml.created),
                time(source, xml.modified),
                Optional.ofNullable(xml.windows).map(WimDescription::windows));
    }

    private static OptionalLong number(ByteSource source, ElementXml xml, String name, String value)
            throws CorruptImageException {
        return value == null || value.isBlank()
                ? OptionalLong.empty()
                : OptionalLong.of(xml.number(source, name, value.strip()));
    }

    /** Two halves of a FILETIME, each as {@code 0x01D42BFA}. */
    private static OptionalLong time(ByteSource source, WimXml.Time xml) throws CorruptImageException {
        if (xml == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(half(source, xml, "HIGHPART", xml.high) << 32 | half(source, xml, "LOWPART", xml.low));
    }

    private static long half(ByteSource source, WimXml.Time xml, String name, String value)
            throws CorruptImageException {
        String text = xml.required(source, name, value).strip();
        if (!text.matches("0[xX]\\p{XDigit}{1,8}")) {
            throw xml.corrupt(source, name, "is " + ElementXml.quoted(text) + ", expected a hexadecimal number");
        }
        return Long.parseLong(text.substring(2), 16);
    }

    private static Windows windows(WimXml.Windows xml) {
        return new Windows(
                architecture(ElementXml.text(xml.architecture).strip()),
                ElementXml.text(xml.product),
                ElementXml.text(xml.edition),
                ElementXml.text(xml.installation),
                xml.version == null ? "" : version(xml.version),
                xml.languages == null
                        ? List.of()
                        : xml.languages.all.stream().map(ElementXml::text).toList(),
                xml.languages == null ? "" : ElementXml.text(xml.languages.usual));
    }

    /** PROCESSOR_ARCHITECTURE_ of winnt.h. */
    private static String architecture(String number) {
        return switch (number) {
            case "0" -> "x86";
            case "5" -> "arm";
            case "6" -> "ia64";
            case "9" -> "x64";
            case "12" -> "arm64";
            default -> number;
        };
    }

    private static String version(WimXml.Version xml) {
        StringBuilder version = new StringBuilder();
        for (String part : new String[] {xml.major, xml.minor, xml.build, xml.update}) {
            if (part == null) {
                break;
            }
            version.append(version.isEmpty() ? "" : ".").append(part.strip());
        }
        return version.toString();
    }
}
