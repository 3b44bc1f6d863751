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

    @Override
    public String question() {
        return "Is everything there that the kernel and these drivers are linked with?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NEEDED, OPTIONAL);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            BootVolume volume = windows.volume();
            ImportClosure closure = new ImportClosure(volume, SystemFiles.machine(volume));
            Set<String> told = new HashSet<>();
            int programs = 0;
            for (String path : SystemFiles.OF_KERNEL) {
                programs++;
                tell(volume, closure.missing(path), NEEDED, told, findings);
            }
            BootDrivers drivers = BootDrivers.of(windows);
            for (boolean needed : new boolean[] {true, false}) {
                for (BootDrivers.Entry driver : drivers.drivers()) {
                    boolean early = needed || driver.service().startsWithKernel();
                    if (driver.needed() == needed && early && driver.path().isPresent()) {
                        programs++;
                        Rule rule = needed ? NEEDED : OPTIONAL;
                        tell(volume, closure.missing(driver.path().get()), rule, told, findings);
                    }
                }
            }
            if (told.isEmpty()) {
                findings.accept(GOOD.at(volume.name(), programs + " programs and drivers"));
            }
        }
    }

    /** Of each file once: the first that wants it is the one that matters most. */
    private static void tell(
            BootVolume volume,
            List<ImportClosure.Missing> missing,
            Rule rule,
            Set<String> told,
            Consumer<Finding> findings) {
        for (ImportClosure.Missing file : missing) {
            if (told.add(file.wanted().toLowerCase(Locale.ROOT))) {
                findings.accept(rule.at(
                        volume.name(), file.by() + " is linked with " + file.wanted() + ", which " + file.detail()));
            }
        }
    }
}
