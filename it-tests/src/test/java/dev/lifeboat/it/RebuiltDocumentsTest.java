package dev.lifeboat.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.xml.DocumentText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents that {@code wib_documents.py} makes in the form of Windows. Of the originals on two computers the lengths are
 * public: that ours have the same is the evidence that encoding, trailing NUL and wording are right.
 */
class RebuiltDocumentsTest {
    private static final Path PYTHON = Checkout.top().resolve("it-tests/src/test/python");

    @TempDir
    private static Path folder;

    private static Map<?, ?> lengths;

    @BeforeAll
    static void make() throws IOException {
        Tools.require("python3");
        String answer =
                Tools.run(folder, "python3", PYTHON.resolve("wib_documents.py").toString(), folder.toString());
        lengths = new JsonMapper().readValue(answer, Map.class);
    }

    @Test
    void lengthsAreThoseOfTheOriginals() throws IOException {
        assertThat(List.<Object>copyOf(lengths.values())).contains(1186, 668, 3988, 6196, 1484, 1488);
        for (Map.Entry<?, ?> document : lengths.entrySet()) {
            assertThat(Files.size(folder.resolve(document.getKey().toString())))
                    .as("%s", document.getKey())
                    .isEqualTo(((Number) document.getValue()).longValue());
        }
    }

    @Test
    void weSayWhatPythonSays() throws IOException {
        for (Object name : lengths.keySet()) {
            Path document = folder.resolve(name.toString());
            assertThat(DocumentName.parse(document.getFileName().toString())).isPresent();
            assertThat(DocumentAnswers.ofLifeboat(source(document)))
                    .isEqualTo(DocumentAnswers.ofPython(folder, document));
            DocumentText text = DocumentText.of(source(document));
            assertThat(text.charset()).isEqualTo(StandardCharsets.UTF_16LE);
            assertThat(text.hasByteOrderMark()).isFalse();
            assertThat(text.trailingNuls()).isEqualTo(1);
        }
    }

    @Test
    void oneMachineIsWhole() throws IOException {
        BackupSpecs specs = BackupSpecs.read(source(folder.resolve("bastion/BackupSpecs.xml")));
        Path asrFile = folder.resolve(
                "bastion/cd113385-65ff-4ea2-8ced-5630f6feca8f_Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml");
        AsrMetadata asr = AsrMetadata.read(source(asrFile));
        assertThat(asr.volumes())
                .extracting(AsrMetadata.Volume::name)
                .containsExactlyElementsOf(specs.volumes().stream()
                        .map(volume -> volume.volumeName().orElseThrow())
                        .toList());
        assertThat(asr.volumes()).allMatch(AsrMetadata.Volume::critical);
        assertThat(asr.firmware()).contains(Firmware.BIOS);
    }

    @Test
    void aMachineWithUefi() throws IOException {
        Path file = made("encode(asr_writer([Volume('d88fe253-0000-4000-8000-000000000001', 'C:')], [Disk(0)],"
                + " system='d88fe253-0000-4000-8000-000000000002', uefi=True))");
        AsrMetadata asr = AsrMetadata.read(source(file));
        assertThat(asr.firmware()).contains(Firmware.UEFI);
        assertThat(asr.systemVolume().orElseThrow().guid()).hasToString("d88fe253-0000-4000-8000-000000000002");
        assertThat(asr.disks()).allMatch(AsrMetadata.Disk::raw);
    }

    @Test
    void componentsWithMetadata() throws IOException {
        Path file = made(
                "encode(components({ASR: [Component('ASR', 'ASR', bytes(range(256)))], WMI: [Component('WMI')]}))");
        BackupComponents components = BackupComponents.read(source(file));
        assertThat(components.backupType()).isEqualTo("copy");
        assertThat(components.writers())
                .extracting(writer -> writer.wellKnown().orElseThrow())
                .isEqualTo(List.of(WellKnownWriter.ASR, WellKnownWriter.WMI));
        byte[] blob = components
                .writers()
                .get(0)
                .components()
                .get(0)
                .metadata()
                .get(0)
                .bytes()
                .orElseThrow();
        assertThat(blob).hasSize(256).startsWith(0, 1, 2).endsWith(-1);
        assertThat(DocumentAnswers.ofLifeboat(source(file))).isEqualTo(DocumentAnswers.ofPython(folder, file));
    }

    private static Path made(String expression) throws IOException {
        Path file = Files.createTempFile(folder, "made", ".xml");
        String program = "import sys; sys.path.insert(0, sys.argv[1]); from wib_documents import *;"
                + " open(sys.argv[2], 'wb').write(" + expression + ")";
        Tools.run(folder, "python3", "-c", program, PYTHON.toString(), file.toString());
        return file;
    }

    private static ByteSource source(Path file) throws IOException {
        return ByteSource.of(file.getFileName().toString(), Files.readAllBytes(file));
    }
}
