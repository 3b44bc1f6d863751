package dev.lifeboat.mount.windows;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What is noted of a mount, so that another run of the program finds it, or cleans up behind one that was killed.
 *
 * @param where the place that was named
 * @param image that is shown there, or one of those
 * @param attached the file that was attached: the image, or the child that takes what is written
 * @param temporary the folder of that child
 * @param places where volumes are shown, each with a backslash at its end
 * @param volumes which volume each place shows, as Windows names it: by another time the place may show something else
 * @param folders that were made for this
 * @param process that mounted it
 * @param background whether it stays when that process ends
 * @param since when
 */
public record MountRecord(
        String where,
        Path image,
        Path attached,
        Optional<Path> temporary,
        List<String> places,
        List<String> volumes,
        List<Path> folders,
        long process,
        boolean background,
        Instant since) {
    private static final int MOST = 1000;

    Properties write() {
        Properties text = new Properties();
        text.setProperty("where", where);
        text.setProperty("image", image.toString());
        text.setProperty("attached", attached.toString());
        temporary.ifPresent(folder -> text.setProperty("temporary", folder.toString()));
        list(text, "place.", places);
        list(text, "volume.", volumes);
        list(text, "folder.", folders.stream().map(Path::toString).toList());
        text.setProperty("process", String.valueOf(process));
        text.setProperty("background", String.valueOf(background));
        text.setProperty("since", since.toString());
        return text;
    }

    private static void list(Properties text, String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            text.setProperty(key + i, values.get(i));
        }
    }

    /** Returns empty for what this program did not write. */
    static Optional<MountRecord> read(Properties text) {
        Supplier<Optional<MountRecord>> parsed = () -> Optional.of(new MountRecord(
                required(text, "where"),
                Path.of(required(text, "image")),
                Path.of(required(text, "attached")),
                Optional.ofNullable(text.getProperty("temporary")).map(Path::of),
                list(text, "place."),
                list(text, "volume."),
                list(text, "folder.").stream().map(Path::of).toList(),
                Long.parseLong(required(text, "process")),
                Boolean.parseBoolean(text.getProperty("background")),
                Instant.parse(required(text, "since"))));
        try {
            return parsed.get();
        } catch (InvalidPathException | NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String required(Properties text, String key) {
        return text.getProperty(key, "");
    }

    private static List<String> list(Properties text, String key) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < MOST && text.getProperty(key + i) != null; i++) {
            values.add(text.getProperty(key + i));
        }
        return List.copyOf(values);
    }
}
