package dev.lifeboat.cli;

import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.regf.Recovery;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.SoftwareFacts;
import dev.lifeboat.formats.windows.StoredHive;
import dev.lifeboat.formats.windows.SystemFacts;
import dev.lifeboat.formats.windows.WindowsInstallation;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the Windows on a volume says of itself, and of its computer. */
final class WindowsFacts {
    private final Optional<WindowsInstallation> windows;

    private WindowsFacts(Optional<WindowsInstallation> windows) {
        this.windows = windows;
    }

    /**
     * Reads them.
     *
     * @param volume any
     * @return its facts; without any if it holds no Windows, or cannot be read at all, of which others tell
     * @throws IOException if the storage cannot be read
     */
    static WindowsFacts of(DiskVolume volume) throws IOException {
        if (volume.kind() != VolumeKind.NTFS || volume.source().isEmpty()) {
            return new WindowsFacts(Optional.empty());
        }
        try {
            return new WindowsFacts(WindowsInstallation.read(new TreeFiles(FileTrees.open(volume))));
        } catch (ImageException e) {
            return new WindowsFacts(Optional.empty());
        }
    }

    boolean complete() {
        return windows.map(WindowsInstallation::problems).orElse(List.of()).isEmpty();
    }

    Optional<Facts> facts() {
        return windows.map(WindowsFacts::facts);
    }

    private static Facts facts(WindowsInstallation windows) {
        Facts facts = new Facts();
        windows.software().ifPresent(software -> product(software, facts));
        windows.system().ifPresent(system -> computer(system, facts));
        windows.software().ifPresent(software -> owner(software, facts));
        facts.add("hives", windows.hives().stream().map(WindowsFacts::hive).toList());
        if (!windows.problems().isEmpty()) {
            facts.add("errors", windows.problems());
        }
        return facts;
    }

    private static void product(SoftwareFacts software, Facts facts) {
        facts.add("product", software.productName())
                .add("edition", software.edition())
                .add("displayVersion", software.displayVersion())
                .add("build", software.fullBuild());
    }

    private static void computer(SystemFacts system, Facts facts) {
        facts.add("architecture", system.architecture())
                .add("computer", system.computerName())
                .add("firmware", system.firmware())
                .add("timeZone", system.timeZone())
                .add("lastShutdown", system.lastShutdown())
                .add("controlSet", system.controlSet());
    }

    private static void owner(SoftwareFacts software, Facts facts) {
        facts.add("installed", software.installed())
                .add("systemRoot", software.systemRoot())
                .add("registeredOwner", software.registeredOwner())
                .add(
                        "users",
                        software.users().stream()
                                .map(user -> new Facts()
                                        .add("name", user.name())
                                        .add("folder", user.folder())
                                        .add("sid", user.sid()))
                                .toList());
    }

    private static Facts hive(StoredHive stored) {
        return addState(new Facts().add("file", stored.path()), stored.hive().recovery())
                .add("lastWritten", stored.hive().baseBlock().lastWritten());
    }

    /** How Windows had left a hive, and what its logs made of it. */
    static Facts addState(Facts facts, Recovery recovery) {
        facts.add("state", recovery.state().name().toLowerCase(Locale.ROOT));
        if (recovery.state() == Recovery.State.REPLAYED) {
            facts.add("logEntries", recovery.entries()).add("bytesFromLogs", recovery.changedBytes());
        }
        List<String> unused = new ArrayList<>(recovery.unused());
        return unused.isEmpty() ? facts : facts.add("logsOfNoUse", unused);
    }
}
