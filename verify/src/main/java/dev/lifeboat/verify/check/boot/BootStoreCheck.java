package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether what the boot manager starts, if nobody chooses, is there: the loader, and the Windows behind it. */
final class BootStoreCheck implements Check<RestoredComputer> {
    private static final String ANEW =
            "After a restore, start the recovery environment and run 'bcdboot C:\\Windows', which makes"
                    + " the boot store anew; or use another version of the backup.";

    static final Rule GOOD = new Rule(
            "boot.entry", Severity.GOOD, "What the boot manager starts is there, and so is the Windows behind it.", "");
    static final Rule UNREADABLE = new Rule(
            "boot.store-unreadable",
            Severity.LOST,
            "The boot store (BCD), which says what to start and from where, is damaged: the boot manager stops with an error"
                    + " (0xC000000F).",
            ANEW);
    static final Rule UNSUPPORTED = new Rule(
            "boot.store-not-judged",
            Severity.UNDECIDED,
            "The boot store (BCD), which says what to start and from where, is in a form that Lifeboat cannot read. The boot manager may"
                    + " read it.",
            "Check it with a newer Lifeboat. After a restore, be ready to run 'bcdboot C:\\Windows' in the recovery environment.");
    static final Rule UNCERTAIN = new Rule(
            "boot.store-unfinished",
            Severity.UNDECIDED,
            "Windows was just writing the boot store (BCD) when the backup was made, and what completes it is missing, or a part of it"
                    + " cannot be read. Whether the boot manager takes it cannot be told.",
            ANEW);
    static final Rule NO_ENTRY = new Rule(
            "boot.no-entry",
            Severity.LOST,
            "The boot store (BCD) has no entry by which a Windows is started: the boot manager would have nothing to start.",
            ANEW);
    static final Rule NOT_DEFAULT = new Rule(
            "boot.not-default",
            Severity.NOTE,
            "If nobody chooses, the boot manager starts something else than Windows, which is not looked at here. Windows is in its"
                    + " menu.",
            "Choose Windows in the menu when the restored computer starts.");
    static final Rule MISSING = new Rule(
            "boot.target-missing",
            Severity.LOST,
            "The boot manager starts a file that is not where the boot store (BCD) says, or cannot be loaded: the restored computer"
                    + " stops before Windows with an error such as 0xC000000F or 0xC000000E.",
            ANEW);
    static final Rule OTHER_FIRMWARE = new Rule(
            "boot.loader-of-other-firmware",
            Severity.LOST,
            "The boot store (BCD) names the loader for the other kind of firmware: winload.efi is for UEFI, winload.exe for BIOS. The"
                    + " boot manager cannot start it.",
            ANEW);
    static final Rule OTHER_IDS = new Rule(
            "boot.other-ids",
            Severity.UNDECIDED,
            "The boot store (BCD) names a partition or disk by an id that none here has, though the file it wants is here: this looks"
                    + " like a disk that was copied without setting the ids right. The boot manager may not find Windows.",
            ANEW);
    static final Rule BY_CONTENT = new Rule(
            "boot.ids-not-in-images",
            Severity.NOTE,
            "The boot store (BCD) names a partition by an id that no image of the backup shows, though the file it wants is here. A"
                    + " restore gives the partitions the ids that they had, so that they fit again.",
            "");
    static final Rule NOT_JUDGED = new Rule(
            "boot.target-not-judged",
            Severity.UNDECIDED,
            "The boot store (BCD) starts Windows from something that cannot be looked up here: a virtual disk, another disk, a"
                    + " device that only the running computer has, or a file in a form that Lifeboat cannot read.",
            "Look at 'lifeboat info --boot'. After a restore, be ready to run 'bcdboot C:\\Windows' in the recovery environment.");

    @Override
    public String question() {
        return "Does the boot store lead to Windows?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(
                GOOD,
                UNREADABLE,
                UNSUPPORTED,
                UNCERTAIN,
                NO_ENTRY,
                NOT_DEFAULT,
                MISSING,
                OTHER_FIRMWARE,
                OTHER_IDS,
                BY_CONTENT,
                NOT_JUDGED);
    }

    @Override
    public void run(RestoredComputer computer, Consumer<Finding> findings) throws IOException {
        Optional<StoredBootStore> store = computer.store();
        if (!computer.hasWindows() || store.isEmpty()) {
            return; // what is missing has been told
        }
        String where = store.get().where();
        if (store.get().store().isEmpty()) {
            Rule rule = store.get().supported() ? UNREADABLE : UNSUPPORTED;
            findings.accept(rule.at(where, store.get().problem().orElse("cannot be read")));
            return;
        }
        store.get().problem().ifPresent(problem -> findings.accept(UNCERTAIN.at(where, problem)));
        Optional<StartEntry> entry = StartEntry.of(computer);
        if (entry.isEmpty()) {
            findings.accept(NO_ENTRY.at(where, "neither the default nor the menu has one"));
            return;
        }
        if (!entry.get().isDefault()) {
            findings.accept(NOT_DEFAULT.at(where, "the default is another than " + name(entry.get())));
        }
        if (follow(computer, entry.get(), findings) && store.get().problem().isEmpty()) {
            findings.accept(GOOD.at(
                    where,
                    name(entry.get()) + ", " + entry.get().loader().orElseThrow() + " on "
                            + entry.get()
                                    .loader(computer)
                                    .volume()
                                    .orElseThrow()
                                    .name()));
        }
    }

    private static boolean follow(RestoredComputer computer, StartEntry entry, Consumer<Finding> findings)
            throws IOException {
        String where = entry.store().where();
        if (entry.loader().isEmpty()) {
            findings.accept(MISSING.at(where, name(entry) + " names no file to start"));
            return false;
        }
        String loader = entry.loader().get();
        Optional<BootFiles> kind = FirmwareCheck.kindOf(loader);
        if (kind.isPresent() && kind.get() != entry.store().kind()) {
            findings.accept(OTHER_FIRMWARE.at(
                    where,
                    name(entry) + " starts " + loader + " from a store for "
                            + entry.store().kind().label()));
            return false;
        }
        Optional<BootVolume> from = volume(computer, entry, entry.loader(computer), loader, findings);
        if (from.isEmpty()) {
            return false;
        }
        Optional<Machine> machine = SystemFiles.machine(from.get());
        ProgramFile file = ProgramFile.read(from.get(), loader.replace('\\', '/'), machine);
        if (!file.sound()) {
            Rule rule = file.state() == ProgramFile.State.NOT_JUDGED ? NOT_JUDGED : MISSING;
            findings.accept(rule.at(from.get().name(), loader + " " + file.detail()));
            return false;
        }
        Destination windows = entry.windows(computer);
        boolean same = windows.volume().equals(from); // then its ids have been told of
        Optional<BootVolume> root = same ? from : volume(computer, entry, windows, entry.kernel(), findings);
        if (root.isEmpty()) {
            return false;
        }
        String kernel = entry.kernel().replace('\\', '/');
        boolean there = root.get().has(kernel);
        boolean told = kernel.equalsIgnoreCase(SystemFiles.KERNEL) && computer.holdsWindows(root.get());
        if (!there && !told) {
            findings.accept(MISSING.at(root.get().name(), entry.kernel() + " is missing or empty"));
        }
        return there;
    }

    private static Optional<BootVolume> volume(
            RestoredComputer computer, StartEntry entry, Destination to, String path, Consumer<Finding> findings) {
        String where = entry.store().where();
        String told = name(entry) + " starts " + path + " from " + to.words();
        switch (to.certainty()) {
            case SURE -> {}
            case BY_CONTENT -> findings.accept((computer.set() ? BY_CONTENT : OTHER_IDS)
                    .at(
                            where,
                            told + "; the file is on "
                                    + to.volume().orElseThrow().name()));
            case NOT_JUDGED -> findings.accept(NOT_JUDGED.at(where, told));
            case ABSENT -> {
                if (computer.complete()) { // else other checks have told what could not be seen
                    Rule rule = computer.set() ? MISSING : NOT_JUDGED;
                    findings.accept(rule.at(where, told + ", which is not here"));
                }
            }
        }
        return to.volume();
    }

    private static String name(StartEntry entry) {
        return "'" + entry.title() + "'";
    }
}
