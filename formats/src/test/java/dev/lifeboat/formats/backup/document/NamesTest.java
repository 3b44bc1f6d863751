package dev.lifeboat.formats.backup.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.DocumentName.Kind;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of documents, volumes and writers. */
class NamesTest {
    private static final String G = "cd113385-65ff-4ea2-8ced-5630f6feca8f";
    private static final String ASR = "be000cbe-11fe-4426-9c58-531aa6355fc4";

    @Test
    void documentsByTheirNames() {
        assertThat(DocumentName.parse("BackupSpecs.xml").orElseThrow().kind()).isEqualTo(Kind.BACKUP_SPECS);
        assertThat(DocumentName.parse(G + "_Components.xml").orElseThrow().kind())
                .isEqualTo(Kind.COMPONENTS);
        assertThat(DocumentName.parse(G + "_RegistryExcludes.xml").orElseThrow().kind())
                .isEqualTo(Kind.REGISTRY_EXCLUDES);
        DocumentName additional = DocumentName.parse(G + "_AdditionalFilesc3b9f3c7-5e52-4d5e-8b20-19adc95a34c7.xml")
                .orElseThrow();
        assertThat(additional.kind()).isEqualTo(Kind.ADDITIONAL_FILES);
        assertThat(additional.id()).contains(DocumentName.ADDITIONAL_FILES_ID);
        assertThat(additional.writer()).isEmpty();
    }

    @Test
    void aWriterInAnyCase() {
        String name = G + "_Writer" + ASR + ".xml";
        DocumentName writer = DocumentName.parse(name).orElseThrow();
        assertThat(writer)
                .isEqualTo(DocumentName.parse(name.toUpperCase(Locale.ROOT)).orElseThrow());
        assertThat(writer.prefix()).contains(UUID.fromString(G));
        assertThat(writer.writer()).contains(WellKnownWriter.ASR);
        assertThat(writer.writer().orElseThrow().label()).isEqualTo("ASR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../BackupSpecs.xml",
                "BackupSpecs.xml\n",
                "BackupSpecs.xml.bak",
                G + "_Components.xml/",
                "..\\" + G + "_Components.xml",
                "cd113385-65ff-4ea2-8ced-5630f6fec/.._Components.xml",
                "cd113385-65ff-4ea2-8ced-5630f6feca.._Components.xml",
                "{" + G + "}_Components.xml",
                "1-1-1-1-1_Components.xml",
                "cd113385-65ff-4ea2-8ced-5630f6feca8\u0663_Components.xml",
                G + "_Writer.xml",
                G + "_Writer..\\..\\..\\..\\..\\..\\evil.xml",
                G + "_Writerbe000cbe-11fe-4426-9c58-531aa6355f...xml",
                G + "_Componentsbe000cbe-11fe-4426-9c58-531aa6355fc4.xml",
            })
    void noDocuments(String name) {
        assertThat(DocumentName.parse(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\?\\Volume{9B9CFBC3-369E-11E9-A17C-806E6F6E6963}\\",
                "\\\\?\\Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}",
                "\\??\\Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}",
                "volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}",
            })
    void volumes(String name) {
        VolumeName volume = VolumeName.parse(name).orElseThrow();
        assertThat(volume.guid()).hasToString("9b9cfbc3-369e-11e9-a17c-806e6f6e6963");
        assertThat(volume).hasToString("\\\\?\\Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}\\");
        assertThat(volume.mbrPartition()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:",
                "9b9cfbc3-369e-11e9-a17c-806e6f6e6963",
                "Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963",
                "Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}\\Windows",
                "Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e..63}",
                "\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\",
            })
    void noVolumes(String name) {
        assertThat(VolumeName.parse(name)).isEmpty();
    }

    /** The first two are real: C: behind 1 + 100 MiB, and behind 550 MiB. */
    @ParameterizedTest
    @CsvSource({
        "06fedb78-0000-0000-0000-500600000000, 'disk signature 06fedb78, offset 0x6500000'",
        "6cd5140b-0000-0000-0000-602200000000, 'disk signature 6cd5140b, offset 0x22600000'",
        "ffffffff-0000-0000-0000-100000000000, 'disk signature ffffffff, offset 0x100000'",
        "6cd5140b-0000-0000-0002-000000000000, 'disk signature 6cd5140b, offset 0x200'",
    })
    void partitionsOfAnMbr(UUID guid, String partition) {
        assertThat(new VolumeName(guid).mbrPartition().orElseThrow()).hasToString(partition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6cd5140b-0000-0001-0000-602200000000",
                "6cd5140b-0001-0000-0000-602200000000",
                "00000000-0000-0000-0000-602200000000",
                "6cd5140b-0000-0000-0000-000000000000",
                "6cd5140b-0000-0000-0100-000000000000",
                "6cd5140b-0000-0000-0000-000000000080",
                "6cd5140b-0000-0000-0000-000000001000",
            })
    void noPartitionsOfAnMbr(UUID guid) {
        assertThat(new VolumeName(guid).mbrPartition()).isEmpty();
    }
}
