package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.mount.raw.RawSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The raw views of all that PATH means: of every version of every computer, unless one is chosen. */
final class RawInput {
    private RawInput() {}

    /**
     * Finds the sets; no image is opened yet.
     *
     * @param image what the command line says
     * @return one set a version, by computer and time; one for a single image, or for the backup inside it
     * @throws IOException if there is nothing
     */
    static List<RawSet> of(ImageArguments image) throws IOException {
        Optional<BackupStore> several = image.severalComputers();
        if (several.isPresent()) {
            List<RawSet> all = new ArrayList<>();
            several.get().computers().forEach(computer -> all.addAll(versions(several, computer)));
            return all;
        }
        BackupLocation location = image.locate();
        Optional<BackupSet> set = location.set();
        if (set.isEmpty()) {
            return List.of(new RawSet(List.of(), () -> opened(image.openAny())));
        }
        BackupVersion version = set.get().version();
        if (version.time().isEmpty()) { // a folder that merely holds images
            return List.of(new RawSet(List.of(), () -> opened(image.openAny())));
        }
        boolean chosen = image.backup().isPresent() || isFolder(image.path(), version);
        ComputerBackups computer = set.get().computer();
        return chosen
                ? List.of(version(set.get().store(), computer, version))
                : versions(set.get().store(), computer);
    }

    private static boolean isFolder(Path path, BackupVersion version) {
        return path.toAbsolutePath()
                .normalize()
                .equals(version.folder().toAbsolutePath().normalize());
    }

    private static List<RawSet> versions(Optional<BackupStore> store, ComputerBackups computer) {
        return computer.versions().stream()
                .map(version -> version(store, computer, version))
                .toList();
    }

    private static RawSet version(Optional<BackupStore> store, ComputerBackups computer, BackupVersion version) {
        List<Path> files = version.images().stream().map(SetImage::file).toList();
        BackupLocation location = new BackupLocation(files, Optional.of(new BackupSet(store, computer, version)));
        return new RawSet(List.of(computer.name(), version.name()), () -> {
            ImageSet images = ImageSet.openAny(location);
            return new RawSet.Opened(images, images);
        });
    }

    private static RawSet.Opened opened(ImageInput input) {
        return new RawSet.Opened(input.images(), input);
    }
}
