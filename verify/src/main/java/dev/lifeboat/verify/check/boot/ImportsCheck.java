package dev.lifeboat.verify.check.boot;

import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Whether everything is there that the kernel and the drivers of the start are linked with. */
final class ImportsCheck implements Check<RestoredComputer> {
    private static final String REMEDY =
            "Use another version of the backup. If Windows runs now, check it with 'sfc /scannow',"
                    + " then make a new image.";

    static final Rule GOOD = new Rule(
            "drivers.imports",
            Severity.GOOD,
            "What the kernel and the drivers of the start are linked with is there.",
            "");
    static final Rule NEEDED = new Rule(
            "drivers.import-missing",
            Severity.LOST,
            "A file is missing or damaged that the kernel, or a driver that Windows does not start without, is linked with: neither can"
                    + " be loaded without it, and the restored computer would not start.",
            REMEDY);
    static final Rule OPTIONAL = new Rule(
            "drivers.optional-import-missing",
            Severity.DAMAGED,
            "A file is missing or damaged that a driver is linked with, so that this driver cannot be loaded. Windows is told to start"
                    + " without it; what it is for does not work. If it is that of the disk's own controller, Windows does not start.",
            REMEDY);

    static final Rule UNSUPPORTED = new Rule(
            "drivers.import-not-judged",
            Severity.UNDECIDED,
            "A file that the kernel or a driver of the start is linked with is stored in a form that Lifeboat cannot read. Windows may"
                    + " read it.",
            "Check it with a newer Lifeboat.");

    @Override
    public String question() {
        return "Is everything there that the kernel and these drivers are linked with?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NEEDED, OPTIONAL, UNSUPPORTED);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            new Run(windows, findings).all();
        }
    }

    /** One Windows. What matters most is followed first, as each file that is missing is told once. */
    private static final class Run {
        private final BootVolume volume;
        private final BootDrivers drivers;
        private final ImportClosure closure;
        private final Consumer<Finding> findings;
        /** Files of which other checks tell already that Windows does not start without them. */
        private final Set<String> judged = new HashSet<>();

        private int programs;
        private boolean good = true;

        Run(InstalledWindows windows, Consumer<Finding> findings) throws IOException {
            this.volume = windows.volume();
            this.drivers = BootDrivers.of(windows);
            this.closure = new ImportClosure(volume, windows.programs());
            this.findings = findings;
            SystemFiles.OF_KERNEL.forEach(path -> judged.add(path.toLowerCase(Locale.ROOT)));
            drivers.drivers().stream()
                    .filter(BootDrivers.Entry::needed)
                    .flatMap(driver -> driver.path().stream())
                    .forEach(path -> judged.add(path.toLowerCase(Locale.ROOT)));
        }

        void all() throws IOException {
            for (String path : SystemFiles.OF_KERNEL) {
                follow(path, NEEDED);
            }
            for (BootDrivers.Entry driver : drivers.drivers()) {
                if (driver.needed() && driver.path().isPresent()) {
                    follow(driver.path().get(), NEEDED);
                }
            }
            for (BootDrivers.Entry driver : drivers.drivers()) {
                boolean optional = !driver.needed() && driver.service().startsWithKernel();
                if (optional && driver.path().isPresent()) {
                    follow(driver.path().get(), OPTIONAL);
                }
            }
            if (good) {
                findings.accept(GOOD.at(volume.name(), programs + " programs and drivers"));
            }
        }

        private void follow(String path, Rule rule) throws IOException {
            programs++;
            good &= closure.loads(path); // else what it is linked with is not known
            for (ImportClosure.Missing missing : closure.missing(path)) {
                good = false;
                if (!judged.contains(missing.file().path().toLowerCase(Locale.ROOT))) {
                    boolean judgeable = missing.file().state() != ProgramFile.State.NOT_JUDGED;
                    findings.accept((judgeable ? rule : UNSUPPORTED)
                            .at(
                                    volume.name(),
                                    missing.by() + " is linked with " + missing.wanted() + ", which "
                                            + missing.file().detail()));
                }
            }
        }
    }
}
