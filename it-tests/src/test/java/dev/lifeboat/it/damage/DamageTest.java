package dev.lifeboat.it.damage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Damages images of every kind, and fails where damage is not survived: where anything but an
 * {@link dev.lifeboat.formats.source.ImageException} comes out, an answer takes more than ten seconds, an input is changed,
 * or damage to the structure changes what an image is said to hold and nobody complains.
 *
 * <p>1,000 cases, or 20,000 with {@code -Dlong}. A failure names image and case: {@code -Ddamage.only=ntfs:17} repeats it,
 * {@code -Ddamage.seed=1} makes others. What was done and what came of it, line by line, is in target/damage/cases.tsv;
 * the damaged files of failures are beside it.
 */
class DamageTest {
    private static final Path OUTPUT = Path.of("target", "damage");
    private static final int MOST_KEPT = 20;

    @TempDir
    private Path images;

    private final Selection selection = Selection.fromProperties();
    private final TimeLimit limit = new TimeLimit(Duration.ofSeconds(10));
    private final OutcomeTable table = new OutcomeTable();
    private final List<String> defects = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    @Test
    void noDamageIsPassedOver() throws Exception {
        List<SoundImages.Recipe> recipes = SoundImages.recipes().stream()
                .filter(recipe -> selection.includes(recipe.kind()))
                .toList();
        Files.createDirectories(OUTPUT);
        try (PrintWriter log = new PrintWriter(OUTPUT.resolve("cases.tsv").toFile(), UTF_8)) {
            for (SoundImages.Recipe recipe : recipes) {
                Optional<SoundImage> image = make(recipe);
                if (image.isPresent()) {
                    damage(image.get(), selection.end(recipes.size()), log);
                }
            }
        }
        skipped.forEach(System.out::println);
        Assumptions.assumeTrue(table.total() > 0, () -> String.join("; ", skipped));
        Files.writeString(OUTPUT.resolveSibling("damage.md"), table.markdown());
        System.out.println(table.oneLine() + "; more in it-tests/target/damage.md");
        assertThat(defects).as("%s defects", defects.size()).isEmpty();
    }

    private Optional<SoundImage> make(SoundImages.Recipe recipe) throws IOException {
        Path folder = Files.createDirectory(images.resolve(recipe.kind()));
        try {
            return Optional.of(recipe.make(folder));
        } catch (TestAbortedException e) {
            skipped.add(recipe.kind() + " images are left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void damage(SoundImage image, int end, PrintWriter log) throws Exception {
        byte[] sound = Files.readAllBytes(image.file());
        Trial trial = Trial.of(image.file());
        long seed = selection.seed() ^ image.kind().hashCode();
        Mutations mutations = new Mutations(sound, image.map().byStructure(), seed);
        try (DamagedFile file = new DamagedFile(image.file(), sound)) {
            String hash = file.hash();
            for (int number = selection.first(); number < end; number++) {
                new Case(image, number, mutations.number(number), sound, trial, file).run(log);
            }
            assertThat(file.hash()).as("%s, mended", image.kind()).isEqualTo(hash);
        }
        assertThat(trial.run().outcome()).as("%s, mended", image.kind()).isEqualTo(Outcome.IDENTICAL);
    }

    /** One piece of damage. */
    private final class Case {
        private final SoundImage image;
        private final int number;
        private final Mutation mutation;
        private final byte[] sound;
        private final Trial trial;
        private final DamagedFile file;
        private final Target target;

        Case(SoundImage image, int number, Mutation mutation, byte[] sound, Trial trial, DamagedFile file) {
            this.image = image;
            this.number = number;
            this.mutation = mutation;
            this.sound = sound;
            this.trial = trial;
            this.file = file;
            this.target = Target.of(mutation, sound, image.map());
        }

        void run(PrintWriter log) throws Exception {
            Trial.Result result = outcomeOf(mutation);
            table.count(image.kind(), target, result.outcome());
            log.println(String.join("\t", id(), target.toString(), mutation.toString(), result.toString()));
            if (result.isUnforeseen() && outcomeOf(onlyStructure()).isUnforeseen()) {
                defect(mutation, "verification found nothing: " + result);
            }
        }

        private String id() {
            return image.kind() + ":" + number;
        }

        /** Where content was hit too, the damage is done again without that: the rest must not go unseen. */
        private Mutation onlyStructure() {
            return mutation.only(at -> Target.meaning(at, mutation, sound, image.map()) == Meaning.STRUCTURE);
        }

        private Trial.Result outcomeOf(Mutation damage) throws Exception {
            file.apply(damage);
            try {
                String before = file.hash();
                Trial.Result result = limit.run(trial);
                if (!file.hash().equals(before)) {
                    defect(damage, "the image was changed by reading it");
                }
                if (result.defect().isPresent()) {
                    defect(damage, result.defect().get());
                }
                return result;
            } finally {
                file.mend(damage);
            }
        }

        private void defect(Mutation damage, String problem) throws IOException {
            String kept = "";
            if (defects.size() < MOST_KEPT) {
                Path copy = OUTPUT.resolve(image.kind() + "-" + number);
                file.apply(damage);
                file.copyTo(copy);
                file.mend(damage);
                kept = " (kept: " + copy + ")";
            }
            defects.add(id() + ", seed " + selection.seed() + ": " + damage + ", in " + target + ": " + problem + kept);
        }
    }
}
