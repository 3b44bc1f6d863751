package dev.lifeboat.formats.backup.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.xml.DocumentOutline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JAXB takes longer to start than most commands run, so nothing but reading a document may load it. */
class LateLoadingTest {
    /** What is done in a JVM of its own. */
    static final class Program {
        private Program() {}

        /** Looks at names and outlines first, then, if told to, into a document. */
        public static void main(String... arguments) throws IOException {
            VolumeName.parse(Documents.SYSTEM_RESERVED).orElseThrow().mbrPartition();
            DocumentName.parse("BackupSpecs.xml").orElseThrow().writer();
            DocumentOutline.read(Documents.source(Documents.BACKUP_SPECS));
            if (arguments[0].equals("document")) {
                BackupSpecs.read(Documents.source(Documents.BACKUP_SPECS));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"names, false", "document, true"})
    void jaxbIsLoadedByTheFirstDocument(String what, boolean loaded) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(DocumentOutline.class.getName());
        assertThat(output.contains("jakarta.xml.bind.")).isEqualTo(loaded);
        assertThat(output.contains("org.glassfish.jaxb.")).isEqualTo(loaded);
    }
}
