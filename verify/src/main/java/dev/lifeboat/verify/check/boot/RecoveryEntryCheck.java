package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.bcd.BcdDevice;
import dev.lifeboat.formats.bcd.BcdObject;
import dev.lifeboat.formats.bcd.BcdValue;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether the recovery environment is there that the boot manager starts when Windows does not. */
final class RecoveryEntryCheck implements Check<RestoredComputer> {
    private static final long SDI_DEVICE = 0x31000003L;
    private static final long SDI_PATH = 0x32000004L;

    static final Rule GOOD =
            new Rule("boot.recovery", Severity.GOOD, "The recovery environment is where the boot store says.", "");
    static final Rule MISSING = new Rule(
            "boot.recovery-missing",
            Severity.NOTE,
            "The recovery environment (Winre.wim, boot.sdi), which the boot manager starts when Windows does not start, is not where the boot"
                    + " store says. Windows starts without it; but the restored computer cannot repair itself.",
            "Keep recovery media at hand. After a restore, 'reagentc /enable' in Windows sets it up again.");
    static final Rule NONE = new Rule(
            "boot.no-recovery",
            Severity.NOTE,
            "The boot store names no recovery environment, or it is switched off: if Windows does not start, the restored computer"
                    + " cannot repair itself.",
            "Keep recovery media at hand. 'reagentc /enable' in Windows switches it on.");

    @Override
    public String question() {
        return "Is the recovery environment there that starts when Windows does not?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, MISSING, NONE);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        Optional<StartEntry> start = computer.hasWindows() ? StartEntry.of(computer) : Optional.empty();
        if (start.isEmpty()) {
            return; // what is wrong with the store has been told
        }
        String where = start.get().store().where();
        List<StartEntry> entries = start.get().recovery();
        if (entries.isEmpty()) {
            findings.accept(NONE.at(where, "'" + start.get().title() + "' has none"));
        }
        for (StartEntry entry : entries) {
            look(computer, entry, findings);
        }
    }

    private static void look(RestoredComputer computer, StartEntry entry, Consumer<Finding> findings)
            throws IOException {
        boolean good;
        if (entry.loaderDevice().orElse(null) instanceof BcdDevice.RamDisk disk) {
            good = isThere(computer, entry, disk.on(), disk.path(), findings)
                    && isRamDiskThere(computer, entry, findings);
        } else {
            good = entry.loaderDevice().isPresent()
                    && isThere(
                            computer,
                            entry,
                            entry.loaderDevice().get(),
                            entry.loader().orElse(""),
                            findings);
        }
        if (good) {
            findings.accept(GOOD.at(entry.store().where(), "'" + entry.title() + "'"));
        }
    }

    /** The file (boot.sdi) that the boot manager makes a disk in memory of, for the WIM to lie on. */
    private static boolean isRamDiskThere(RestoredComputer computer, StartEntry entry, Consumer<Finding> findings)
            throws IOException {
        Optional<BcdObject> options = entry.ramDiskOptions();
        Optional<BcdValue> device = options.flatMap(o -> o.value(SDI_DEVICE));
        Optional<BcdValue> path = options.flatMap(o -> o.value(SDI_PATH));
        if (device.isPresent()
                && device.get() instanceof BcdValue.OfDevice on
                && path.isPresent()
                && path.get() instanceof BcdValue.OfString text) {
            return isThere(computer, entry, on.device(), text.text(), findings);
        }
        return true; // the boot manager has a usual place for it
    }

    private static boolean isThere(
            RestoredComputer computer, StartEntry entry, BcdDevice on, String path, Consumer<Finding> findings)
            throws IOException {
        Destination to = new DeviceFinder(computer, entry.store().volume()).find(on, path);
        Optional<BootVolume> volume = to.volume();
        if (volume.isPresent() && volume.get().has(path.replace('\\', '/'))) {
            return true;
        }
        if (volume.isPresent() || computer.complete()) {
            findings.accept(
                    MISSING.at(entry.store().where(), "'" + entry.title() + "' wants " + path + " from " + to.words()));
        }
        return false;
    }
}
