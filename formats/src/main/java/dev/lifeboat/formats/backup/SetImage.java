package dev.lifeboat.formats.backup;

import dev.lifeboat.formats.backup.document.VolumeName;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * An image file in a version's folder.
 *
 * @param file a .vhdx or .vhd
 * @param volume whose image it is, as its name says: the GUID of <code>\\?\Volume{...}\</code>; absent for other names
 */
public record SetImage(Path file, Optional<VolumeName> volume) {
    private static final String ESP = "esp";

    /**
     * Takes a file for an image by its name.
     *
     * @param file any
     * @return empty if its name is not that of an image
     */
    public static Optional<SetImage> of(Path file) {
        String name = FolderContent.name(file).toLowerCase(Locale.ROOT);
        if (!name.endsWith(".vhdx") && !name.endsWith(".vhd")) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.lastIndexOf('.'));
        return Optional.of(new SetImage(file, VolumeName.parse("Volume{" + stem + "}")));
    }

    /**
     * Tells whether this is the image of the EFI system partition, which Windows names so.
     *
     * @return true for {@code Esp.vhdx}
     */
    public boolean esp() {
        String name = name().toLowerCase(Locale.ROOT);
        return name.equals(ESP + ".vhdx") || name.equals(ESP + ".vhd");
    }

    public String name() {
        return FolderContent.name(file);
    }
}
