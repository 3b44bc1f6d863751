package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The text part of a seal, docs/formats/seal.md: lines in a fixed order, so that what is read and written again is the same. */
final class SealText {
    private static final String FIRST = "Lifeboat seal ";
    private static final String VERSION = "1";
    private static final String NOTHING = "-";
    private static final Predicate<String> DIGEST =
            Pattern.compile("[0-9a-f]{64}").asMatchPredicate();
    private static final Predicate<String> SIZE =
            Pattern.compile("0|[1-9][0-9]{0,17}").asMatchPredicate();

    private final ByteSource source;
    private final String[] lines;
    private int at;

    private SealText(ByteSource source, String text) {
        this.source = source;
        this.lines = text.split("\n", -1);
    }

    static String of(Seal seal) {
        StringBuilder text = new StringBuilder(256);
        line(text, FIRST + VERSION);
        line(text, "chunk " + Seal.CHUNK);
        line(text, "sealed " + seal.sealed());
        line(text, "computer " + seal.computer().map(SealNames::escape).orElse(NOTHING));
        line(text, "backup " + seal.backup().map(SealNames::escape).orElse(NOTHING));
        line(text, "media " + seal.media().orElse(NOTHING));
        for (SealedFile file : seal.files()) {
            line(
                    text,
                    String.join(
                            " ",
                            "file",
                            Long.toString(file.size()),
                            file.modified().toString(),
                            file.identity().text(),
                            file.sha256().orElse(NOTHING),
                            file.chunks(),
                            SealNames.escape(file.name())));
        }
        line(text, "");
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    /**
     * Reads the text.
     *
     * @param source for messages
     * @param text from the first byte through the blank line
     * @throws CorruptImageException if a line is not as it should be
     * @throws UnsupportedImageException if it is of another version
     */
    static Seal read(ByteSource source, String text) throws CorruptImageException, UnsupportedImageException {
        return new SealText(source, text).read();
    }

    private Seal read() throws CorruptImageException, UnsupportedImageException {
        String version = value(FIRST);
        if (!version.equals(VERSION)) {
            throw new UnsupportedImageException(source.name(), "version '" + version + "' of seals is not supported");
        }
        String chunk = value("chunk ");
        if (!chunk.equals(Integer.toString(Seal.CHUNK))) {
            throw new UnsupportedImageException(source.name(), "chunks of " + chunk + " bytes are not supported");
        }
        Instant sealed = time(value("sealed "));
        Optional<String> computer = name(value("computer "));
        Optional<String> backup = name(value("backup "));
        Optional<String> media = digest(value("media "));
        List<SealedFile> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (at < lines.length && !lines[at].isEmpty()) {
            SealedFile file = file(value("file "));
            if (!names.add(file.name())) {
                throw corrupt("names a file twice: " + file.name());
            }
            files.add(file);
        }
        return new Seal(sealed, computer, backup, media, List.copyOf(files));
    }

    private SealedFile file(String line) throws CorruptImageException {
        String[] parts = line.split(" ", 6);
        if (parts.length < 6 || !SIZE.test(parts[0]) || !Identity.isValid(parts[2]) || !DIGEST.test(parts[4])) {
            throw corrupt("is no line of a file");
        }
        String name =
                SealNames.unescape(parts[5]).filter(SealNames::isBelow).orElseThrow(() -> corrupt("names no file"));
        return new SealedFile(
                name, Long.parseLong(parts[0]), time(parts[1]), new Identity(parts[2]), digest(parts[3]), parts[4]);
    }

    private String value(String key) throws CorruptImageException {
        String line = at < lines.length ? lines[at] : "";
        if (!line.startsWith(key)) {
            throw corrupt("should begin with '" + key.strip() + "'");
        }
        at++;
        return line.substring(key.length());
    }

    private Instant time(String text) throws CorruptImageException {
        try {
            Instant time = Instant.parse(text);
            if (time.toString().equals(text) && Fingerprint.clamp(time).equals(time)) {
                return time;
            }
        } catch (DateTimeException e) {
            // as below
        }
        throw corrupt("has no time");
    }

    private Optional<String> digest(String text) throws CorruptImageException {
        if (!text.equals(NOTHING) && !DIGEST.test(text)) {
            throw corrupt("has no digest");
        }
        return Optional.of(text).filter(DIGEST);
    }

    private Optional<String> name(String text) throws CorruptImageException {
        if (text.equals(NOTHING)) {
            return Optional.empty();
        }
        return Optional.of(SealNames.unescape(text).orElseThrow(() -> corrupt("has no name")));
    }

    private CorruptImageException corrupt(String problem) {
        return new CorruptImageException(source, 0, "seal, line " + (Math.min(at, lines.length) + 1), problem);
    }
}
