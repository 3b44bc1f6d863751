package dev.lifeboat.verify.check.boot;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Whether Windows is there, with the files that it does not start without. */
final class WindowsCheck implements Check<RestoredComputer> {
    static final Rule GOOD =
            new Rule("windows.files", Severity.GOOD, "The files that Windows does not start without are there.", "");
    static final Rule NONE = new Rule(
            "windows.none",
            Severity.LOST,
            "No volume of this backup that can be read holds Windows. A computer cannot be restored from it; files can be copied out.",
            "Make a system image: 'wbadmin start backup' with -allCritical, or 'Create a system image'.");
    static final Rule DATA = new Rule(
            "windows.data-only",
            Severity.UNDECIDED,
            "No volume of this backup holds Windows, and its documents name none that a start needs: it looks like a backup of data"
                    + " only. Files can be restored from it, a computer cannot.",
            "If this is to restore a computer, make a system image: 'wbadmin start backup' with -allCritical, or 'Create a system"
                    + " image'.");
    static final Rule UNSEEN = new Rule(
            "windows.not-seen",
            Severity.UNDECIDED,
            "Folders of this volume are damaged or cannot be read, so that it could not be seen whether it holds a Windows that starts,"
                    + " or the files that start it.",
            "Use another version of the backup. If the computer runs now, check the volume with 'chkdsk', then make a new image.");
    static final Rule MISSING = new Rule(
            "windows.file-missing",
            Severity.LOST,
            "A file that Windows does not start without is missing or empty, or the folder that holds it is damaged: the restored"
                    + " computer would not start.",
            "Use another version of the backup. If Windows runs now, check it with 'sfc /scannow', then make a new image.");

    static final Rule OTHER = new Rule(
            "windows.other-file-missing",
            Severity.NOTE,
            "A second Windows, on a volume that the computer did not need to start, lacks files: the rest of an old installation, or"
                    + " another system beside this one.",
            "If you start this second Windows at times, check it with 'sfc /scannow' there, then make a new image.");

    @Override
    public String question() {
        return "Is Windows there, with all that it needs to start?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NONE, DATA, UNSEEN, MISSING, OTHER);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        // Of a single disk nobody said that it holds Windows; where not all was seen, other checks have told why.
        if (computer.set() && computer.complete() && !computer.hasWindows()) {
            Rule rule = computer.dataOnly() ? DATA : NONE;
            findings.accept(rule.at(computer.where(), "has no volume with the folder /Windows/System32/config"));
        }
        for (RestoredComputer.Unseen unseen : computer.unseen()) {
            findings.accept(UNSEEN.at(unseen.volume().name(), unseen.problem().getMessage()));
        }
        for (InstalledWindows windows : computer.windows()) {
            look(windows, MISSING, findings);
        }
        for (InstalledWindows windows : computer.others()) {
            look(windows, OTHER, findings);
        }
    }

    private static void look(InstalledWindows windows, Rule missing, Consumer<Finding> findings) throws IOException {
        String where = windows.volume().name();
        List<String> files = SystemFiles.missing(windows.volume());
        files.forEach(file -> findings.accept(missing.at(where, file + " is missing or empty, or cannot be read")));
        if (files.isEmpty()) {
            findings.accept(GOOD.at(where, "all of them are there"));
        }
    }
}
