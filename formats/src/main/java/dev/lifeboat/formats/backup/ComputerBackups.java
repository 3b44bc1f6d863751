package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder of one computer in a {@link BackupStore}.
 *
 * @param folder named as the computer
 * @param versions by time
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

    private static final String CATALOG = "catalog";
    private static final String METADATA_CACHE = "sppmetadatacache";
    private static final Pattern GUID_IN_BRACES =
            Pattern.compile("\\{\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\}");
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
        List<OpaqueFile> catalogs = new ArrayList<>();
        List<OpaqueFile> metadataCache = new ArrayList<>();
        List<Path> extras = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        Optional<IOException> problem = content.problem();
        for (Path entry : content.entries()) {
            String name = FolderContent.name(entry);
            String lower = name.toLowerCase(Locale.ROOT);
            if (BackupVersion.time(name).isPresent()
                    && FolderContent.Kind.of(entry).mayBeFolder()) {
                versions.add(BackupVersion.of(entry));
            } else if (lower.equals("mediaid") && FolderContent.Kind.of(entry).mayBeFile()) {
                mediaId = Optional.of(OpaqueFile.of(entry));
            } else if ((lower.equals(CATALOG) || lower.equals(METADATA_CACHE))
                    && FolderContent.Kind.of(entry).mayBeFolder()) {
                FolderContent inside = FolderContent.of(entry);
                problem = problem.or(inside::problem);
                List<OpaqueFile> files = inside.entries().stream()
                        .filter(file -> FolderContent.Kind.of(file).mayBeFile())
                        .map(OpaqueFile::of)
                        .toList();
                if (lower.equals(CATALOG)) {
                    catalogs.addAll(files);
                } else {
                    metadataCache.addAll(files);
                }
            } else if (EXTRAS.contains(lower)) {
                extras.add(entry);
            } else if (!LOGS.contains(lower)) {
                others.add(entry);
            }
        }
        versions.sort(Comparator.comparing((BackupVersion v) -> v.time().orElseThrow())
                .thenComparing(BackupVersion::name));
        return new ComputerBackups(
                folder,
                List.copyOf(versions),
                mediaId,
                List.copyOf(catalogs),
                List.copyOf(metadataCache),
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
     * Returns how many versions were made, of which the older ones may lie in shadow copies.
     *
     * @return how many files of SPPMetadataCache are named as those of versions are
     */
    public int versionsMade() {
        return (int) metadataCache.stream()
                .filter(file -> GUID_IN_BRACES.matcher(file.name()).matches())
                .count();
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
