package dev.lifeboat.formats.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code WindowsImageBackup} folder, whatever it may be called now.
 *
 * @param folder itself
 * @param computers by name
 * @param others whatever else lies there
 * @param problem why the folder cannot be listed
 */
public record BackupStore(
        Path folder, List<ComputerBackups> computers, List<Path> others, Optional<IOException> problem) {
    /** The only name under which Windows finds it. */
    public static final String NAME = "WindowsImageBackup";

    /**
     * Looks into the folder.
     *
     * @param folder any
     * @return what is there
     */
    static BackupStore of(Path folder) {
        FolderContent content = FolderContent.of(folder);
        List<ComputerBackups> computers = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path entry : content.entries()) {
            Optional<ComputerBackups> computer = FolderContent.Kind.of(entry).mayBeFolder()
                    ? Optional.of(ComputerBackups.of(entry)).filter(ComputerBackups::plausible)
                    : Optional.empty();
            computer.ifPresentOrElse(computers::add, () -> others.add(entry));
        }
        return new BackupStore(folder, List.copyOf(computers), List.copyOf(others), content.problem());
    }

    /**
     * Tells whether a path leads into a backup, or names one.
     *
     * @param path as it is written; nothing is looked at
     * @return true if a part of it has the name, in whatever case
     */
    public static boolean isIn(Path path) {
        for (Path part : path) {
            if (part.toString().equalsIgnoreCase(NAME)) {
                return true;
            }
        }
        return false;
    }

    public String name() {
        return FolderContent.name(folder);
    }

    /**
     * Tells whether Windows would find the folder by its name.
     *
     * @return case does not matter, as nowhere in Windows
     */
    public boolean named() {
        return name().equalsIgnoreCase(NAME);
    }
}
