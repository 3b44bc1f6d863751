package dev.lifeboat.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs/ that is made from the code, and kept in the repository so that it can be read there. */
public final class GeneratedPage {
    private GeneratedPage() {}

    /**
     * Insists that a page is what the code makes; with {@code -Dlifeboat.write-docs=true} writes it instead.
     *
     * @param name such as {@code docs/checks.md}
     * @param module that holds the test
     * @param test the class
     * @param text what the page has to be
     */
    public static void requireCurrent(String name, String module, Class<?> test, String text) throws IOException {
        Path page = Path.of("..").resolve(name); // tests run in the folder of their module
        if (Boolean.getBoolean("lifeboat.write-docs")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        assertThat(page)
                .as(
                        "%s is made from the code; to make it again:%n  mvn -q -B -pl %s -am verify -Dtest=%s"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dlifeboat.write-docs=true%n",
                        name, module, test.getSimpleName())
                .content()
                .isEqualToNormalizingNewlines(text);
    }
}
