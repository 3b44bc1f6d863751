package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocument;
import dev.lifeboat.formats.backup.SetImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Watches the files of a set while they are checked: of one that is being written nothing can be said. */
final class SetWatch {
    /** The service of Windows that writes backups. */
    private static final String WRITER = "wbengine.exe";

    /** It goes on running for a while after a backup; only with fresh files it is taken to be at work on these. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final BackupSet set;
    private final Map<Path, State> before;
    private final Set<Path> entries;

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
        this.entries = entries();
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

    /** What lies in the folders of the computer and of the version; a new version is a new folder. */
    private Set<Path> entries() {
        Set<Path> entries = new HashSet<>(listed(set.computer().folder()));
        entries.addAll(listed(set.version().folder()));
        return entries;
    }

    private static List<Path> listed(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the check of access tells
        }
    }

    /**
     * Returns what has changed since the watch began.
     *
     * @return files whose size or time is another now, or that are gone or new
     */
    List<Path> changed() {
        Map<Path, State> now = states();
        List<Path> changed = new ArrayList<>(before.keySet().stream()
                .filter(file -> !before.get(file).equals(now.get(file)))
                .toList());
        entries().stream().filter(entry -> !entries.contains(entry)).sorted().forEach(changed::add);
        return changed;
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
