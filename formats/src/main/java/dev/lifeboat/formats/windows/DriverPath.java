package dev.lifeboat.formats.windows;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the file of a driver lies, as the kernel understands what the registry says. Forms met in real hives: none at all,
 * <code>System32\drivers\x.sys</code>, <code>\SystemRoot\System32\...</code>, <code>\??\C:\...</code>.
 */
public final class DriverPath {
    private static final String ROOT = "/Windows/";
    private static final List<String> ROOTS = List.of("\\systemroot\\", "%systemroot%\\", "%windir%\\");
    private static final List<String> NAMESPACES = List.of("\\??\\", "\\dosdevices\\", "\\\\?\\");

    private DriverPath() {}

    /**
     * Finds the place of a driver's file.
     *
     * @param driver which
     * @param drive the letter that Windows gives its own volume: {@code C:}
     * @return a path from the root of that volume, with {@code /} between its parts; empty if it lies on another one, or cannot
     *     be understood
     */
    public static Optional<String> of(DriverService driver, String drive) {
        String path = driver.imagePath().orElse("").strip().replace('/', '\\').replace("\"", "");
        if (path.isEmpty()) {
            return Optional.of(ROOT + "System32/drivers/" + driver.name() + ".sys");
        }
        return place(path, drive).map(place -> place.replace('\\', '/')).filter(place -> !List.of(place.split("/", -1))
                .contains(".."));
    }

    private static Optional<String> place(String path, String drive) {
        Optional<String> inRoot = without(path, ROOTS);
        if (inRoot.isPresent()) {
            return Optional.of(ROOT + inRoot.get());
        }
        String named = without(path, NAMESPACES).orElse(path);
        if (named.length() > 2 && named.charAt(1) == ':') {
            return named.substring(0, 2).equalsIgnoreCase(drive) && named.charAt(2) == '\\'
                    ? Optional.of(named.substring(2))
                    : Optional.empty();
        }
        // A name of the kernel's, such as \Device\HarddiskVolume3\..., leads to a volume that only a running Windows
        // knows.
        return path.startsWith("\\") ? Optional.empty() : Optional.of(ROOT + path);
    }

    private static Optional<String> without(String path, List<String> beginnings) {
        String lower = path.toLowerCase(Locale.ROOT);
        return beginnings.stream()
                .filter(lower::startsWith)
                .map(beginning -> path.substring(beginning.length()))
                .findFirst();
    }
}
