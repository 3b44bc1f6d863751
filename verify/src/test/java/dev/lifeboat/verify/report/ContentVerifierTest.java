package dev.lifeboat.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.seal.FoundSeal;
import dev.lifeboat.verify.seal.OtherSums;
import dev.lifeboat.verify.seal.SealPlaces;
import dev.lifeboat.verify.seal.SealSubject;
import dev.lifeboat.verify.seal.SetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentVerifierTest {
    @TempDir
    Path folder;

    /** As where a drive fails on a file beside the images. */
    private static final class Failing implements Check<SealSubject> {
        @Override
        public String question() {
            return "?";
        }

        @Override
        public List<Rule> rules() {
            return List.of();
        }

        @Override
        public void run(SealSubject subject, Consumer<Finding> findings) throws IOException {
            throw new IOException("Input/output error");
        }
    }

    @Test
    void aCheckThatFailsIsAFinding() throws IOException {
        Path image = Files.write(folder.resolve("disk.img"), new byte[512]);
        BackupLocation location = BackupLocation.find(image, Optional.empty(), Optional.empty());
        SetFiles files = SetFiles.of(location);
        List<Finding> findings = new ArrayList<>();
        try (FoundSeal seal = FoundSeal.in(SealPlaces.of(location, Map.of(), folder))) {
            OtherSums sums = OtherSums.of(location, files);
            ContentVerifier.run(
                    new Failing(),
                    new SealSubject(location, files, seal, sums, Optional.empty(), Optional.empty(), true, n -> {}),
                    findings::add);
        }
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("seal.not-compared");
            assertThat(finding.message()).contains("Input/output error");
        });
    }
}
