package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of several computers or versions a person means. What is not there, or not told apart, is said with what there is. */
final class BackupChoice {
    private static final int NAMED = 20;

    private BackupChoice() {}

    /** A path that means one computer is not the place of another. */
    static void requireComputer(ComputerBackups computer, Optional<String> wanted) throws NoSuchFileException {
        if (wanted.filter(name -> !name.equalsIgnoreCase(computer.name())).isPresent()) {
            throw new NoSuchFileException(
                    computer.folder().toString(),
                    null,
                    "is no backup of '" + wanted.get() + "' but of " + computer.name());
        }
    }

    /** A path that means one version is not the place of another. */
    static void requireVersion(BackupVersion version, Optional<String> wanted) throws NoSuchFileException {
        if (wanted.filter(name -> !means(name, version)).isPresent()) {
            throw new NoSuchFileException(
                    version.folder().toString(),
                    null,
                    "is not the backup '" + wanted.get() + "' but " + version.name());
        }
    }

    static ComputerBackups computer(BackupStore store, Optional<String> machine) throws IOException {
        if (store.problem().isPresent()) {
            throw store.problem().get();
        }
        List<ComputerBackups> computers = store.computers();
        if (computers.isEmpty()) {
            throw new NoSuchFileException(
                    store.folder().toString(),
                    null,
                    "holds no backup: there is no folder 'Backup YYYY-MM-DD HHMMSS' with images in it");
        }
        if (machine.isPresent()) {
            return computers.stream()
                    .filter(c -> c.name().equals(machine.get()))
                    .findFirst()
                    .or(() -> computers.stream()
                            .filter(c -> c.name().equalsIgnoreCase(machine.get()))
                            .findFirst())
                    .orElseThrow(() -> new NoSuchFileException(
                            store.folder().toString(),
                            null,
                            "has no backup of '" + machine.get() + "'; it has " + computerNames(computers)));
        }
        if (computers.size() > 1) {
            throw new AmbiguousBackupException(store.folder() + " holds backups of several computers: "
                    + computerNames(computers) + "; choose one with --machine NAME");
        }
        return computers.get(0);
    }

    static BackupVersion version(ComputerBackups computer, Optional<String> wanted) throws IOException {
        if (computer.versions().isEmpty()) {
            if (computer.problem().isPresent()) {
                throw computer.problem().get();
            }
            throw new NoSuchFileException(
                    computer.folder().toString(),
                    null,
                    "holds no backup: there is no folder 'Backup YYYY-MM-DD HHMMSS' in it");
        }
        if (wanted.isEmpty()) {
            return computer.newest().orElseThrow();
        }
        List<BackupVersion> found =
                computer.versions().stream().filter(v -> means(wanted.get(), v)).toList();
        if (found.size() > 1) { // wbadmin's identifiers have no seconds
            throw new AmbiguousBackupException(computer.folder() + " holds several backups '" + wanted.get() + "': "
                    + names(found.stream().map(BackupVersion::name)) + "; give the whole name");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchFileException(
                        computer.folder().toString(),
                        null,
                        "has no backup '" + wanted.get() + "'; it has "
                                + names(computer.versions().stream().map(BackupVersion::name))));
    }

    /** The folder's name, with or without its first word, or wbadmin's identifier. */
    private static boolean means(String wanted, BackupVersion version) {
        return version.name().equalsIgnoreCase(wanted)
                || version.name().equalsIgnoreCase("Backup " + wanted)
                || version.identifier().filter(wanted::equals).isPresent();
    }

    private static String computerNames(List<ComputerBackups> computers) {
        return names(computers.stream().map(ComputerBackups::name));
    }

    /** The first of them: a message that names thousands is none. */
    private static String names(Stream<String> names) {
        List<String> all = names.toList();
        String first = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }
}
