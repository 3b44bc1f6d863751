package dev.lifeboat.verify.check.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs checks and writes their findings as {@code severity rule: where: message}. */
final class Findings {
    private Findings() {}

    static List<String> of(List<Check<ImageFile>> checks, ImageFile image) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Check<ImageFile> check : checks) {
            List<Finding> findings = new ArrayList<>();
            check.run(image, findings::add);
            assertThat(check.rules())
                    .containsAll(findings.stream().map(Finding::rule).toList());
            for (Finding f : findings) {
                lines.add(f.severity() + " " + f.rule().id() + ": " + f.where() + ": " + f.message());
            }
        }
        return lines;
    }

    static List<String> of(List<Check<ImageFile>> checks, String name, byte[] bytes) throws IOException {
        return of(checks, new ImageFile(Path.of(name), ByteSource.of(name, bytes)));
    }

    /** All but what is as it should be. */
    static List<String> bad(List<Check<ImageFile>> checks, String name, byte[] bytes) throws IOException {
        return of(checks, name, bytes).stream()
                .filter(line -> !line.startsWith("GOOD"))
                .toList();
    }
}
