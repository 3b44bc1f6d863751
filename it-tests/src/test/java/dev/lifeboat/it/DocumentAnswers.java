package dev.lifeboat.it;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.backup.document.WriterMetadata;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.xml.DocumentOutline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** All that a document says, as JSON with the names of our records: once by Python's parser, once by ours. */
final class DocumentAnswers {
    private static final Path SCRIPT = Checkout.top().resolve("it-tests/src/test/python/read_documents.py");
    private static final JsonMapper JSON = new JsonMapper();

    private DocumentAnswers() {}

    /** What Python's parser says. */
    static String ofPython(Path folder, Path document) throws IOException {
        Tools.require("python3");
        String answer = Tools.run(folder, "python3", SCRIPT.toString(), document.toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readValue(answer, TreeMap.class));
    }

    /** What we say, by every reader that fits the document. */
    static String ofLifeboat(ByteSource source) throws IOException {
        DocumentOutline outline = DocumentOutline.read(source);
        Map<String, Object> answer = new TreeMap<>(Map.of("outline", outline));
        switch (outline.root()) {
            case "BackupSpecs" -> answer.put("specs", BackupSpecs.read(source));
            case "BACKUP_COMPONENTS" -> answer.put("components", BackupComponents.read(source));
            case "WRITER_METADATA" -> {
                WriterMetadata writer = WriterMetadata.read(source);
                answer.put("writer", writer);
                if (writer.identification().wellKnown().stream().anyMatch(WellKnownWriter.ASR::equals)) {
                    answer.put("asr", AsrMetadata.read(source));
                }
            }
            default -> {}
        }
        return JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(JSON.readValue(JSON.writeValueAsString(answer), TreeMap.class));
    }
}
