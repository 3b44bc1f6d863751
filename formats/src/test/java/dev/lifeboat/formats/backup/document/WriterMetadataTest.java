package dev.lifeboat.formats.backup.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.document.WriterMetadata.Kind;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriterMetadataTest {
    private static final String ANY = "00000000-1111-2222-3333-444444444444";

    @Test
    void identificationAndRestoreMethodInAnyOrder() throws IOException {
        WriterMetadata writer = WriterMetadata.read(
                Documents.source("<WRITER_METADATA version=\"1.2\" backupSchema=\"881\"><BACKUP_LOCATIONS/>"
                        + "<RESTORE_METHOD method=\"REPLACE_AT_REBOOT\" writerRestore=\"never\" rebootRequired=\"yes\"/>"
                        + "<IDENTIFICATION writerId=\"{A65faa63-5EA8-4ebc-9dbd-a0c4db26912a}\" instanceId=\"" + ANY
                        + "\" instanceName=\"Microsoft SQL Server 2017:SQLWriter\" friendlyName=\"SqlServerWriter\""
                        + " usage=\"USER_DATA\" dataSource=\"TRANSACTION_DB\"/></WRITER_METADATA>"));
        assertThat(writer.version()).isEqualTo("1.2");
        assertThat(writer.backupSchema()).isEqualTo(881);
        assertThat(writer.identification().wellKnown()).contains(WellKnownWriter.SQL_SERVER);
        assertThat(writer.identification().instanceId()).hasToString(ANY);
        assertThat(writer.identification().instanceName()).isEqualTo("Microsoft SQL Server 2017:SQLWriter");
        assertThat(writer.identification().friendlyName()).isEqualTo("SqlServerWriter");
        assertThat(writer.identification().usage()).isEqualTo("USER_DATA");
        assertThat(writer.identification().dataSource()).isEqualTo("TRANSACTION_DB");
        assertThat(writer.restoreMethod())
                .contains(new WriterMetadata.RestoreMethod("REPLACE_AT_REBOOT", "never", true));
        assertThat(writer.components()).isEmpty();
    }

    @Test
    void componentsAndWhatIsLeftOut() throws IOException {
        WriterMetadata writer = WriterMetadata.read(
                Documents.source(
                        Documents.writer(
                                ANY,
                                "<EXCLUDE_FILES path=\"C:\\a\" filespec=\"*.LOG\" recursive=\"no\"/>"
                                        + Documents.group(
                                                "top",
                                                "files",
                                                "two\r\nlines",
                                                true,
                                                "<FILE_LIST path=\"%WinDir%\" filespec=\"*\" recursive=\"yes\" filespecBackupType=\"3855\"/>"
                                                        + "<FILE_LIST path=\"C:\\b\" filespec=\"b.txt\"/>")
                                        + "<DATABASE componentName=\"db\" selectable=\"no\" componentFlags=\"2\">"
                                        + "<DATABASE_LOGFILES path=\"C:\\d\" filespec=\"log\"/><DATABASE_FILES path=\"C:\\d\" filespec=\"data\"/>"
                                        + "</DATABASE><EXCLUDE_FILES_FROM_SNAPSHOT path=\"C:\\e\" filespec=\"*.ost\" recursive=\"no\"/>")));
        assertThat(writer.restoreMethod()).isEmpty();
        assertThat(writer.identification().wellKnown()).isEmpty();
        assertThat(writer.excludes()).containsExactly(new FileSet("C:\\a", "*.LOG", false, 0));
        assertThat(writer.excludesFromSnapshot()).containsExactly(new FileSet("C:\\e", "*.ost", false, 0));
        assertThat(writer.components())
                .containsExactly(
                        new WriterMetadata.Component(
                                Kind.FILE_GROUP,
                                "top",
                                "files",
                                "two lines",
                                false,
                                false,
                                true,
                                true,
                                0,
                                List.of(
                                        new FileSet("%WinDir%", "*", true, 0xf0f),
                                        new FileSet("C:\\b", "b.txt", false, 0)),
                                List.of()),
                        new WriterMetadata.Component(
                                Kind.DATABASE,
                                "",
                                "db",
                                "",
                                false,
                                false,
                                false,
                                false,
                                2,
                                List.of(new FileSet("C:\\d", "data", false, 0)),
                                List.of(new FileSet("C:\\d", "log", false, 0))));
    }

    @Test
    void missingAndSenselessValues() {
        assertCorrupt("<WRITER_METADATA/>", "IDENTIFICATION: is missing");
        assertCorrupt(Documents.writer("1-1-1-1-1", ""), "writerId: is '1-1-1-1-1', expected a GUID");
        assertCorrupt(Documents.writer(ANY, "<FILE_GROUP selectable=\"no\"/>"), "componentName: is missing");
        assertCorrupt(Documents.writer(ANY, "<FILE_GROUP componentName=\"a\"/>"), "selectable: is missing");
        assertCorrupt(
                Documents.writer(ANY, "<FILE_GROUP componentName=\"a\" selectable=\"no\" componentFlags=\"-1\"/>"),
                "componentFlags: is '-1', expected a number");
        assertCorrupt(
                Documents.writer(ANY, Documents.group("", "a", "", true, "<FILE_LIST filespec=\"*\"/>")),
                "path of files: is missing");
    }

    private static void assertCorrupt(String text, String problem) {
        assertThatThrownBy(() -> WriterMetadata.read(Documents.source(text)))
                .isInstanceOfSatisfying(CorruptImageException.class, e -> {
                    assertThat(e.problem()).isEqualTo(problem);
                    assertThat(e.where()).matches("a\\.xml at 0x[0-9a-f]{2,}");
                });
    }
}
