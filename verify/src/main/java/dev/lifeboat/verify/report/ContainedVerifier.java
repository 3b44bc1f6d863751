package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.contained.ContainedBackup;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies a backup that lies inside an image: the image first, since its damage is the backup's, and then the backup. */
public final class ContainedVerifier {
    static final Rule UNREADABLE = new Rule(
            "image.contents-unreadable",
            Severity.LOST,
            "The image that holds the backup is damaged where it lists the folders and files of the backup; what is missing"
                    + " from the list cannot be restored.",
            "Copy the image again from the original if this is a copy; otherwise make a new backup.");

    private ContainedVerifier() {}

    /**
     * Verifies both. Bad bytes become findings.
     *
     * @param contained the backup
     * @param machine the computer to take where there are several
     * @param version the version to take; the newest if absent
     * @param options how much is checked: of the image alone whether every byte is as it was, since those of the backup are a part of
     *     them; of the backup alone its age, and whether it fits a target
     * @param progress is told how far it is
     * @return what was found in the image, then what was found in the backup; its location and volumes are the backup's, or
     *     the image's if the backup cannot be found any more
     * @throws IOException if the storage cannot be read, or the backup that is asked for is not there
     */
    public static Report verify(
            ContainedBackup contained,
            Optional<String> machine,
            Optional<String> version,
            VerifyOptions options,
            Progress progress)
            throws IOException {
        BackupLocation image = BackupLocation.find(contained.image(), Optional.empty(), Optional.empty());
        List<ImageException> complaints = new ArrayList<>();
        Optional<BackupLocation> backup = locate(contained, machine, version, complaints);
        long[] read = {0};
        Report outer = Verifier.verifyContainer(
                image, options.withTarget(Optional.empty()), progress.noting(bytes -> read[0] = bytes));
        List<Finding> findings = new ArrayList<>(outer.findings());
        complaints.forEach(complaint -> findings.add(Finding.of(UNREADABLE, complaint)));
        if (backup.isEmpty()) {
            return new Report(image, findings, outer.omitted(), outer.volumes(), outer.subject(), outer.level());
        }
        Report inner = Verifier.verify(
                backup.get(), options.withoutSeals(), (what, bytes) -> progress.at(what, read[0] + bytes));
        findings.addAll(inner.findings());
        return new Report(
                inner.location(),
                findings,
                sum(outer.omitted(), inner.omitted()),
                inner.volumes(),
                inner.subject(),
                options.level());
    }

    /** Absent if it cannot be found because the image is damaged. */
    private static Optional<BackupLocation> locate(
            ContainedBackup contained,
            Optional<String> machine,
            Optional<String> version,
            List<ImageException> complaints)
            throws IOException {
        try {
            return Optional.of(BackupLocation.find(contained.root(), machine, version));
        } catch (ImageException e) {
            complaints.add(e);
        } catch (NoSuchFileException e) {
            if (contained.damage().isEmpty()) {
                throw e;
            }
        } finally {
            contained.damage().stream()
                    .filter(problem -> !complaints.contains(problem))
                    .forEach(complaints::add);
        }
        return Optional.empty();
    }

    private static Map<String, Long> sum(Map<String, Long> outer, Map<String, Long> inner) {
        Map<String, Long> sum = new LinkedHashMap<>(outer);
        inner.forEach((rule, count) -> sum.merge(rule, count, Long::sum));
        return sum;
    }
}
