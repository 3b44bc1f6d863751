package dev.lifeboat.formats.backup.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.BackupComponents.Component;
import dev.lifeboat.formats.backup.document.BackupComponents.Metadata;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupComponentsTest {
    @Test
    void writersComponentsAndMetadata() throws IOException {
        BackupComponents document = BackupComponents.read(Documents.source(
                "<BACKUP_COMPONENTS xmlns=\"x-schema:#VssComponentMetadata\" version=\"1.2\" bootableSystemStateBackup=\"yes\""
                        + " selectComponents=\"yes\" backupType=\"copy\" partialFileSupport=\"no\" later=\"1\""
                        + " snapshotSetId=\"e109943b-232e-4b52-8dc4-62b7de94761b\">"
                        + "<WRITER_COMPONENTS instanceId=\"57307c00-7886-4cfc-b8cc-2d76c40e6cca\""
                        + " writerId=\"BE000CBE-11fe-4426-9c58-531aa6355fc4\" instanceName=\"one\" backupSchema=\"881\">"
                        + "<COMPONENT logicalPath=\"ASR\" componentName=\"ASR\" componentType=\"filegroup\" backupStamp=\"s\" x=\"y\">"
                        + "<BACKUP_METADATA xmlns=\"\" metadata=\"aGVs\r\nbG8=\"/></COMPONENT>"
                        + "<COMPONENT componentName=\"b\" componentType=\"database\"/>"
                        + "<BACKUP_METADATA xmlns=\"\" metadata=\"no base64!\"/>"
                        + "</WRITER_COMPONENTS></BACKUP_COMPONENTS>"));
        assertThat(document.version()).isEqualTo("1.2");
        assertThat(document.bootableSystemState()).isTrue();
        assertThat(document.selectComponents()).isTrue();
        assertThat(document.backupType()).isEqualTo("copy");
        assertThat(document.partialFileSupport()).isFalse();
        assertThat(document.snapshotSetId().orElseThrow()).hasToString("e109943b-232e-4b52-8dc4-62b7de94761b");
        assertThat(document.otherAttributes()).isEqualTo(Map.of("later", "1"));
        BackupComponents.Writer writer = document.writers().get(0);
        assertThat(writer.wellKnown()).contains(WellKnownWriter.ASR);
        assertThat(writer.instanceName()).isEqualTo("one");
        assertThat(writer.backupSchema()).isEqualTo(881);
        assertThat(writer.components())
                .containsExactly(
                        new Component("ASR", "ASR", "filegroup", "s", List.of(new Metadata("aGVs bG8="))),
                        new Component("", "b", "database", "", List.of()));
        assertThat(writer.components().get(0).metadata().get(0).bytes().orElseThrow())
                .isEqualTo("hello".getBytes(US_ASCII));
        assertThat(writer.metadata()).containsExactly(new Metadata("no base64!"));
        assertThat(writer.metadata().get(0).bytes()).isEmpty();
    }

    @Test
    void nothingButTheRoot() throws IOException {
        BackupComponents document = BackupComponents.read(Documents.source("<BACKUP_COMPONENTS/>"));
        assertThat(document.writers()).isEmpty();
        assertThat(document.snapshotSetId()).isEmpty();
        assertThat(document.bootableSystemState()).isFalse();
    }
}
