package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.xml.DocumentText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real documents, against Python's own XML parser. */
@ExtendWith(Corpus.class)
class CorpusDocumentTest {
    @TempDir
    private static Path folder;

    static List<Path> documents() throws IOException {
        return Stream.of("vss-documents", "backup-sets")
                .flatMap(part -> Corpus.files(part, ".xml").stream())
                .toList();
    }

    @Test
    void thereAreDocumentsOfEachKind() throws IOException {
        List<Path> documents = documents();
        assertThat(documents).hasSizeGreaterThanOrEqualTo(27);
        for (String root :
                List.of("<BackupSpecs", "<WRITER_METADATA", "<BACKUP_COMPONENTS", "ASR Writer", "<Manifest")) {
            assertThat(documents).as(root).anyMatch(document -> text(document).contains(root));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void allThatADocumentSays(Path document) throws IOException {
        String hash = Sha256.of(document);
        String expected = DocumentAnswers.ofPython(folder, document);
        byte[] bytes = Files.readAllBytes(document);
        assertThat(DocumentAnswers.ofLifeboat(ByteSource.of("a.xml", bytes))).isEqualTo(expected);
        assertThat(Sha256.of(document)).isEqualTo(hash);
    }

    /** The same text in the form of Windows, and in others. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void inAnyForm(Path document) throws IOException {
        String expected = DocumentAnswers.ofPython(folder, document);
        String text = text(document);
        for (byte[] form : List.of(
                (text + "\0").getBytes(UTF_16LE),
                ("\ufeff" + text).getBytes(UTF_16LE),
                ("\ufeff" + text).getBytes(UTF_16BE),
                ("\ufeff" + text).getBytes(UTF_8))) {
            assertThat(DocumentAnswers.ofLifeboat(ByteSource.of("a.xml", form))).isEqualTo(expected);
        }
    }

    @Test
    void firmwareAndSystemVolume() throws IOException {
        for (Path document : documents()) {
            byte[] bytes = Files.readAllBytes(document);
            if (text(document).contains("\"ASR Writer\"")) {
                AsrMetadata asr = AsrMetadata.read(ByteSource.of("a.xml", bytes));
                assertThat(asr.firmware()).contains(Firmware.BIOS);
                assertThat(asr.systemVolume()).contains(asr.volumes().get(0).name());
            }
        }
    }

    private static String text(Path document) {
        try {
            return DocumentText.of(ByteSource.of("a.xml", Files.readAllBytes(document)))
                    .string();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
