package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks whether the files are there that start the recovery environment and restore an image. */
final class RecoveryFilesCheck implements Check<RecoveryCandidate> {
    static final Rule GOOD = new Rule(
            "recovery.files",
            Severity.GOOD,
            "The recovery environment has what it starts with, System Image Recovery, and the tools that help.",
            "");
    static final Rule NO_START = new Rule(
            "recovery.does-not-start",
            Severity.NOTE,
            "The recovery environment lacks a file that it cannot start without on this computer. It does not serve to restore the backup.",
            RecoveryRemedies.OTHER_MEDIA);
    static final Rule NO_IMAGE_RECOVERY = new Rule(
            "recovery.no-image-recovery",
            Severity.NOTE,
            "The recovery environment lacks System Image Recovery, the part of Windows that restores such backups, or its service. A plain"
                    + " Windows PE is like that. It does not serve to restore the backup.",
            RecoveryRemedies.OTHER_MEDIA);
    static final Rule NO_TOOL = new Rule(
            "recovery.tool-missing",
            Severity.NOTE,
            "The recovery environment can be used, but something in it that may be needed on the day is missing.",
            "Keep an installation stick of Windows at hand as well: it has all of these.");
    static final Rule NO_BOOT_MANAGER_2023 = new Rule(
            "recovery.no-2023-boot-manager",
            Severity.NOTE,
            "The recovery environment lacks the boot manager that is signed with Microsoft's certificate of 2023. It serves on this computer as"
                    + " it is; but recovery media made from it do not start, with Secure Boot, on computers that have revoked the"
                    + " certificate of 2011.",
            "If Secure Boot refuses the media, switch it off in the firmware's settings for the restore, or use an installation stick of a"
                    + " newer Windows. Updates of Windows bring the file (since April 2024).");

    @Override
    public String question() {
        return "Has the recovery environment what it needs to restore an image?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(NO_START, NO_IMAGE_RECOVERY, NO_TOOL, NO_BOOT_MANAGER_2023, GOOD);
    }

    @Override
    public void run(RecoveryCandidate candidate, Consumer<Finding> findings) {
        boolean good = true;
        for (RecoveryFile file : RecoveryFile.values()) {
            if (isAsked(file, candidate.need()) && candidate.image().lacks(file)) {
                good = false;
                report(rule(file.role()), candidate.where(), file.paths(), file, findings);
            } else if (isAsked(file, candidate.need())) {
                good &= report(NO_TOOL, candidate.where(), missing(candidate, file), file, findings);
            }
        }
        if (candidate.need().firmware().isEmpty() && lacksBothLoaders(candidate.image())) {
            good = false;
            report(NO_START, candidate.where(), RecoveryFile.LOADER_UEFI.paths(), RecoveryFile.LOADER_UEFI, findings);
        }
        if (good) {
            findings.accept(GOOD.at(
                    candidate.where(),
                    "started by "
                            + candidate.need().firmware().map(Firmware::name).orElse("any firmware")));
        }
    }

    private static boolean isAsked(RecoveryFile file, RecoveryNeed need) {
        Optional<Firmware> firmware = need.firmware();
        return firmware.isPresent()
                ? file.neededBy(firmware.get())
                : file.neededBy(Firmware.UEFI) && file.neededBy(Firmware.BIOS);
    }

    private static boolean lacksBothLoaders(RecoveryImage image) {
        return image.lacks(RecoveryFile.LOADER_UEFI) && image.lacks(RecoveryFile.LOADER_BIOS);
    }

    /** Of a file with two places: each is looked at by another boot store. */
    private static List<String> missing(RecoveryCandidate candidate, RecoveryFile file) {
        return file.paths().stream()
                .filter(candidate.image().missing()::contains)
                .toList();
    }

    private static boolean report(
            Rule rule, String where, List<String> paths, RecoveryFile file, Consumer<Finding> findings) {
        if (!paths.isEmpty()) {
            findings.accept(rule.at(
                    where,
                    String.join(" and ", paths) + (paths.size() == 1 ? " is" : " are") + " missing or empty: "
                            + file.purpose()));
        }
        return paths.isEmpty();
    }

    private static Rule rule(RecoveryFile.Role role) {
        return switch (role) {
            case START -> NO_START;
            case IMAGE_RECOVERY -> NO_IMAGE_RECOVERY;
            case TOOL -> NO_TOOL;
            case BOOT_MANAGER_2023 -> NO_BOOT_MANAGER_2023;
        };
    }
}
