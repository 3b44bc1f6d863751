package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of which neither Microsoft nor anybody else has said what its bytes mean: MediaId, the catalogs, SPPMetadataCache.
 * Only its presence, its size and the text that shines through are used.
 *
 * @param file where it is
 * @param size in bytes; -1 if it cannot be told
 * @param problem why it cannot be read
 */
public record OpaqueFile(Path file, long size, Optional<IOException> problem) {
    /** Real ones have up to 100 KB; text beyond this is not looked for. */
    private static final int LOOKED_AT = 1 << 20;

    private static final int SHORTEST_TEXT = 3;
    private static final int MOST_TEXTS = 10_000;

    static OpaqueFile of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) { // to open a named pipe would be to wait for somebody who writes to it
                throw new FileSystemException(file.toString(), null, "is not a file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                in.read(); // a file may be listed and yet be closed to this user
            }
            return new OpaqueFile(file, attributes.size(), Optional.empty());
        } catch (IOException e) {
            return new OpaqueFile(file, -1, Optional.of(e));
        }
    }

    public String name() {
        return FolderContent.name(file);
    }

    /**
     * Tells whether a text stands in the first MiB, in UTF-16 or in ASCII, at any offset: where texts begin is not known.
     *
     * @param text any; case does not matter
     * @return true if it is there
     * @throws IOException if the file cannot be read
     */
    public boolean mentions(String text) throws IOException {
        byte[] bytes = head();
        String wanted = text.toLowerCase(Locale.ROOT);
        return Stream.of(
                        new String(bytes, StandardCharsets.UTF_16LE),
                        new String(
                                bytes,
                                Math.min(1, bytes.length),
                                Math.max(0, bytes.length - 1),
                                StandardCharsets.UTF_16LE),
                        new String(bytes, StandardCharsets.ISO_8859_1))
                .anyMatch(content -> content.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private byte[] head() throws IOException {
        if (problem.isPresent()) {
            throw problem.get();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LOOKED_AT);
        }
    }

    /**
     * Finds the text in the file: runs of three or more printable characters in UTF-16, at even offsets.
     *
     * @return in the order of the file, of its first MiB; at most 10,000
     * @throws IOException if it cannot be read
     */
    public List<String> texts() throws IOException {
        byte[] bytes = head();
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            char c = (char) ((bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8);
            if (isPrintable(c)) {
                text.append(c);
            } else {
                take(text, texts);
            }
            if (texts.size() == MOST_TEXTS) {
                return texts;
            }
        }
        take(text, texts);
        return texts;
    }

    private static void take(StringBuilder text, List<String> texts) {
        if (text.length() >= SHORTEST_TEXT) {
            texts.add(text.toString());
        }
        text.setLength(0);
    }

    /** Numbers in binary look like rare scripts; of these only letters are taken for text. */
    private static boolean isPrintable(char c) {
        return (c >= ' ' && c < 0x7f) || (c >= 0xa0 && Character.isLetterOrDigit(c));
    }
}
