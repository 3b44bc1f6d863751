package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.StoredHive;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether Windows had put off work to its next start, which then is the first after a restore. */
final class UnfinishedWorkCheck implements Check<RestoredComputer> {
    /** A longer list is not counted: its names would take too much memory. */
    private static final long MOST_COUNTED = 1 << 20;

    private static final String PENDING = "/Windows/WinSxS/pending.xml";
    private static final String SERVICING = "Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\";
    private static final List<String> KEYS = List.of("RebootPending", "RebootInProgress");

    static final Rule GOOD =
            new Rule("windows.no-work-pending", Severity.GOOD, "Windows has put off nothing to its next start.", "");
    static final Rule UPDATE = new Rule(
            "windows.update-pending",
            Severity.NOTE,
            "An update waited for a restart when the backup was made. Windows goes on with it at the first start after a restore, which"
                    + " takes longer; an update that fails then is taken back, or keeps Windows from starting.",
            "Restart the computer, let it finish its updates, and make a new backup.");
    static final Rule RENAMES = new Rule(
            "windows.renames-pending",
            Severity.NOTE,
            "A program asked Windows to replace or delete files at the next start. Windows does so at the first start after a restore;"
                    + " that is nothing unusual.",
            "");

    @Override
    public String question() {
        return "Had Windows put off work to its next start?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, UPDATE, RENAMES);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            String where = windows.volume().name();
            boolean[] good = {true};
            Consumer<Finding> counted = finding -> {
                good[0] = false;
                findings.accept(finding);
            };
            try {
                update(windows.volume()).ifPresent(what -> counted.accept(UPDATE.at(where, what)));
                renames(windows)
                        .ifPresent(
                                what -> counted.accept(RENAMES.at(where, "PendingFileRenameOperations has " + what)));
            } catch (ImageException e) {
                continue; // the check of the hives has told what cannot be read
            }
            if (good[0]) {
                findings.accept(GOOD.at(where, "no update and no files to replace"));
            }
        }
    }

    private static Optional<String> update(BootVolume volume) throws IOException {
        if (volume.open(PENDING).isPresent()) {
            return Optional.of(PENDING + " is there");
        }
        Optional<StoredHive> software = StoredHive.open(volume::open, InstalledWindows.CONFIG + "SOFTWARE");
        for (String key : software.isPresent() ? KEYS : List.<String>of()) {
            if (software.get().hive().find(SERVICING + key).isPresent()) {
                return Optional.of("the registry has the key " + key + " of Component Based Servicing");
            }
        }
        return Optional.empty();
    }

    /** They come in pairs: a file, and its new name, which is empty where the file is to be deleted. */
    private static Optional<String> renames(InstalledWindows windows) throws IOException {
        if (windows.controlSet().isEmpty()) {
            return Optional.empty();
        }
        Optional<RegistryKey> manager = windows.controlSet().get().key().find("Control\\Session Manager");
        Optional<RegistryValue> value =
                manager.isPresent() ? manager.get().value("PendingFileRenameOperations") : Optional.empty();
        if (value.isPresent() && value.get().size() > MOST_COUNTED) {
            return Optional.of(value.get().size() + " bytes");
        }
        long files = value.isEmpty() ? 0 : (value.get().texts().size() + 1L) / 2;
        return files == 0 ? Optional.empty() : Optional.of(files + " files");
    }
}
