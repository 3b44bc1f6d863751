package dev.lifeboat.it.damage;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks readers and checks about an image, and compares with what they say about it when it is sound. */
final class Trial {
    private final BackupLocation location;
    private final Answers sound;
    private final List<Finding> soundFindings;

    /**
     * What came out.
     *
     * @param detail the first finding, refusal or difference
     * @param foreseen whether verification found something
     * @param defect what must not be, whatever was hit
     */
    record Result(Outcome outcome, String detail, boolean foreseen, Optional<String> defect) {
        /** Whether something is wrong that verification should have told of. */
        boolean isUnforeseen() {
            return !foreseen && outcome != Outcome.IDENTICAL;
        }

        @Override
        public String toString() {
            return detail.isEmpty() ? outcome.toString() : outcome + ": " + detail;
        }
    }

    private Trial(BackupLocation location, Answers sound, List<Finding> soundFindings) {
        this.location = location;
        this.sound = sound;
        this.soundFindings = soundFindings;
    }

    /** Asks about the image as it should be. */
    static Trial of(Path image) throws IOException {
        BackupLocation location = BackupLocation.find(image, Optional.empty(), Optional.empty());
        return new Trial(location, Answers.read(location), findings(location));
    }

    List<Finding> soundFindings() {
        return soundFindings;
    }

    /** Asks about the image as it is now. */
    Result run() throws IOException {
        List<Finding> found = new ArrayList<>(findings(location));
        soundFindings.forEach(found::remove);
        Answers answers;
        try {
            answers = Answers.read(location);
        } catch (ImageException refusal) {
            return new Result(Outcome.REFUSED, refusal.getMessage(), !found.isEmpty(), placeless(List.of(refusal)));
        }
        List<ImageException> refusals = answers.refusalsBeyond(sound);
        Optional<String> defect = placeless(refusals);
        if (!found.isEmpty()) {
            return new Result(Outcome.FOUND, text(found.get(0)), true, defect);
        }
        List<String> differences = answers.differencesFrom(sound);
        if (!differences.isEmpty()) {
            return new Result(Outcome.CHANGED, differences.get(0), false, defect);
        }
        return refusals.isEmpty()
                ? new Result(Outcome.IDENTICAL, "", false, defect)
                : new Result(Outcome.REFUSED, refusals.get(0).getMessage(), false, defect);
    }

    private static List<Finding> findings(BackupLocation location) throws IOException {
        Report report = Verifier.verify(location, Progress.NONE);
        return report.findings().stream()
                .filter(f -> f.severity() != Severity.GOOD)
                .toList();
    }

    private static String text(Finding finding) {
        return finding.rule().id() + " " + finding.where() + ": " + finding.message();
    }

    /** A refusal has to say where: the file, and for damage the offset. */
    private static Optional<String> placeless(List<ImageException> refusals) {
        return refusals.stream()
                .filter(e -> e.where().isBlank()
                        || e.problem().isBlank()
                        || (e instanceof CorruptImageException && !e.where().contains(" at 0x")))
                .findFirst()
                .map(e -> "does not say where: " + e.getMessage());
    }
}
