package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        return List.of(GOOD, NONE, MISSING, OTHER);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        List<VolumeContents> installed =
                set.volumes().stream().filter(VolumeContents::windows).toList();
        boolean anyImages = !set.set().version().images().isEmpty();
        if (installed.isEmpty()
                && anyImages
                && NamedVolumes.allSeen(set)) { // else other checks have told why it is not seen
            findings.accept(NONE.at(SetPaths.version(set), "has no volume with the folder /Windows/System32/config"));
        }
        Set<VolumeName> others = notCritical(set);
        for (VolumeContents volume : installed) {
            Path image = volume.image();
            boolean other = SetImage.of(image)
                    .flatMap(SetImage::volume)
                    .filter(others::contains)
                    .isPresent();
            for (String file : volume.missing()) {
                findings.accept((other ? OTHER : MISSING)
                        .at(SetPaths.inSet(set, image), file + " is missing or empty, or cannot be read"));
            }
            if (volume.missing().isEmpty()) {
                findings.accept(GOOD.at(SetPaths.inSet(set, image), "all of them are there"));
            }
        }
    }

    /** What Windows started from is always critical. */
    private static Set<VolumeName> notCritical(SetContents set) {
        Set<VolumeName> others = new HashSet<>();
        set.documents().asr().ifPresent(asr -> asr.volumes().stream()
                .filter(volume -> !volume.critical())
                .forEach(volume -> others.add(volume.name())));
        return others;
    }
}
