package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Whether the kernel and the first programs of Windows are whole, and all for one kind of processor. */
final class SystemFilesCheck implements Check<RestoredComputer> {
    private static final String REMEDY =
            "Use another version of the backup. If Windows runs now, check it with 'sfc /scannow',"
                    + " then make a new image.";

    static final Rule GOOD =
            new Rule("windows.programs", Severity.GOOD, "The kernel and the first programs of Windows are whole.", "");
    static final Rule UNUSABLE = new Rule(
            "windows.program-damaged",
            Severity.LOST,
            "The kernel, or a program that Windows does not start without, is damaged, cut off, or made for another processor: the"
                    + " restored computer would not start.",
            REMEDY);
    static final Rule UNSUPPORTED = new Rule(
            "windows.program-not-judged",
            Severity.UNDECIDED,
            "The kernel, or a program that Windows does not start without, is stored in a form that Lifeboat cannot read. Windows may"
                    + " read it.",
            "Check it with a newer Lifeboat.");
    static final Rule CHANGED = new Rule(
            "windows.kernel-changed",
            Severity.LOST,
            "The bytes of a file that Windows loads with its kernel are not those that its maker put a checksum on. Windows compares"
                    + " it and stops with a blue screen (0xC0000221).",
            REMEDY);
    static final Rule PROGRAM_CHANGED = new Rule(
            "windows.program-changed",
            Severity.UNDECIDED,
            "The bytes of a program that Windows does not start without are not those that its maker put a checksum on. Whether"
                    + " Windows refuses it, or it runs, cannot be told.",
            REMEDY);

    @Override
    public String question() {
        return "Are the kernel and the first programs of Windows whole?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, UNUSABLE, UNSUPPORTED, CHANGED, PROGRAM_CHANGED);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            BootVolume volume = windows.volume();
            boolean good = look(windows, SystemFiles.OF_KERNEL, CHANGED, findings);
            good &= look(windows, SystemFiles.PROGRAMS, PROGRAM_CHANGED, findings);
            if (good) {
                findings.accept(GOOD.at(
                        volume.name(),
                        "for "
                                + windows.programs()
                                        .machine()
                                        .map(Machine::label)
                                        .orElse("no known processor")));
            }
        }
    }

    private static boolean look(InstalledWindows windows, List<String> files, Rule changed, Consumer<Finding> findings)
            throws IOException {
        BootVolume volume = windows.volume();
        boolean good = true;
        for (String path : files) {
            ProgramFile file = windows.programs().read(path);
            good &= file.sound();
            if (file.state() == ProgramFile.State.UNUSABLE) {
                findings.accept(UNUSABLE.at(volume.name(), path + " " + file.detail()));
            } else if (file.state() == ProgramFile.State.NOT_JUDGED) {
                findings.accept(UNSUPPORTED.at(volume.name(), path + " " + file.detail()));
            } else if (file.state() == ProgramFile.State.CHANGED) {
                findings.accept(changed.at(volume.name(), path + " " + file.detail()));
            } // that one is missing has been told
        }
        return good;
    }
}
