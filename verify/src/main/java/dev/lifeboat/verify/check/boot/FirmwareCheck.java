package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.windows.Firmware;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether all that tells the kind of firmware tells the same: documents, disk, boot files, boot store, registry. */
final class FirmwareCheck implements Check<RestoredComputer> {
    static final Rule GOOD = new Rule(
            "boot.firmware",
            Severity.GOOD,
            "All that tells of it tells of the same kind of firmware, UEFI or BIOS.",
            "");
    static final Rule CONTRADICTION = new Rule(
            "boot.firmware-contradiction",
            Severity.UNDECIDED,
            "One part of this backup is made for a computer with UEFI, another for one with BIOS. Whether the restored computer finds"
                    + " its Windows cannot be told.",
            "Find out how the computer starts: run msinfo32 on it and look at 'BIOS Mode'. Start the recovery media the same way"
                    + " before you restore, and be ready to run 'bcdboot C:\\Windows' there afterwards.");
    static final Rule LAST_START = new Rule(
            "boot.firmware-last-start",
            Severity.NOTE,
            "Windows noted at its last start another kind of firmware than its boot files are for. The computer may have been switched"
                    + " between UEFI and BIOS, or its disk moved, since then.",
            "Start the recovery media the way the boot files are for: 'UEFI:' in the firmware's menu for UEFI.");

    /** Who tells of a kind. */
    private record Witness(String who, BootFiles kind) {}

    @Override
    public String question() {
        return "Does all that tells of the firmware tell of the same kind?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, CONTRADICTION, LAST_START);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        if (!computer.hasWindows()) {
            return;
        }
        List<Witness> witnesses = witnesses(computer);
        long kinds = witnesses.stream().map(Witness::kind).distinct().count();
        if (kinds > 1) {
            findings.accept(CONTRADICTION.at(computer.where(), told(witnesses)));
            return;
        }
        boolean good = kinds == 1;
        for (InstalledWindows windows : good ? computer.windows() : List.<InstalledWindows>of()) {
            Optional<BootFiles> last = lastStart(windows);
            if (last.isPresent() && last.get() != witnesses.get(0).kind()) {
                good = false;
                findings.accept(LAST_START.at(
                        windows.volume().name(),
                        "the registry (PEFirmwareType) says " + last.get().label() + "; " + told(witnesses)));
            } else {
                last.ifPresent(kind -> witnesses.add(new Witness("the registry", kind)));
            }
        }
        if (good) {
            findings.accept(GOOD.at(computer.where(), told(witnesses)));
        }
    }

    /** The kind on which all agree; where nothing else tells, that of the last start. Empty where nothing tells, or they differ. */
    static Optional<BootFiles> agreed(RestoredComputer computer) throws IOException {
        Set<BootFiles> kinds = EnumSet.noneOf(BootFiles.class);
        witnesses(computer).forEach(witness -> kinds.add(witness.kind));
        if (kinds.isEmpty()) {
            computer.windows().forEach(windows -> lastStart(windows).ifPresent(kinds::add));
        }
        return kinds.size() == 1 ? Optional.of(kinds.iterator().next()) : Optional.empty();
    }

    private static List<Witness> witnesses(RestoredComputer computer) throws IOException {
        List<Witness> witnesses = new ArrayList<>();
        computer.documented().ifPresent(kind -> witnesses.add(new Witness("the documents of the backup", kind)));
        computer.byTable()
                .ifPresent(kind -> witnesses.add(
                        new Witness(kind == BootFiles.UEFI ? "an EFI system partition" : "an active partition", kind)));
        computer.byPlace().ifPresent(kind -> witnesses.add(new Witness("the place of the boot store", kind)));
        StartEntry.of(computer)
                .flatMap(StartEntry::loader)
                .flatMap(FirmwareCheck::kindOf)
                .ifPresent(kind -> witnesses.add(new Witness("the loader in the boot store", kind)));
        return witnesses;
    }

    /** The kind of firmware that a loader is for, by its name: both are programs of the same form. */
    static Optional<BootFiles> kindOf(String loader) {
        String name = loader.toLowerCase(Locale.ROOT);
        if (name.endsWith(".efi")) {
            return Optional.of(BootFiles.UEFI);
        }
        return name.endsWith(".exe") ? Optional.of(BootFiles.BIOS) : Optional.empty();
    }

    private static Optional<BootFiles> lastStart(InstalledWindows windows) {
        return windows.lastFirmware().map(firmware -> firmware == Firmware.UEFI ? BootFiles.UEFI : BootFiles.BIOS);
    }

    private static String told(List<Witness> witnesses) {
        return witnesses.stream()
                .map(witness -> witness.who + ": " + witness.kind.label())
                .collect(Collectors.joining(", "));
    }
}
