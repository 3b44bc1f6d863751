package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether the boot manager and its store are there, for the firmware that the computer has, and whether firmware can load them. */
final class BootFilesCheck implements Check<RestoredComputer> {
    private static final String ANEW =
            "Make a new backup with -allCritical. After a restore, 'bcdboot C:\\Windows' in the recovery"
                    + " environment can make them anew.";

    static final Rule GOOD = new Rule("boot.files", Severity.GOOD, "The boot manager and its store are there.", "");
    static final Rule MISSING = new Rule(
            "boot.files-missing",
            Severity.LOST,
            "The boot manager or its store (BCD) is missing on every volume of the backup: the restored computer would not start by"
                    + " itself.",
            ANEW);
    static final Rule OTHER = new Rule(
            "boot.files-of-other-firmware",
            Severity.LOST,
            "The boot files are there, but for another kind of firmware (UEFI or BIOS) than the computer had when the backup was made.",
            ANEW);
    static final Rule ELSEWHERE = new Rule(
            "boot.files-elsewhere",
            Severity.NOTE,
            "This image holds Windows, but not the small partition that a computer starts from: it is the image of one volume, or of a"
                    + " second disk. By itself it does not make a computer start.",
            "Check the whole backup: name the folder WindowsImageBackup, or the image of the first disk.");
    static final Rule UNUSABLE = new Rule(
            "boot.file-damaged",
            Severity.LOST,
            "The boot manager, the first program of Windows that the firmware starts, is damaged or made for another processor: the"
                    + " restored computer would not start by itself.",
            ANEW);
    static final Rule UNSUPPORTED = new Rule(
            "boot.file-not-judged",
            Severity.UNDECIDED,
            "The boot manager, the first program of Windows that the firmware starts, is stored in a form that Lifeboat cannot read.",
            "Check it with a newer Lifeboat. After a restore, be ready to run 'bcdboot C:\\Windows' in the recovery environment.");
    static final Rule CHANGED = new Rule(
            "boot.file-changed",
            Severity.UNDECIDED,
            "The bytes of the boot manager are not those that its maker put a checksum on. Firmware with Secure Boot refuses such a"
                    + " file; other firmware starts it, and what happens then depends on what was changed.",
            ANEW);
    static final Rule FALLBACK = new Rule(
            "boot.fallback-missing",
            Severity.NOTE,
            "The copy of the boot manager is missing that firmware starts when it has forgotten everything else, as after a new"
                    + " mainboard or on another computer. Where the restore tells the firmware of Windows, nothing is amiss.",
            "If the restored computer does not find Windows, 'bcdboot C:\\Windows' in the recovery environment makes it anew.");

    /** UEFI Specification, "Removable Media Boot Behavior". */
    private static final Map<Machine, String> FALLBACKS = Map.of(
            Machine.X64, "/EFI/Boot/bootx64.efi",
            Machine.X86, "/EFI/Boot/bootia32.efi",
            Machine.ARM64, "/EFI/Boot/bootaa64.efi");

    @Override
    public String question() {
        return "Are the boot manager and its store there?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, MISSING, OTHER, ELSEWHERE, UNUSABLE, UNSUPPORTED, CHANGED, FALLBACK);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        if (!computer.hasWindows()) {
            return; // that there is no Windows has been said
        }
        Set<BootFiles> found = EnumSet.noneOf(BootFiles.class);
        for (BootVolume volume : computer.volumes()) {
            for (BootFiles files : BootFiles.values()) {
                if (volume.has(files.manager()) && volume.has(files.store())) {
                    found.add(files);
                }
            }
        }
        Optional<BootFiles> wanted = computer.documented().or(computer::byTable);
        if (wanted.map(found::contains).orElse(!found.isEmpty())) {
            if (loadable(computer, wanted, found, findings)) {
                String kinds = found.stream().map(BootFiles::label).collect(Collectors.joining(" and "));
                findings.accept(GOOD.at(computer.where(), "for " + kinds));
            }
        } else if (computer.complete()) { // else other checks have told what could not be seen
            findings.accept(lacking(computer, wanted, found));
        }
    }

    private static Finding lacking(RestoredComputer computer, Optional<BootFiles> wanted, Set<BootFiles> found) {
        if (!found.isEmpty()) {
            return OTHER.at(
                    computer.where(),
                    "holds boot files for " + found.iterator().next().label() + ", expected "
                            + wanted.orElseThrow().label());
        }
        String files = wanted.map(w -> String.join(" and ", w.paths())).orElse("boot manager and BCD");
        Rule rule = computer.set() || wanted.isPresent() ? MISSING : ELSEWHERE;
        return rule.at(computer.where(), "no volume holds " + files);
    }

    /** The boot manager for BIOS is no program that stands by itself, so that nothing is known of its form. */
    private static boolean loadable(
            RestoredComputer computer, Optional<BootFiles> wanted, Set<BootFiles> found, Consumer<Finding> findings)
            throws IOException {
        if (!found.contains(BootFiles.UEFI)
                || wanted.filter(BootFiles.BIOS::equals).isPresent()) {
            return true;
        }
        Optional<Machine> machine = computer.windows().isEmpty()
                ? Optional.empty()
                : computer.windows().get(0).programs().machine();
        boolean good = true;
        for (BootVolume volume : computer.volumes()) {
            if (volume.has(BootFiles.UEFI.manager()) && volume.has(BootFiles.UEFI.store())) {
                good &= loadable(volume, machine, findings);
            }
        }
        return good;
    }

    private static boolean loadable(BootVolume volume, Optional<Machine> machine, Consumer<Finding> findings)
            throws IOException {
        ProgramFile manager = ProgramFile.read(volume, BootFiles.UEFI.manager(), machine);
        if (!manager.sound()) {
            Rule rule =
                    switch (manager.state()) {
                        case CHANGED -> CHANGED;
                        case NOT_JUDGED -> UNSUPPORTED;
                        default -> UNUSABLE;
                    };
            findings.accept(rule.at(volume.name(), manager.path() + " " + manager.detail()));
        }
        Optional<String> fallback = manager.pe().map(pe -> FALLBACKS.get(pe.machine()));
        if (fallback.isPresent() && !volume.has(fallback.get())) {
            findings.accept(FALLBACK.at(volume.name(), fallback.get() + " is missing or empty"));
        }
        return manager.sound();
    }
}
