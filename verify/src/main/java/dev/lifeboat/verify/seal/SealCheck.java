package dev.lifeboat.verify.seal;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks whether there is a seal, and whether it is still that of this backup. Reads no content. */
public final class SealCheck implements Check<SealSubject> {
    private static final int SIGNATURE_SIZE = 64;
    /** The clocks of two computers are seldom further apart. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    @Override
    public String question() {
        return "Is there a seal, and does it still apply?";
    }

    @Override
    public List<Rule> rules() {
        return SealRules.ofSeal();
    }

    @Override
    public void run(SealSubject subject, Consumer<Finding> findings) {
        Optional<Path> path = subject.seal().path();
        if (path.isEmpty()) {
            if (subject.key().isPresent()) {
                findings.accept(SealRules.SIGNATURE.at(where(subject), "there is no seal"));
            }
            if (subject.full()) {
                findings.accept(SealRules.NONE.at(where(subject), "has no seal"));
            }
            return;
        }
        String where = path.get().toString();
        Optional<String> problem = problem(subject);
        if (problem.isPresent()) {
            Rule rule = subject.full() ? SealRules.NOT_COMPARED : SealRules.UNUSABLE;
            findings.accept(rule.at(where, problem.get()));
            return;
        }
        Seal seal = subject.seal().seal().orElseThrow();
        signature(subject, path.get(), seal, findings);
        files(subject, seal, findings);
    }

    private static String where(SealSubject subject) {
        BackupLocation location = subject.location();
        return location.backup()
                .orElseGet(() -> String.valueOf(location.images().get(0).getFileName()));
    }

    /** Why the seal cannot be used. */
    private static Optional<String> problem(SealSubject subject) {
        Optional<IOException> unreadable = subject.seal().problem();
        if (unreadable.isPresent()) {
            return Optional.of(
                    unreadable.get() instanceof ImageException e ? e.problem() : String.valueOf(unreadable.get()));
        }
        return Standing.foreign(subject.seal().seal().orElseThrow(), subject.location());
    }

    private static void signature(SealSubject subject, Path path, Seal seal, Consumer<Finding> findings) {
        if (subject.key().isEmpty()) {
            return;
        }
        Path signature = path.resolveSibling(SealPlaces.SIGNATURE);
        try {
            boolean possible = Files.size(signature) == SIGNATURE_SIZE;
            if (possible && subject.key().get().accepts(seal.manifest(), Files.readAllBytes(signature))) {
                findings.accept(SealRules.SIGNED.at(signature.toString(), "is of this key and this seal"));
            } else {
                findings.accept(
                        SealRules.SIGNATURE.at(signature.toString(), "is not of this key, or not of this seal"));
            }
        } catch (NoSuchFileException e) {
            findings.accept(SealRules.SIGNATURE.at(signature.toString(), "is not there"));
        } catch (IOException e) {
            findings.accept(SealRules.SIGNATURE.at(signature.toString(), "cannot be read: " + e));
        }
    }

    private static void files(SealSubject subject, Seal seal, Consumer<Finding> findings) {
        String date = Words.date(seal.sealed());
        boolean fits = true;
        int dated = 0;
        for (Standing one : Standing.of(seal, subject.files())) {
            Optional<Finding> finding = seal.isShared(one.then().name()) ? ofShared(one, date) : finding(one, date);
            finding.ifPresent(findings);
            fits &= finding.isEmpty() || finding.get().rule().equals(SealRules.SHARED_WRITTEN);
            dated += one.kind() == Standing.Kind.PERHAPS_WRITTEN ? 1 : 0;
        }
        try {
            if (fits && !Sealer.media(subject.location()).equals(seal.media())) {
                fits = false;
                findings.accept(SealRules.WRITTEN.at("MediaId", written(date)));
            }
        } catch (IOException e) {
            fits = false;
            findings.accept(SealRules.NOT_COMPARED.at("MediaId", "cannot be read: " + e));
        }
        unsealed(subject, seal, findings);
        if (fits && !subject.full()) {
            String text = "sealed at " + date + ": " + Words.count(seal.files().size(), "file", "files") + ", "
                    + String.format(Locale.ROOT, "%,d bytes", seal.size());
            String also = dated == 0 ? "" : "; " + Words.count(dated, "file has", "files have") + " another date now";
            String compared = subject.seal()
                    .compared()
                    .map(time -> "; last compared with it at " + Words.date(time))
                    .orElse("");
            findings.accept(SealRules.FITS.at(where(subject), text + also + compared));
            lately(subject, seal, findings);
        }
    }

    private static void lately(SealSubject subject, Seal seal, Consumer<Finding> findings) {
        Instant now = Instant.now();
        Optional<Instant> last = lastRead(seal.sealed(), subject.seal().compared(), now);
        if (subject.most()
                .filter(most ->
                        last.isEmpty() || Duration.between(last.get(), now).compareTo(most) > 0)
                .isPresent()) {
            findings.accept(SealRules.NOT_COMPARED_LATELY.at(
                    where(subject),
                    last.map(time -> lastRead(time, now))
                            .orElse("was sealed at " + Words.date(seal.sealed())
                                    + " by the seal, which is yet to come")));
        }
    }

    private static String lastRead(Instant last, Instant now) {
        return "was last read at " + Words.date(last) + ", "
                + Duration.between(last, now).toDays() + " days ago";
    }

    /** To make a seal is to read every byte, too; but a time that is to come, by a clock that was wrong, is not when that was. */
    static Optional<Instant> lastRead(Instant sealed, Optional<Instant> compared, Instant now) {
        return Stream.concat(Stream.of(sealed), compared.stream())
                .filter(time -> Duration.between(now, time).compareTo(CLOCKS) <= 0)
                .max(Comparator.naturalOrder());
    }

    private static Optional<Finding> finding(Standing one, String date) {
        String name = one.then().name();
        return switch (one.kind()) {
            case COMPARABLE, PERHAPS_WRITTEN -> Optional.empty();
            case WRITTEN -> Optional.of(SealRules.WRITTEN.at(name, written(date)));
            case WRITTEN_OR_DAMAGED -> Optional.of(SealRules.WRITTEN_OR_DAMAGED.at(
                    name, "has another size and another date than at " + date + ", when it was sealed"));
            case SIZE -> Optional.of(SealRules.SIZE.at(
                    name,
                    String.format(
                            Locale.ROOT,
                            "had %,d bytes at %s, when it was sealed",
                            one.then().size(),
                            date)));
            case MISSING -> Optional.of(SealRules.MISSING.at(name, "was there at " + date + ", when it was sealed"));
        };
    }

    private static Optional<Finding> ofShared(Standing one, String date) {
        return switch (one.kind()) {
            case COMPARABLE, PERHAPS_WRITTEN, SIZE -> finding(one, date);
            case WRITTEN, WRITTEN_OR_DAMAGED, MISSING -> Optional.of(SealRules.SHARED_WRITTEN.at(
                    one.then().name(),
                    one.kind() == Standing.Kind.MISSING
                            ? "was there at " + date + ", when this backup was sealed"
                            : "was written after the seal of " + date));
        };
    }

    private static String written(String date) {
        return "written after the seal of " + date + "; the seal no longer applies; seal again";
    }

    private static void unsealed(SealSubject subject, Seal seal, Consumer<Finding> findings) {
        Set<String> sealed = new HashSet<>();
        seal.files().forEach(file -> sealed.add(file.name()));
        for (SetFile file : subject.files().files()) {
            if (!sealed.contains(file.name())) {
                findings.accept(
                        SealRules.UNSEALED.at(file.name(), "is not in the seal of " + Words.date(seal.sealed())));
            }
        }
    }
}
