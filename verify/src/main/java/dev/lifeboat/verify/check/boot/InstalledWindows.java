package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.ControlSet;
import dev.lifeboat.formats.windows.MountedDevices;
import dev.lifeboat.formats.windows.StoredHive;
import dev.lifeboat.formats.windows.WindowsInstallation;
import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A Windows on one of the volumes, with as much of its registry as the checks share.
 *
 * @param volume that it is on
 * @param system the hive SYSTEM; absent if it cannot be opened
 * @param controlSet that the next start uses; absent if it cannot be told
 * @param mounted which volumes have which letters
 * @param drive the letter that it gives its own volume: {@code C:}
 */
record InstalledWindows(
        BootVolume volume,
        Optional<StoredHive> system,
        Optional<ControlSet> controlSet,
        MountedDevices mounted,
        String drive) {
    static final String CONFIG = "Windows/System32/config/";
    private static final String USUAL = "C:";

    /**
     * Looks for a Windows.
     *
     * @param volume any
     * @return empty if it holds none
     * @throws ImageException if folders are so damaged that it cannot be told
     * @throws IOException if the storage cannot be read
     */
    static Optional<InstalledWindows> on(BootVolume volume) throws IOException {
        if (volume.find(CONFIG).filter(FileNode::directory).isEmpty()) {
            return Optional.empty();
        }
        Optional<StoredHive> system = hive(volume, "SYSTEM");
        Optional<ControlSet> set = Optional.empty();
        MountedDevices mounted = new MountedDevices(Map.of());
        if (system.isPresent()) {
            try {
                set = ControlSet.inUse(system.get().hive());
                mounted = MountedDevices.read(system.get().hive());
            } catch (ImageException e) {
                // the check of the hives walks all of it, and says so
            }
        }
        return Optional.of(new InstalledWindows(volume, system, set, mounted, drive(volume)));
    }

    private static String drive(BootVolume volume) throws IOException {
        return WindowsInstallation.read(volume::open)
                .flatMap(WindowsInstallation::software)
                .flatMap(software -> software.systemRoot())
                .filter(root -> root.matches("[A-Za-z]:.*"))
                .map(root -> root.substring(0, 2))
                .orElse(USUAL);
    }

    private static Optional<StoredHive> hive(BootVolume volume, String name) throws IOException {
        try {
            return StoredHive.open(volume::open, CONFIG + name);
        } catch (ImageException e) {
            return Optional.empty(); // as above
        }
    }
}
