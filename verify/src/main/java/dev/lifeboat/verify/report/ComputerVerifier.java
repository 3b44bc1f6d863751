package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.verify.check.boot.BootChecks;
import dev.lifeboat.verify.check.boot.RestoredComputer;
import dev.lifeboat.verify.check.fit.Fit;
import dev.lifeboat.verify.check.fit.FitChecks;
import dev.lifeboat.verify.check.fit.OriginalComputer;
import dev.lifeboat.verify.check.fit.OriginalDisks;
import dev.lifeboat.verify.check.fit.Target;
import dev.lifeboat.verify.check.recovery.RecoveryChecks;
import dev.lifeboat.verify.check.recovery.RecoverySubject;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.check.set.SetPaths;
import dev.lifeboat.verify.check.set.UnreadImage;
import dev.lifeboat.verify.seal.SealPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies what is asked of all volumes of a backup together, which are open at once for this: whether the restored computer starts,
 * whether it fits a target, and whether Windows' recovery can restore it.
 */
final class ComputerVerifier {
    private final BackupLocation location;
    private final Optional<SetDocuments> documents;
    private final List<UnreadImage> unread;
    private final CheckRun checks;
    private final long allowance;

    ComputerVerifier(
            BackupLocation location,
            Optional<SetDocuments> documents,
            List<UnreadImage> unread,
            CheckRun checks,
            long allowance) {
        this.location = location;
        this.documents = documents;
        this.unread = unread;
        this.checks = checks;
        this.allowance = allowance;
    }

    /** Whether it starts is asked of all volumes together, which are open at once for this. */
    void verify(VerifyOptions options) throws IOException {
        Optional<BackupSet> set = location.set();
        if (location.images().isEmpty()) {
            return;
        }
        String name = set.map(SetPaths::version)
                .orElse(String.valueOf(location.images().get(0).getFileName()));
        boolean complete =
                set.isPresent() ? SetChecks.allSeen(set.get(), documents.orElseThrow(), unread) : unread.isEmpty();
        RestoredComputer.Scope scope = new RestoredComputer.Scope(
                set.isPresent(),
                complete,
                documents.flatMap(SetDocuments::asr).flatMap(AsrMetadata::firmware),
                documents.map(SetChecks::notCritical).orElse(Set.of()),
                documents.filter(SetChecks::dataOnly).isPresent());
        Set<Path> failed = unread.stream()
                .filter(image -> image.problem().isPresent())
                .map(UnreadImage::image)
                .collect(Collectors.toSet());
        try (BootImages images = BootImages.open(location, failed, allowance, checks::counted)) {
            RestoredComputer computer = RestoredComputer.of(name, images.volumes(), scope);
            checks.run(name, options.level() == Level.FULL ? BootChecks.full() : BootChecks.quick(), computer);
            if (options.target().isPresent()) {
                fit(name, options.target().get(), images, complete, computer);
            }
            if (set.isPresent()) { // nothing else is restored by Windows
                checks.run(name, RecoveryChecks.ofBackup(), recovery(computer, options.level()));
            }
        } catch (WorkLimit.Exceeded e) {
            checks.findings().accept(Verifier.TOO_MUCH.at(name, e.getMessage()));
        } catch (IOException e) {
            if (set.isEmpty()) {
                throw e;
            }
            checks.findings().accept(Verifier.READ_ERROR.at(name, String.valueOf(e.getMessage())));
        }
    }

    private void fit(String name, Target target, BootImages images, boolean complete, RestoredComputer computer)
            throws IOException {
        List<DiskImage> disks = images.images().stream()
                .filter(image -> !Verifier.isDestroyedContainer(
                        image.container(), String.valueOf(image.path().getFileName())))
                .toList();
        if (disks.isEmpty()) {
            return;
        }
        OriginalComputer original = location.set().isPresent()
                ? OriginalDisks.ofSet(
                        name,
                        location.set().get(),
                        documents.orElseThrow(),
                        disks,
                        complete,
                        computer.startVolumes(),
                        computer.madeFor())
                : OriginalDisks.ofImage(name, disks.get(0), computer.madeFor());
        checks.run(name, FitChecks.all(), new Fit(original, target));
    }

    private RecoverySubject recovery(RestoredComputer computer, Level level) throws IOException {
        WorkLimit ofEach = new WorkLimit(0, allowance); // no real one is larger than that
        return new RecoverySubject(
                computer,
                SealPlaces.of(location).recoveryImages(),
                level == Level.FULL,
                file -> checks.counted(file, file.name(), ofEach));
    }
}
