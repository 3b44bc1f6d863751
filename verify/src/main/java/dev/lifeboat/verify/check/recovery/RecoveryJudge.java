package dev.lifeboat.verify.check.recovery;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.wim.WimFile;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.wim.BlobFaults;
import dev.lifeboat.verify.check.wim.Wim;
import dev.lifeboat.verify.check.wim.WimChecks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Judges one WIM: whether Windows' recovery can be started from it on a computer, and restore a system image there. */
public final class RecoveryJudge {
    static final Rule DAMAGED = new Rule(
            "recovery.damaged",
            Severity.DAMAGED,
            "The file of a recovery environment (Winre.wim) is damaged: it may not start, or may fail in the middle of a restore. A computer"
                    + " restored from this backup starts without it.",
            "Do not rely on this file. If the same file on the computer is sound, make a new image; in any case make recovery media now, while"
                    + " the computer runs, and start it from them once.");
    static final Rule NOT_JUDGED = new Rule(
            "recovery.not-judged",
            Severity.NOTE,
            "A file that should be a recovery environment could not be judged: it could not be read, or is of a form that Lifeboat does not"
                    + " know. It may be sound.",
            RecoveryRemedies.OTHER_MEDIA);

    /** With one of these it does not serve to restore a backup. */
    private static final Set<Rule> STOPPING = Set.of(
            DAMAGED,
            NOT_JUDGED,
            RecoveryStartCheck.NOT_BOOTABLE,
            RecoveryFilesCheck.NO_START,
            RecoveryFilesCheck.NO_IMAGE_RECOVERY,
            RecoveryProgramsCheck.NOT_OF_WINDOWS,
            RecoveryVersionCheck.OTHER_PROCESSOR);

    private final String where;
    private final RecoveryNeed need;
    private final boolean full;
    private final LongConsumer read;
    private final Consumer<Finding> findings;
    private boolean usable = true;

    /**
     * What came of it.
     *
     * @param usable whether it serves to restore the computer it was judged for, as far as the file can show
     * @param image what it says; absent if it could not be read
     */
    public record Judgement(boolean usable, Optional<RecoveryImage> image) {}

    private RecoveryJudge(
            String where, RecoveryNeed need, boolean full, LongConsumer read, Consumer<Finding> findings) {
        this.where = where;
        this.need = need;
        this.full = full;
        this.read = read;
        this.findings = findings;
    }

    /**
     * Judges a WIM. Bad bytes become findings. Without {@code full} only tables and metadata are read, and of the files in it headers.
     *
     * @param wim all of the file, of a name for findings
     * @param need what is asked of it
     * @param full whether every content is read, and compared with its SHA-1
     * @param read is told how many more bytes were read or expanded
     * @param findings receives each finding as it is made
     * @return whether it will do
     * @throws IOException if the storage cannot be read
     */
    public static Judgement judge(
            ByteSource wim, RecoveryNeed need, boolean full, LongConsumer read, Consumer<Finding> findings)
            throws IOException {
        RecoveryJudge judge = new RecoveryJudge(wim.name(), need, full, read, findings);
        Optional<RecoveryImage> image = judge.run(wim);
        return new Judgement(judge.usable, image);
    }

    /** What a file is worth that cannot be opened. */
    static Finding of(ImageException complaint, String where) {
        Rule rule = complaint instanceof CorruptImageException ? DAMAGED : NOT_JUDGED;
        return complaint.where().startsWith(where)
                ? Finding.of(rule, complaint)
                : rule.at(where, complaint.getMessage());
    }

    private Optional<RecoveryImage> run(ByteSource file) throws IOException {
        try (WimFile wim = WimFile.open(file)) {
            if (wim.images().isEmpty() || wim.header().parts() > 1) {
                accept(RecoveryStartCheck.NOT_BOOTABLE.at(
                        where, RecoveryStartCheck.problem(wim).orElseThrow()));
                return Optional.empty();
            }
            RecoveryImage image = RecoveryImage.read(wim);
            soundness(new Wim(wim, new BlobFaults(), read));
            // What a damaged file says else is no more than what follows from the damage.
            for (Check<RecoveryCandidate> check :
                    usable ? RecoveryChecks.ofImage() : List.<Check<RecoveryCandidate>>of()) {
                check.run(new RecoveryCandidate(where, wim, image, need), this::accept);
            }
            return Optional.of(image);
        } catch (ImageException e) {
            accept(of(e, where));
            return Optional.empty();
        }
    }

    private void accept(Finding finding) {
        usable &= !STOPPING.contains(finding.rule());
        findings.accept(finding);
    }

    /** What the checks of any WIM say, in their words; what it means here is another matter. */
    private void soundness(Wim wim) throws IOException {
        List<Check<Wim>> checks = full ? WimChecks.full() : WimChecks.quick();
        for (Check<Wim> check : checks) {
            check.run(wim, finding -> {
                if (finding.severity() == Severity.UNDECIDED) {
                    accept(NOT_JUDGED.at(finding.where(), finding.message()));
                } else if (finding.severity().compareTo(Severity.NOTE) > 0) {
                    accept(DAMAGED.at(finding.where(), finding.message()));
                }
            });
        }
    }
}
