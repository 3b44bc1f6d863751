package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.signature.JudgedCatalog;
import dev.lifeboat.verify.check.signature.MicrosoftRoots;
import dev.lifeboat.verify.check.signature.ProgramSignatures;
import dev.lifeboat.verify.check.signature.SignedProgram;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Whether the programs of Windows are, byte for byte, those that Microsoft signed. Reads them all. */
final class SignaturesCheck implements Check<RestoredComputer> {
    private static final String REPAIR =
            "After the restore, run 'sfc /scannow' in an administrator's command prompt: it puts back what is"
                    + " not Windows' own. Or use another version of the backup, if there is one.";

    static final Rule GOOD = new Rule(
            "signatures.good",
            Severity.GOOD,
            "Programs of Windows are, byte for byte, those that Microsoft signed, and none is known to have changed.",
            "");
    static final Rule START = new Rule(
            "signatures.start-changed",
            Severity.LOST,
            "A file that Windows starts with is signed, and is not what was signed. Windows for 64 bits does not start with it: the"
                    + " loader stops with the error 0xC0000428.",
            "Use another version of the backup, or make a new one. If there is none, Startup Repair of the recovery media may put the"
                    + " file back.");
    static final Rule CHANGED = new Rule(
            "signatures.changed",
            Severity.DAMAGED,
            "A program is signed, and is not what was signed: it has changed since then. A failing disk does that, and so does an"
                    + " unwanted program.",
            REPAIR);
    static final Rule DAMAGED = new Rule(
            "signatures.damaged",
            Severity.DAMAGED,
            "A program says that it is a part of Windows, but Microsoft signed no such bytes, and its checksum is wrong, too. It is"
                    + " damaged.",
            REPAIR);
    static final Rule NOT_LISTED = new Rule(
            "signatures.not-listed",
            Severity.NOTE,
            "A program says that it is a part of Windows, and its checksum is right, but no catalog of this Windows has it. Some"
                    + " programs change parts of Windows on purpose; an unwanted one does so, too.",
            "If you do not know why, run 'sfc /scannow' in an administrator's command prompt.");
    static final Rule UNTRUSTED = new Rule(
            "signatures.untrusted",
            Severity.DAMAGED,
            "A program says that it is a part of Windows, but somebody else than Microsoft signed for it. Windows does not take it as"
                    + " its own.",
            REPAIR);
    static final Rule CATALOG = new Rule(
            "signatures.catalog-damaged",
            Severity.DAMAGED,
            "A catalog is damaged. Windows no longer knows the programs and drivers that only this catalog lists to be"
                    + " genuine, and may refuse to load such drivers.",
            "After the restore, run 'DISM /Online /Cleanup-Image /RestoreHealth' in an administrator's command prompt, and install the"
                    + " drivers of your devices anew if one does not work. Or use another version of the backup.");
    static final Rule FEW = new Rule(
            "signatures.few",
            Severity.NOTE,
            "This Windows does not have the catalogs that its programs are listed in. Whether these are as Microsoft signed them was"
                    + " not checked.",
            "");

    private static final Set<Machine> BITS_64 = EnumSet.of(Machine.X64, Machine.ARM64);

    private final TrustedRoots roots;

    SignaturesCheck() {
        this(MicrosoftRoots.trusted());
    }

    /** With other roots, in tests. */
    SignaturesCheck(TrustedRoots roots) {
        this.roots = roots;
    }

    @Override
    public String question() {
        return "Are the programs of Windows those that Microsoft signed?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, START, CHANGED, DAMAGED, NOT_LISTED, UNTRUSTED, CATALOG, FEW);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            tell(windows, ProgramSignatures.of(windows.volume().tree(), roots, Instant.now()), findings);
        }
    }

    private static void tell(InstalledWindows windows, ProgramSignatures found, Consumer<Finding> findings)
            throws IOException {
        String where = windows.volume().name();
        Set<String> start = start(windows);
        long judged = found.programs().size() - found.count(SignedProgram.State.NOT_JUDGED);
        long covered =
                found.programs().stream().filter(SignedProgram::microsoft).count();
        boolean few = covered == 0 || covered < judged / 2; // nearly all that lies there is Microsoft's
        boolean good = true;
        for (SignedProgram program : found.programs()) {
            Rule rule = rule(program, few, start.contains(program.path().toLowerCase(Locale.ROOT)));
            if (rule != null) {
                good = false;
                if (isTold(windows, program)) {
                    continue;
                }
                String detail = program.detail().isEmpty() ? "is in no catalog" : program.detail();
                findings.accept(rule.at(where, program.path() + " " + detail));
            }
        }
        for (JudgedCatalog catalog : found.others()) {
            if (catalog.damaged()) {
                good = false;
                findings.accept(CATALOG.at(where, catalog.path() + " " + catalog.detail()));
            }
        }
        if (few) {
            findings.accept(FEW.at(where, counts(found)));
        } else if (good) {
            findings.accept(GOOD.at(where, counts(found)));
        }
    }

    /** Null for one that there is nothing to say of. */
    private static Rule rule(SignedProgram program, boolean few, boolean starts) {
        return switch (program.state()) {
            case CATALOG, EMBEDDED, NOT_JUDGED -> null;
            case CHANGED -> starts ? START : CHANGED;
            case OTHER_SIGNER -> program.windows() ? UNTRUSTED : null;
            case UNSIGNED -> !program.windows() || few ? null : program.checksumHolds() ? NOT_LISTED : DAMAGED;
        };
    }

    /** What the loader of Windows for 64 bits, and nobody after it, refuses: the kernel, its drivers, and the loader itself. */
    private static Set<String> start(InstalledWindows windows) throws IOException {
        Set<String> start = new HashSet<>();
        if (BITS_64.contains(windows.programs().machine().orElse(Machine.OTHER))) {
            SystemFiles.OF_KERNEL.forEach(path -> start.add(path.toLowerCase(Locale.ROOT)));
            SystemFiles.LOADERS.forEach(path -> start.add(path.toLowerCase(Locale.ROOT)));
            for (BootDrivers.Entry driver : BootDrivers.of(windows).drivers()) {
                driver.path()
                        .filter(path -> driver.needed())
                        .ifPresent(path -> start.add(path.toLowerCase(Locale.ROOT)));
            }
        }
        return start;
    }

    /** Whether the checks of what Windows starts with have told of it. */
    private static boolean isTold(InstalledWindows windows, SignedProgram program) throws IOException {
        Stream<String> asked = Stream.concat(SystemFiles.OF_KERNEL.stream(), SystemFiles.PROGRAMS.stream());
        Stream<String> drivers = BootDrivers.of(windows).drivers().stream()
                .map(BootDrivers.Entry::path)
                .flatMap(Optional::stream);
        return Stream.concat(asked, drivers).anyMatch(program.path()::equalsIgnoreCase)
                && !windows.programs().read(program.path()).sound();
    }

    private static String counts(ProgramSignatures found) {
        long catalog = found.count(SignedProgram.State.CATALOG);
        long embedded = found.count(SignedProgram.State.EMBEDDED);
        return "of " + found.programs().size() + " programs, " + catalog + " are in one of " + found.trusted()
                + " catalogs of Microsoft, and " + embedded + " are signed themselves";
    }
}
