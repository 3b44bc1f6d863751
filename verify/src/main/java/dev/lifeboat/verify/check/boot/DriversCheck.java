package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.windows.ClassFilter;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the drivers that the registry names for the start of Windows are there and whole. */
final class DriversCheck implements Check<RestoredComputer> {
    private static final String REMEDY =
            "Use another version of the backup. If Windows runs now, check it with 'sfc /scannow', install"
                    + " the driver anew, then make a new image.";

    static final Rule GOOD =
            new Rule("drivers.start", Severity.GOOD, "The drivers that Windows starts with are there and whole.", "");
    static final Rule NEEDED = new Rule(
            "drivers.needed",
            Severity.LOST,
            "A driver that Windows does not start without is missing, damaged, or made for another processor: the start ends with an"
                    + " error, or with a blue screen (0x7B INACCESSIBLE_BOOT_DEVICE).",
            REMEDY);
    static final Rule FILTER = new Rule(
            "drivers.filter-unknown",
            Severity.LOST,
            "The registry sends all access to the disks through a driver that it does not know: Windows stops with a blue screen (0x7B"
                    + " INACCESSIBLE_BOOT_DEVICE). A program that was removed may have left this behind.",
            "Use another version of the backup, or take the name out of UpperFilters or LowerFilters of that class in the registry after"
                    + " a restore.");
    static final Rule OPTIONAL = new Rule(
            "drivers.optional",
            Severity.DAMAGED,
            "A driver that Windows loads with its kernel is missing, damaged, or made for another processor. Windows is told to start"
                    + " without it; what it is for does not work. If it is that of the disk's own controller, Windows does not start.",
            REMEDY);
    static final Rule LATER = new Rule(
            "drivers.later",
            Severity.NOTE,
            "A driver that Windows loads after its kernel is missing, damaged, or made for another processor: what it is for does not"
                    + " work. Programs that were removed often leave such an entry behind.",
            "If something does not work after a restore, install its driver anew.");
    static final Rule ELSEWHERE = new Rule(
            "drivers.elsewhere",
            Severity.UNDECIDED,
            "The registry names a place for a driver that Windows does not start without, and that place cannot be looked up in an"
                    + " image.",
            "Look at ImagePath of this driver in the registry of the computer.");

    static final Rule UNSUPPORTED = new Rule(
            "drivers.not-judged",
            Severity.UNDECIDED,
            "A driver that Windows loads with its kernel, or what the registry says of such drivers, is in a form that Lifeboat cannot"
                    + " read. Windows may read it.",
            "Check it with a newer Lifeboat.");

    @Override
    public String question() {
        return "Are the drivers there that Windows starts with?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, NEEDED, FILTER, OPTIONAL, LATER, ELSEWHERE, UNSUPPORTED);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            BootVolume volume = windows.volume();
            BootDrivers drivers = BootDrivers.of(windows);
            boolean good = !drivers.drivers().isEmpty();
            for (String problem : drivers.notJudged()) {
                good = false;
                findings.accept(UNSUPPORTED.at(volume.name(), problem));
            }
            for (ClassFilter filter : drivers.unknownFilters()) {
                good = false;
                findings.accept(FILTER.at(
                        volume.name(),
                        "'" + filter.driver() + "' filters " + filter.device() + ", and is no driver of the registry"));
            }
            for (BootDrivers.Entry driver : drivers.drivers()) {
                Optional<Finding> finding = look(windows, driver);
                finding.ifPresent(findings);
                good &= finding.isEmpty();
            }
            if (good) {
                findings.accept(GOOD.at(volume.name(), drivers.drivers().size() + " drivers"));
            }
        }
    }

    private static Optional<Finding> look(InstalledWindows windows, BootDrivers.Entry driver) throws IOException {
        BootVolume volume = windows.volume();
        if (driver.path().isEmpty()) {
            return driver.needed()
                    ? Optional.of(ELSEWHERE.at(
                            volume.name(),
                            driver.told() + ": " + driver.service().imagePath().orElse("")))
                    : Optional.empty();
        }
        ProgramFile file = windows.programs().read(driver.path().get());
        if (file.sound()) {
            return Optional.empty();
        }
        Rule rule = driver.needed() ? NEEDED : driver.service().startsWithKernel() ? OPTIONAL : LATER;
        if (file.state() == ProgramFile.State.NOT_JUDGED) {
            if (rule.equals(LATER)) {
                return Optional.empty(); // nothing that the start depends on
            }
            rule = UNSUPPORTED;
        }
        return Optional.of(rule.at(volume.name(), driver.told() + ": " + file.path() + " " + file.detail()));
    }
}
