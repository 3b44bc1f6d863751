package dev.lifeboat.formats.backup.document;

import java.util.Locale;
import java.util.Optional;

/** How the computer starts, as told by where its boot files lie on the system partition. */
public enum Firmware {
    /** {@code \Boot}; seen. */
    BIOS("\\boot"),
    /** {@code \EFI\Microsoft\Boot}; documented. */
    UEFI("\\efi\\microsoft\\boot");

    private final String folder;

    Firmware(String folder) {
        this.folder = folder;
    }

    /** Tells by the folder of the boot configuration data; the longer path is tried first, as both end alike. */
    static Optional<Firmware> of(String bcdPath) {
        String path = withoutLastSeparator(bcdPath).toLowerCase(Locale.ROOT);
        if (path.endsWith(UEFI.folder)) {
            return Optional.of(UEFI);
        }
        return path.endsWith(BIOS.folder) ? Optional.of(BIOS) : Optional.empty();
    }

    /** The system partition's own path: what stands before the folder. */
    String systemPartition(String bcdPath) {
        String path = withoutLastSeparator(bcdPath);
        return path.substring(0, path.length() - folder.length());
    }

    private static String withoutLastSeparator(String path) {
        return path.endsWith("\\") ? path.substring(0, path.length() - 1) : path;
    }
}
