package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.cms.TrustedRoots;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.signature.DamagedCatalog;
import dev.lifeboat.verify.check.signature.MicrosoftRoots;
import dev.lifeboat.verify.check.signature.ProgramSignatures;
import dev.lifeboat.verify.check.signature.SignedProgram;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
    static final Rule START_UNSIGNED = new Rule(
            "signatures.start-unsigned",
            Severity.UNDECIDED,
            "A file of the kernel of Windows has been changed: its checksum is right, but Microsoft signed no such bytes. Windows for 64"
                    + " bits refuses that, as a rule, with the error 0xC0000428.",
            "Use another version of the backup, or make a new one. If there is none, Startup Repair of the recovery media may put the"
                    + " file back.");
    static final Rule CHANGED = new Rule(
            "signatures.changed",
            Severity.DAMAGED,
            "A part of Windows is signed, and is not what was signed: it has changed since then. A failing disk does that, and so does"
                    + " an unwanted program.",
            REPAIR);
    static final Rule VENDOR_CHANGED = new Rule(
            "signatures.vendor-changed",
            Severity.NOTE,
            "A program that is no part of Windows is signed, and is not what was signed. Some makers append something to their programs"
                    + " later; a failing disk changes them, too.",
            "If that program does not start after a restore, install it anew.");
    static final Rule DAMAGED = new Rule(
            "signatures.damaged",
            Severity.DAMAGED,
            "A program in the folders of Windows is damaged, or was changed without care: Microsoft signed no such bytes, and the file"
                    + " itself shows that something is wrong with it.",
            REPAIR);
    static final Rule NOT_LISTED = new Rule(
            "signatures.not-listed",
            Severity.NOTE,
            "A program says that it is a part of Windows, but no catalog of this Windows has it. Some programs change parts of Windows"
                    + " on purpose; an unwanted one does so, too.",
            "If you do not know why, run 'sfc /scannow' in an administrator's command prompt.");
    static final Rule NOT_BELIEVED = new Rule(
            "signatures.not-believed",
            Severity.NOTE,
            "A part of Windows is signed, but the signature does not prove much here: its certificate was not valid at the time, or is"
                    + " missing, or it is made in a way that Lifeboat does not know. Windows may judge otherwise.",
            "");
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
            "Most programs of this Windows are in no catalog of Microsoft's that is here. Versions for Insiders are signed in"
                    + " another way, and what somebody put together by hand is not signed at all. Whether the programs are as they were"
                    + " was not checked.",
            "");
    static final Rule NOT_ALL = new Rule(
            "signatures.not-all",
            Severity.NOTE,
            "There are more programs in the folders of Windows than any Windows has. Not all of them were looked at.",
            "");

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
        return List.of(
                GOOD,
                START,
                START_UNSIGNED,
                CHANGED,
                VENDOR_CHANGED,
                DAMAGED,
                NOT_LISTED,
                NOT_BELIEVED,
                UNTRUSTED,
                CATALOG,
                FEW,
                NOT_ALL);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        for (InstalledWindows windows : computer.windows()) {
            ProgramSignatures found = ProgramSignatures.of(windows.volume().tree(), roots, Instant.now());
            new Telling(windows, found, StartFiles.of(computer, windows), findings).tell();
        }
    }

    /** Tells what was found on one Windows. */
    private static final class Telling {
        private final InstalledWindows windows;
        private final ProgramSignatures found;
        private final StartFiles start;
        private final Consumer<Finding> findings;
        private final String where;
        private final boolean few;
        private boolean good = true;

        Telling(InstalledWindows windows, ProgramSignatures found, StartFiles start, Consumer<Finding> findings) {
            this.windows = windows;
            this.found = found;
            this.start = start;
            this.findings = findings;
            this.where = windows.volume().name();
            this.few = few(found);
        }

        /** Of what is a part of Windows nearly all is signed; and nearly all that lies there is a part of Windows. */
        private static boolean few(ProgramSignatures found) {
            long covered =
                    found.programs().stream().filter(SignedProgram::microsoft).count();
            long own = found.programs().stream()
                    .filter(program -> program.microsoft() || (program.windows() && !isUnreadable(program)))
                    .count();
            long readable = found.programs().stream()
                    .filter(program -> !isUnreadable(program))
                    .count();
            return covered == 0 || covered < own / 2 || covered < readable / 10;
        }

        private static boolean isUnreadable(SignedProgram program) {
            return program.state() == SignedProgram.State.NOT_JUDGED || program.state() == SignedProgram.State.RUINED;
        }

        void tell() throws IOException {
            for (SignedProgram program : found.programs()) {
                Optional<Rule> rule = rule(program);
                if (rule.isPresent()) {
                    good = false;
                    if (!start.isTold(windows, program.path())) {
                        String detail = program.detail().isEmpty() ? "is in no catalog" : program.detail();
                        findings.accept(rule.get().at(where, program.path() + " " + detail));
                    }
                }
            }
            for (DamagedCatalog catalog : found.damaged()) {
                good = false;
                findings.accept(CATALOG.at(where, catalog.path() + " " + catalog.detail()));
            }
            if (!found.all()) {
                good = false;
                findings.accept(NOT_ALL.at(where, found.programs().size() + " were"));
            }
            if (few) {
                findings.accept(FEW.at(where, counts() + others()));
            } else if (good) {
                findings.accept(GOOD.at(where, counts()));
            }
        }

        private Optional<Rule> rule(SignedProgram program) {
            boolean windowsOwn = program.windows();
            return switch (program.state()) {
                case CATALOG, EMBEDDED, NOT_JUDGED -> Optional.empty();
                case CHANGED -> Optional.of(
                        start.refuses(program.path()) ? START : windowsOwn ? CHANGED : VENDOR_CHANGED);
                case RUINED -> Optional.of(DAMAGED);
                case NOT_VALID, UNKNOWN -> Optional.of(NOT_BELIEVED).filter(rule -> windowsOwn && !few);
                case OTHER_SIGNER -> Optional.of(UNTRUSTED).filter(rule -> windowsOwn && !few);
                case UNSIGNED -> Optional.of(unsigned(program)).filter(rule -> windowsOwn && !few);
            };
        }

        private Rule unsigned(SignedProgram program) {
            if (program.checksum() == SignedProgram.Checksum.WRONG) {
                return DAMAGED;
            }
            return start.isOfKernel(program.path()) ? START_UNSIGNED : NOT_LISTED;
        }

        private String counts() {
            long catalog = found.count(SignedProgram.State.CATALOG);
            long embedded = found.count(SignedProgram.State.EMBEDDED);
            return "of " + found.programs().size() + " programs, " + catalog + " are in one of " + found.trusted()
                    + " catalogs of Microsoft, and " + embedded + " are signed themselves";
        }

        private String others() {
            List<SignedProgram> others = found.programs().stream()
                    .filter(program -> program.windows() && program.state() == SignedProgram.State.OTHER_SIGNER)
                    .toList();
            return others.isEmpty()
                    ? ""
                    : "; " + others.size() + " that say they are parts of Windows were signed by others, such as "
                            + others.get(0).path() + ", which " + others.get(0).detail();
        }
    }
}
