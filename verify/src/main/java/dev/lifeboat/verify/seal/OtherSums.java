package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checksums that others made, and put beside the backup: what they claim of its files, and what these really have. */
public final class OtherSums {
    private static final Predicate<String> NAMED_SO = Pattern.compile(
                    "(sha256|md5)sums?(\\.(txt|asc))?|.+\\.(sha256|sha256sums?|md5|md5sums?)", Pattern.CASE_INSENSITIVE)
            .asMatchPredicate();
    private static final int MOST_FILES = 64;
    /** Real ones have a few lines. */
    private static final int LARGEST = 1 << 20;

    private static final int MOST_CLAIMS = 10_000;

    private final List<Claim> claims = new ArrayList<>();
    private final Map<SetFile, List<Claim>> byFile = new HashMap<>();
    private final Map<Path, Integer> odd = new HashMap<>();
    private final Map<Path, IOException> unreadable = new HashMap<>();
    private final Map<Claim, Optional<String>> found = new HashMap<>();

    /**
     * What one line claims.
     *
     * @param sums the file with the line
     * @param file the file that is meant
     * @param algorithm {@code SHA-256} or {@code MD5}
     * @param digest hexadecimal digits in small letters
     */
    record Claim(Path sums, SetFile file, String algorithm, String digest) {}

    private OtherSums() {}

    /**
     * Looks for files of checksums.
     *
     * @param location the backup
     * @param files of it
     * @return what they claim of these files; what they claim of others is passed over
     */
    public static OtherSums of(BackupLocation location, SetFiles files) {
        OtherSums sums = new OtherSums();
        Map<Path, SetFile> byPath = files.files().stream()
                .collect(Collectors.toMap(file -> absolute(file.path()), file -> file, (a, b) -> a));
        int left = MOST_FILES;
        for (Path folder : folders(location, files)) {
            for (Path file : listed(folder)) {
                if (left-- > 0) {
                    sums.read(file, byPath);
                }
            }
        }
        return sums;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Set<Path> folders(BackupLocation location, SetFiles files) {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(absolute(files.folder()));
        location.set().ifPresent(set -> {
            folders.add(absolute(set.version().folder()));
            Optional<Path> store = set.store().map(BackupStore::folder).map(OtherSums::absolute);
            store.ifPresent(folders::add);
            store.map(Path::getParent).ifPresent(folders::add);
        });
        return folders;
    }

    private static List<Path> listed(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.filter(file -> NAMED_SO.test(String.valueOf(file.getFileName())))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the check of access tells
        }
    }

    private void read(Path file, Map<Path, SetFile> byPath) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("is too large to be a list of checksums");
            }
            String text = SumLine.decode(Files.readAllBytes(file));
            String name = String.valueOf(file.getFileName());
            for (String line : text.split("\r?\n", -1)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                Optional<SumLine> sum = SumLine.parse(line, name);
                if (sum.isEmpty()) {
                    odd.merge(file, 1, Integer::sum);
                } else {
                    claim(file, sum.get(), byPath);
                }
            }
        } catch (IOException e) {
            unreadable.put(file, e);
        }
    }

    /** Empty if no file of this system can be named so, as on Windows with a question mark. */
    static Optional<Path> beside(Path sums, String name) {
        try {
            return Optional.of(sums.resolveSibling(name).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void claim(Path sums, SumLine line, Map<Path, SetFile> byPath) {
        Optional<Path> meant = beside(absolute(sums), line.name());
        if (meant.isEmpty()) {
            odd.merge(sums, 1, Integer::sum);
            return;
        }
        SetFile file = byPath.get(meant.get());
        if (file != null && claims.size() < MOST_CLAIMS) {
            Claim claim = new Claim(sums, file, line.algorithm(), line.digest().toLowerCase(Locale.ROOT));
            claims.add(claim);
            byFile.computeIfAbsent(file, f -> new ArrayList<>()).add(claim);
        }
    }

    /** Hashes that have to be made of a file. */
    Set<String> algorithms(SetFile file) {
        return byFile.getOrDefault(file, List.of()).stream()
                .map(Claim::algorithm)
                .collect(Collectors.toSet());
    }

    /** Takes note of what a file really has. */
    void found(FileContent content) {
        Map<String, Optional<String>> digests = new HashMap<>();
        for (Claim claim : byFile.getOrDefault(content.file(), List.of())) {
            found.put(claim, digests.computeIfAbsent(claim.algorithm(), content::digest));
        }
    }

    /**
     * Tells whether there is nothing to compare with.
     *
     * @return true if nobody claims anything of these files
     */
    public boolean isEmpty() {
        return claims.isEmpty();
    }

    List<Claim> claims() {
        return claims;
    }

    /** Absent if the file could not be read. */
    Optional<String> found(Claim claim) {
        return found.getOrDefault(claim, Optional.empty());
    }

    /** How many lines cannot be followed, by file. */
    Map<Path, Integer> odd() {
        return odd;
    }

    Map<Path, IOException> unreadable() {
        return unreadable;
    }
}
