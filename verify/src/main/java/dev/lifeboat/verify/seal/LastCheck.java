package dev.lifeboat.verify.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When every byte of a backup was last compared with its seal, and was as it was: a small file where the seal is, or in the user's
 * data folder. It is a reminder, and proves nothing: whoever may write there can write any time.
 */
public final class LastCheck {
    /** The name of the file. */
    static final String FILE = "checked";

    private static final String BEGINNING = "Lifeboat checked 1\n";
    private static final int LARGEST = 1 << 10;

    private LastCheck() {}

    /**
     * Notes that every byte was compared just now.
     *
     * @param places of the seal
     * @param now the present
     * @return where it was noted; empty if there is no seal that can be read
     * @throws IOException if it can be noted in neither place
     */
    public static Optional<Path> note(SealPlaces places, Instant now) throws IOException {
        Optional<Seal> seal;
        Optional<Path> path;
        try (FoundSeal found = FoundSeal.in(places)) {
            seal = found.seal();
            path = found.path();
        }
        if (seal.isEmpty() || path.isEmpty()) {
            return Optional.empty();
        }
        String text = BEGINNING + "seal " + seal.get().root() + "\nat " + now.truncatedTo(ChronoUnit.SECONDS) + "\n";
        Path file = path.get().resolveSibling(FILE);
        try {
            write(file, text);
        } catch (IOException e) {
            file = places.ofUser().resolve(FILE);
            Files.createDirectories(places.ofUser());
            write(file, text);
        }
        return Optional.of(file);
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, channel -> AtomicFile.put(channel, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads when that was last.
     *
     * @param places of the seal
     * @param seal the seal itself: what was noted for another does not count
     * @param now the present: what was noted by a clock that was ahead of it does not count
     * @return the later time, where both places have one; empty if it was never noted
     */
    static Optional<Instant> read(SealPlaces places, Seal seal, Instant now) {
        return List.of(places.beside(), places.ofUser()).stream()
                .map(folder -> read(folder.resolve(FILE), seal.root()))
                .flatMap(Optional::stream)
                .filter(time -> !time.isAfter(now))
                .max(Comparator.naturalOrder());
    }

    /** What is no such note tells nothing. */
    private static Optional<Instant> read(Path file, String root) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            String expected = BEGINNING + "seal " + root + "\nat ";
            return text.startsWith(expected) && text.endsWith("\n")
                    ? Optional.of(Instant.parse(text.substring(expected.length(), text.length() - 1)))
                    : Optional.empty();
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
