package dev.lifeboat.formats.backup.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupSpecsTest {
    @Test
    void volumesOfASystemImage() throws IOException {
        BackupSpecs specs = BackupSpecs.read(Documents.source(Documents.BACKUP_SPECS));
        assertThat(specs.systemState()).isFalse();
        assertThat(specs.allCritical()).isFalse();
        assertThat(specs.volumes()).hasSize(2);
        assertThat(specs.volumes().get(0))
                .isEqualTo(new BackupSpecs.Volume(
                        Documents.SYSTEM_RESERVED,
                        "",
                        "",
                        "",
                        "",
                        List.of(new BackupSpecs.FileSpec(Documents.SYSTEM_RESERVED, "*", true, true))));
        BackupSpecs.Volume windows = specs.volumes().get(1);
        assertThat(windows.accessPath()).isEqualTo("C:");
        assertThat(windows.volumeName().orElseThrow().guid()).hasToString("9b9cfbc4-369e-11e9-a17c-806e6f6e6963");
        assertThat(windows.fileSpecs().get(0).path()).isEqualTo("C:\\");
    }

    @Test
    void anyOrderAndWhatIsNotKnown() throws IOException {
        BackupSpecs specs = BackupSpecs.read(Documents.source(
                "<?xml version='1.0' encoding='utf-8'?><!-- made by hand --><b:BackupSpecs xmlns:b='urn:later' Version='2'>"
                        + "<New><Volume Name='not this one'/></New><AllCritical IsPresent='true'/>"
                        + "<FileSpecs><Volume Serial='7' Label='&lt;&amp;&#65;' Name='x'><![CDATA[<FileSpec/>]]></Volume></FileSpecs>"
                        + "<SystemState IsPresent='true'><Details/></SystemState></b:BackupSpecs><?done?>"));
        assertThat(specs)
                .isEqualTo(new BackupSpecs(
                        List.of(new BackupSpecs.Volume("x", "", "", "<&A", "", List.of())), true, true));
        assertThat(specs.volumes().get(0).volumeName()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotAskedFor() throws IOException {
        assertThat(BackupSpecs.read(Documents.source("<BackupSpecs/>")))
                .isEqualTo(new BackupSpecs(List.of(), false, false));
    }

    @Test
    void anotherDocument() {
        assertCorrupt("<WRITER_METADATA/>", "a.xml at 0x0: root element: is 'WRITER_METADATA', expected 'BackupSpecs'");
    }

    @Test
    void missingAndSenselessValues() {
        assertCorrupt(
                "<BackupSpecs><FileSpecs><Volume/></FileSpecs></BackupSpecs>",
                "a.xml at 0x42: Name of Volume: is missing");
        assertCorrupt(
                "<BackupSpecs><AllCritical IsPresent='perhaps'/></BackupSpecs>",
                "a.xml at 0x5e: IsPresent of AllCritical: is 'perhaps', expected yes, no, true or false");
        assertCorrupt(
                "<BackupSpecs><SystemState IsPresent='true'/><SystemState IsPresent='false'/></BackupSpecs>",
                "a.xml at 0x98: SystemState: stands there twice");
    }

    /** Far behind the parser's first buffers, whose borders fall inside names and values. */
    @Test
    void placesAreExactInOneLine() {
        String before = "<BackupSpecs>" + "<Other Name='value'/>".repeat(5_000);
        String wrong = "<SystemState IsPresent='x'/>";
        assertCorrupt(
                before + wrong + "</BackupSpecs>",
                "a.xml at 0x" + Integer.toHexString(2 * (before + wrong).length())
                        + ": IsPresent of SystemState: is 'x', expected yes, no, true or false");
    }

    private static void assertCorrupt(String text, String message) {
        assertThatThrownBy(() -> BackupSpecs.read(Documents.source(text)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessage(message);
    }
}
