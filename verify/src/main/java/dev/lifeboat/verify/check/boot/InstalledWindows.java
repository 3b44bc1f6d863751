package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.ControlSet;
import dev.lifeboat.formats.windows.Firmware;
import dev.lifeboat.formats.windows.MountedDevices;
import dev.lifeboat.formats.windows.SoftwareFacts;
import dev.lifeboat.formats.windows.StoredHive;
import dev.lifeboat.formats.windows.SystemFacts;
import dev.lifeboat.formats.windows.WindowsInstallation;
import dev.lifeboat.mount.tree.FileNode;
import java.io.IOException;
import java.util.List;
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
 * @param lastFirmware the kind that it noted at its last start; absent if it noted none
 * @param software which Windows it is; absent if the hive SOFTWARE cannot be opened
 * @param languages that it can show; empty if it does not tell
 * @param programs its kernel, drivers and programs
 */
public record InstalledWindows(
        BootVolume volume,
        Optional<StoredHive> system,
        Optional<ControlSet> controlSet,
        MountedDevices mounted,
        String drive,
        Optional<Firmware> lastFirmware,
        Optional<SoftwareFacts> software,
        List<String> languages,
        ProgramFiles programs) {
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
        Optional<WindowsInstallation> facts = WindowsInstallation.read(volume::open);
        Optional<StoredHive> system = facts.map(WindowsInstallation::hives).orElse(List.of()).stream()
                .filter(hive -> hive.path().equals(CONFIG + "SYSTEM"))
                .findFirst();
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
        return Optional.of(new InstalledWindows(
                volume,
                system,
                set,
                mounted,
                drive(facts),
                facts.flatMap(WindowsInstallation::system).flatMap(SystemFacts::firmware),
                facts.flatMap(WindowsInstallation::software),
                facts.flatMap(WindowsInstallation::system)
                        .map(SystemFacts::languages)
                        .orElse(List.of()),
                ProgramFiles.of(volume)));
    }

    /**
     * Returns the processor that it is for.
     *
     * @return by its kernel; empty if that cannot be read
     */
    public Optional<Machine> machine() {
        return programs.machine();
    }

    private static String drive(Optional<WindowsInstallation> facts) {
        return facts.flatMap(WindowsInstallation::software)
                .flatMap(SoftwareFacts::systemRoot)
                .filter(root -> root.matches("[A-Za-z]:.*"))
                .map(root -> root.substring(0, 2))
                .orElse(USUAL);
    }
}
