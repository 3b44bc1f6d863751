package dev.lifeboat.mount.windows;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** The notes of mounts, a small file for each. */
final class MountRecords {
    private static final String SUFFIX = ".mount";

    private final Path folder;

    MountRecords(Path folder) {
        this.folder = folder;
    }

    /** A note and where it lies. */
    record Noted(MountRecord mount, Path file) {}

    /** Writes one, whole or not at all. */
    Path add(MountRecord mount) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(UUID.randomUUID() + SUFFIX);
        Path part = folder.resolve(file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(part)) {
            mount.write().store(out, "A mount of Lifeboat; see: lifeboat mounts");
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads all; what is no note is passed over. */
    List<Noted> all() throws IOException {
        List<Noted> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                Properties text = new Properties();
                try (Reader in = Files.newBufferedReader(file)) {
                    text.load(in);
                } catch (IOException | IllegalArgumentException e) { // half a note, or a stray file
                    continue;
                }
                MountRecord.read(text).ifPresent(mount -> found.add(new Noted(mount, file)));
            }
        }
        found.sort((a, b) -> a.mount().since().compareTo(b.mount().since()));
        return found;
    }
}
