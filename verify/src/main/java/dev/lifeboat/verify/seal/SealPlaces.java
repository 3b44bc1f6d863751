package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a seal, and what else Lifeboat keeps for a backup, lies: in the folder Lifeboat beside WindowsImageBackup, never inside it; or, where that cannot be written, in
 * the data folder of the user.
 *
 * @param beside the folder beside the backup, or beside a single image
 * @param ofUser the folder of the user
 */
public record SealPlaces(Path beside, Path ofUser) {
    /** The seal's name in its folder. */
    public static final String SEAL = "seal";

    /** The signature's, which is 64 bytes of Ed25519. */
    public static final String SIGNATURE = "seal.sig";

    private static final String RECOVERY = "winre/Winre.wim";
    private static final String LIFEBOAT = "Lifeboat";

    /**
     * Finds the places on this computer.
     *
     * @param location what is sealed
     * @return where its seal may be
     * @throws IOException if the path cannot be followed
     */
    public static SealPlaces of(BackupLocation location) throws IOException {
        return of(location, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * Finds the places.
     *
     * @param location what is sealed
     * @param environment variables of this process
     * @param home the home folder of the user
     * @return where its seal may be
     * @throws IOException if the path cannot be followed
     */
    public static SealPlaces of(BackupLocation location, Map<String, String> environment, Path home)
            throws IOException {
        Path data = data(environment, home);
        if (location.set().isEmpty()) {
            Path image = real(location.images().get(0));
            String name = String.valueOf(image.getFileName());
            String key = Hashes.hex(Hashes.sha256(image.toString().getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 16);
            Path user = data.resolve("images").resolve(name + "-" + key);
            if (!Files.isRegularFile(image)) { // beside a device nothing stays
                return new SealPlaces(user, user);
            }
            Path beside = inBackup(image)
                    .orElseGet(() -> parent(image).resolve(LIFEBOAT).resolve(name));
            return new SealPlaces(beside, user);
        }
        BackupSet set = location.set().get();
        Path version = real(set.version().folder());
        String computer =
                set.computer().name().isEmpty() ? LIFEBOAT : set.computer().name();
        String backup =
                set.version().name().isEmpty() ? LIFEBOAT : set.version().name();
        Path user = data.resolve(computer).resolve(backup);
        Optional<Path> inBackup = inBackup(version);
        if (inBackup.isPresent()) {
            return new SealPlaces(inBackup.get(), user);
        }
        boolean loose = set.version().time().isEmpty();
        Path top = loose
                ? version
                : set.store().map(BackupStore::folder).orElse(set.computer().folder());
        Path folder = parent(real(top)).resolve(LIFEBOAT);
        return new SealPlaces(
                loose ? folder.resolve(backup) : folder.resolve(computer).resolve(backup), user);
    }

    /** Of something in WindowsImageBackup: the same way down, from Lifeboat beside it. */
    private static Optional<Path> inBackup(Path path) {
        for (int i = 0; i < path.getNameCount(); i++) {
            if (path.getName(i).toString().equalsIgnoreCase(BackupStore.NAME)) {
                Path above = i == 0 ? path.getRoot() : path.getRoot().resolve(path.subpath(0, i));
                Path below = i + 1 == path.getNameCount() ? Path.of("") : path.subpath(i + 1, path.getNameCount());
                return Optional.of(above.resolve(LIFEBOAT).resolve(below.toString()));
            }
        }
        return Optional.empty();
    }

    private static Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (UnsupportedOperationException e) {
            return path.toAbsolutePath().normalize(); // inside an image
        }
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? path : path.getParent();
    }

    /**
     * Returns the folder in which this user's programs keep what is not beside a backup.
     *
     * @return Lifeboat's own, which need not be there
     */
    public static Path userData() {
        return data(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    private static Path data(Map<String, String> environment, Path home) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return folder(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"))
                    .resolve(LIFEBOAT);
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve(LIFEBOAT);
        }
        return folder(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share"))
                .resolve("lifeboat");
    }

    private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(otherwise);
    }

    /**
     * Finds the seal that is there: of two the one beside the backup.
     *
     * @return the file, or empty
     */
    public Optional<Path> existing() {
        return existing(SEAL).stream().findFirst();
    }

    /**
     * Finds the recovery environments that Lifeboat keeps for the backup.
     *
     * @return the files that are there, that beside the backup first
     */
    public List<Path> recoveryImages() {
        return existing(RECOVERY);
    }

    private List<Path> existing(String file) {
        return List.of(beside, ofUser).stream()
                .distinct()
                .map(folder -> folder.resolve(file))
                .filter(Files::isRegularFile)
                .toList();
    }
}
