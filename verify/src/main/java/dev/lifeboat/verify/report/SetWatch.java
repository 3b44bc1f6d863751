package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocument;
import dev.lifeboat.formats.backup.SetImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Watches the files of a set while they are checked: of one that is being written nothing can be said. */
final class SetWatch {
    /** The service of Windows that writes backups. */
    private static final String WRITER = "wbengine.exe";

    /** It goes on running for a while after a backup; only with fresh files it is taken to be at work on these. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final BackupSet set;
    private final Map<Path, State> before;

    /** Absent for a file that cannot be asked. */
    private record State(Optional<Long> size, Optional<Instant> written) {
        static State of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(
                        Optional.of(attributes.size()),
                        Optional.of(attributes.lastModifiedTime().toInstant()));
            } catch (IOException e) {
                return new State(Optional.empty(), Optional.empty());
            }
        }
    }

    private SetWatch(BackupSet set) {
        this.set = set;
        this.before = states();
    }

    static SetWatch begin(BackupSet set) {
        return new SetWatch(set);
    }

    private Map<Path, State> states() {
        List<Path> files = new ArrayList<>();
        set.version().images().stream().map(SetImage::file).forEach(files::add);
        set.version().documents().stream().map(SetDocument::file).forEach(files::add);
        set.computer().catalogs().stream().map(OpaqueFile::file).forEach(files::add);
        Map<Path, State> states = new LinkedHashMap<>();
        files.forEach(file -> states.put(file, State.of(file)));
        return states;
    }

    /**
     * Returns what has changed since the watch began.
     *
     * @return files whose size or time is another now, or that are gone
     */
    List<Path> changed() {
        Map<Path, State> now = states();
        return before.keySet().stream()
                .filter(file -> !before.get(file).equals(now.get(file)))
                .toList();
    }

    /**
     * Looks for a program that writes backups on this computer while files of the set are minutes old.
     *
     * @return its name, or empty
     */
    String writer() {
        Instant fresh = Instant.now().minus(FRESH);
        boolean recent = before.values().stream()
                .anyMatch(state -> state.written().filter(fresh::isBefore).isPresent());
        return recent && ProcessHandle.allProcesses().anyMatch(SetWatch::writes) ? WRITER : "";
    }

    private static boolean writes(ProcessHandle process) {
        return process.info()
                .command()
                .filter(c -> c.toLowerCase(Locale.ROOT).endsWith(WRITER))
                .isPresent();
    }
}
