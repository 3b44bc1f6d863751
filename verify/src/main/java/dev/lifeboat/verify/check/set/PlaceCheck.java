package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether Windows will find the set: under its one name, at the top of a drive or share. Practice of people who restore;
 * Microsoft says so for shares only.
 */
final class PlaceCheck implements Check<SetContents> {
    static final Rule GOOD = new Rule("set.place", Severity.GOOD, "The set lies where Windows looks for it.", "");
    static final Rule NAME = new Rule(
            "set.folder-name",
            Severity.LOST,
            "People who restore say that Windows looks only for a folder called WindowsImageBackup with the computers' folders in it;"
                    + " Microsoft says so for shares. As it lies here, a restore does not find the backup. The backup itself may be"
                    + " sound: the other findings tell.",
            "Give the folder its name back: WindowsImageBackup, and in it the folder of the computer. Then verify again.");
    static final Rule DEEP = new Rule(
            "set.not-at-top",
            Severity.NOTE,
            "People who restore say that Windows looks for WindowsImageBackup at the top of a drive, or of a shared folder. From where"
                    + " it lies now it is found only if the folder above is a share.",
            "Before a restore, move WindowsImageBackup to the top of a drive, or share the folder above it.");

    @Override
    public String question() {
        return "Does the set lie where Windows looks for it?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NAME, DEEP);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        Optional<BackupStore> store = set.set().store();
        if (store.isEmpty()) {
            Path above =
                    set.set().computer().folder().toAbsolutePath().normalize().getParent();
            String found = above == null ? "no folder" : "'" + above.getFileName() + "'";
            findings.accept(NAME.at(SetPaths.computer(set), "lies in " + found + ", expected WindowsImageBackup"));
            return;
        }
        Path above = store.get().folder().toAbsolutePath().normalize().getParent();
        Optional<Path> real = real(store.get().folder());
        if (!store.get().named() && !isNamed(real)) {
            findings.accept(NAME.at(
                    store.get().name(), "is called '" + store.get().name() + "', expected " + BackupStore.NAME));
            return;
        }
        if (isTop(above) || real.filter(folder -> isTop(folder.getParent())).isPresent()) {
            findings.accept(GOOD.at(store.get().name(), "named and placed as Windows expects it"));
        } else {
            findings.accept(
                    DEEP.at(store.get().name(), "lies in '" + above.getFileName() + "', not at the top of a drive"));
        }
    }

    /** What a link leads to. */
    private static Optional<Path> real(Path folder) {
        try {
            return Optional.of(folder.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static boolean isNamed(Optional<Path> folder) {
        return folder.map(Path::getFileName)
                .filter(name -> name.toString().equalsIgnoreCase(BackupStore.NAME))
                .isPresent();
    }

    /** The root of a drive, or the place where another drive is mounted. */
    private static boolean isTop(Path folder) {
        if (folder == null || folder.getParent() == null) {
            return true;
        }
        try {
            return !Files.getFileStore(folder).equals(Files.getFileStore(folder.getParent()));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
