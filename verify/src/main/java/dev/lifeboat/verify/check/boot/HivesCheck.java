package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.regf.Recovery;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.windows.StoredHive;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the hives of the registry that Windows starts with can be read from end to end. */
final class HivesCheck implements Check<RestoredComputer> {
    private static final String OTHER_VERSION = "Use another version of the backup, or make a new one.";

    static final Rule GOOD =
            new Rule("registry.hive", Severity.GOOD, "A file of the registry can be read from end to end.", "");
    static final Rule UNREADABLE = new Rule(
            "registry.unreadable",
            Severity.LOST,
            "A file of the registry that Windows does not start without cannot be opened. Windows stops: for SYSTEM with the error"
                    + " 0xC000014C before its first picture, for the others with a blue screen (0xC0000218).",
            OTHER_VERSION);
    static final Rule UNSUPPORTED = new Rule(
            "registry.not-judged",
            Severity.UNDECIDED,
            "A file of the registry uses something that Lifeboat cannot read, or Windows keeps it in a form that is not readable here.",
            "Check it with a newer Lifeboat, or make a new backup.");
    static final Rule UNFINISHED = new Rule(
            "registry.unfinished",
            Severity.UNDECIDED,
            "Windows was writing a file of the registry when the backup was made, and the logs that would complete it are missing or do"
                    + " not fit. Whether Windows takes the file as it is cannot be told.",
            OTHER_VERSION);
    static final Rule SYSTEM = new Rule(
            "registry.system-damaged",
            Severity.UNDECIDED,
            "A part of SYSTEM, the file of the registry that holds drivers and services, cannot be read. Windows may leave that part out"
                    + " and start, or stop with the error 0xC000014C.",
            OTHER_VERSION);
    static final Rule DAMAGED = new Rule(
            "registry.damaged",
            Severity.DAMAGED,
            "A part of a file of the registry cannot be read, and Windows leaves it out when it loads the file: settings are lost. In"
                    + " SOFTWARE these are those of Windows and of programs, in SAM accounts, in SECURITY rights and stored passwords, in"
                    + " DEFAULT those of the logon screen.",
            OTHER_VERSION);
    static final Rule NO_CONTROL_SET = new Rule(
            "registry.control-set",
            Severity.LOST,
            "SYSTEM does not say which of its sets of drivers Windows is to start with, or does not hold that set: Windows stops before"
                    + " its first picture.",
            OTHER_VERSION);

    private static final Map<Recovery.State, String> LOGS = Map.of(
            Recovery.State.CLEAN, "",
            Recovery.State.REPLAYED, ", with the changes in its logs",
            Recovery.State.INCOMPLETE, "");

    @Override
    public String question() {
        return "Can the registry be read from end to end?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, UNREADABLE, UNSUPPORTED, UNFINISHED, SYSTEM, DAMAGED, NO_CONTROL_SET);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            for (String name : SystemFiles.HIVES) {
                load(windows.volume(), name, findings);
            }
            if (windows.system().isPresent() && windows.controlSet().isEmpty()) {
                findings.accept(NO_CONTROL_SET.at(
                        windows.volume().name(), "SYSTEM: the key Select, or the set that it names, cannot be found"));
            }
        }
    }

    private static void load(BootVolume volume, String name, Consumer<Finding> findings) throws IOException {
        String path = InstalledWindows.CONFIG + name;
        String where = volume.name() + "/" + path;
        Optional<StoredHive> stored;
        Optional<ByteSource> file;
        try {
            file = volume.open(path);
            stored = file.isEmpty() ? Optional.empty() : StoredHive.open(volume::open, path);
        } catch (CorruptImageException e) {
            findings.accept(UNREADABLE.at(where, e.getMessage()));
            return;
        } catch (ImageException e) {
            findings.accept(UNSUPPORTED.at(where, e.getMessage()));
            return;
        }
        if (stored.isEmpty()) {
            return; // that it is missing has been told
        }
        StoredHive hive = stored.get();
        HiveWalk walk = HiveWalk.of(hive.hive(), file.get().size());
        hive.problem().ifPresent(problem -> findings.accept(UNFINISHED.at(where, problem)));
        if (walk.complaint().isPresent()) {
            Rule rule = name.equals("SYSTEM") ? SYSTEM : DAMAGED;
            findings.accept(rule.at(where, walk.complaint().get().problem() + "; " + walk.told()));
        } else if (hive.problem().isEmpty()) {
            findings.accept(
                    GOOD.at(where, walk.told() + LOGS.get(hive.hive().recovery().state())));
        }
    }
}
