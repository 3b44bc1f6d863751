package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The folder of one computer in a {@link BackupStore}.
 *
 * @param folder named as the computer
 * @param versions by name, which is by time
 * @param mediaId identifies the disk or share that the backup was made to
 * @param catalogs what lies in the folder Catalog: GlobalCatalog and BackupGlobalCatalog
 * @param metadataCache the files of SPPMetadataCache, one a version, those in shadow copies included
 * @param extras what scripts put here: drivers, product key, a list of programs
 * @param others whatever else lies there
 * @param problem why the folder cannot be listed
 */
public record ComputerBackups(
        Path folder,
        List<BackupVersion> versions,
        Optional<OpaqueFile> mediaId,
        List<OpaqueFile> catalogs,
        List<OpaqueFile> metadataCache,
        List<Path> extras,
        List<Path> others,
        Optional<IOException> problem) {
    /** As {@code lifeboat create} and published scripts name them. */
    private static final List<String> EXTRAS = List.of("drivers", "productkey.txt", "product-key.txt", "myapps.json");

    private static final List<String> LOGS = List.of("logs");

    /**
     * Looks into a computer's folder.
     *
     * @param folder any
     * @return what is there
     */
    static ComputerBackups of(Path folder) {
        FolderContent content = FolderContent.of(folder);
        List<BackupVersion> versions = new ArrayList<>();
        Optional<OpaqueFile> mediaId = Optional.empty();
        List<OpaqueFile> catalogs = List.of();
        List<OpaqueFile> metadataCache = List.of();
        List<Path> extras = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        Optional<IOException> problem = content.problem();
        for (Path entry : content.entries()) {
            String name = FolderContent.name(entry);
            String lower = name.toLowerCase(Locale.ROOT);
            if (BackupVersion.time(name).isPresent() && Files.isDirectory(entry)) {
                versions.add(BackupVersion.of(entry));
            } else if (lower.equals("mediaid")) {
                mediaId = Optional.of(OpaqueFile.of(entry));
            } else if (lower.equals("catalog") || lower.equals("sppmetadatacache")) {
                FolderContent inside = FolderContent.of(entry);
                problem = problem.or(inside::problem);
                List<OpaqueFile> files =
                        inside.entries().stream().map(OpaqueFile::of).toList();
                if (lower.equals("catalog")) {
                    catalogs = files;
                } else {
                    metadataCache = files;
                }
            } else if (EXTRAS.contains(lower)) {
                extras.add(entry);
            } else if (!LOGS.contains(lower)) {
                others.add(entry);
            }
        }
        return new ComputerBackups(
                folder,
                List.copyOf(versions),
                mediaId,
                catalogs,
                metadataCache,
                List.copyOf(extras),
                List.copyOf(others),
                problem);
    }

    public String name() {
        return FolderContent.name(folder);
    }

    /**
     * Finds a catalog.
     *
     * @param name {@code GlobalCatalog} or {@code BackupGlobalCatalog}
     * @return the file, if it is there
     */
    public Optional<OpaqueFile> catalog(String name) {
        return catalogs.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    }

    /**
     * Tells whether the folder is that of a computer at all, or something else that lies beside.
     *
     * @return true if it has a version, or what only a backup leaves, or cannot be looked into
     */
    boolean plausible() {
        return !versions.isEmpty()
                || mediaId.isPresent()
                || !catalogs.isEmpty()
                || problem.filter(p -> Access.of(p) != Access.MISSING).isPresent();
    }

    /**
     * Returns the newest version.
     *
     * @return empty if there is none
     */
    public Optional<BackupVersion> newest() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }
}
