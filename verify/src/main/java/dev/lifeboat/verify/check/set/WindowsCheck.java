package dev.lifeboat.verify.check.set;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Whether Windows is there, with the files that it does not start without. */
final class WindowsCheck implements Check<SetContents> {
    static final Rule GOOD =
            new Rule("windows.files", Severity.GOOD, "The files that Windows does not start without are there.", "");
    static final Rule NONE = new Rule(
            "windows.none",
            Severity.LOST,
            "No volume of this backup that can be read holds Windows. A computer cannot be restored from it; files can be copied out.",
            "Make a system image: 'wbadmin start backup' with -allCritical, or 'Create a system image'.");
    static final Rule MISSING = new Rule(
            "windows.file-missing",
            Severity.LOST,
            "A file that Windows does not start without is missing or empty: the restored computer would not start.",
            "Use another version of the backup. If Windows runs now, check it with 'sfc /scannow', then make a new image.");

    @Override
    public String question() {
        return "Is Windows there, with all that it needs to start?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NONE, MISSING);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        List<VolumeContents> installed =
                set.volumes().stream().filter(VolumeContents::windows).toList();
        if (installed.isEmpty() && !set.set().version().images().isEmpty()) {
            findings.accept(NONE.at(SetPaths.version(set), "has no volume with the folder /Windows/System32/config"));
        }
        for (VolumeContents volume : installed) {
            Path image = volume.image();
            for (String file : volume.missing()) {
                findings.accept(MISSING.at(SetPaths.inSet(set, image), file + " is missing or empty"));
            }
            if (volume.missing().isEmpty()) {
                findings.accept(GOOD.at(SetPaths.inSet(set, image), "all of them are there"));
            }
        }
    }
}
