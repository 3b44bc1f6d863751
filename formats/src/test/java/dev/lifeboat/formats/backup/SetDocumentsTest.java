package dev.lifeboat.formats.backup;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link SetDocuments}: what the documents say together, and how much of them is read. */
class SetDocumentsTest {
    private static final String A = "2b7c9f30-6d1e-4e5a-b8c4-93a1f0e7d625";
    private static final String B = "2b7c9f30-6d1e-4e5a-b8c4-93a1f0e7d626";
    private static final String ASR = "_Writerbe000cbe-11fe-4426-9c58-531aa6355fc4.xml";

    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), (text + "\0").getBytes(UTF_16LE));
    }

    private void specs(String... volumes) throws IOException {
        StringBuilder text = new StringBuilder("<BackupSpecs><FileSpecs>");
        for (String volume : volumes) {
            String[] parts = volume.split(",", -1);
            text.append("<Volume Name=\"\\\\?\\Volume{" + guid(parts[0]) + "}\\\" AccessPath=\"" + parts[1]
                    + "\" OriginalAccessPath=\"" + parts[2] + "\"/>");
        }
        write("BackupSpecs.xml", text + "</FileSpecs></BackupSpecs>");
    }

    private void asr(String prefix, String volume, String letter) throws IOException {
        write(
                prefix + ASR,
                "<WRITER_METADATA xmlns=\"x-schema:#VssWriterMetadataInfo\" version=\"1.2\"><IDENTIFICATION"
                        + " writerId=\"be000cbe-11fe-4426-9c58-531aa6355fc4\""
                        + " instanceId=\"57307c00-7886-4cfc-b8cc-2d76c40e6cca\" friendlyName=\"ASR Writer\""
                        + " usage=\"BOOTABLE_SYSTEM_STATE\" dataSource=\"OTHER\" majorVersion=\"0\" minorVersion=\"0\"/>"
                        + "<BACKUP_LOCATIONS><FILE_GROUP logicalPath=\"Volumes\" componentName=\"Volume{" + guid(volume)
                        + "}\" caption=\"Select (" + letter + ")\" restoreMetadata=\"no\""
                        + " notifyOnBackupComplete=\"no\" selectable=\"no\" selectableForRestore=\"no\""
                        + " componentFlags=\"0\"/></BACKUP_LOCATIONS></WRITER_METADATA>");
    }

    private static String guid(String last) {
        return "00000000-0000-4000-8000-00000000000" + last;
    }

    private static VolumeName volume(String last) {
        return new VolumeName(UUID.fromString(guid(last)));
    }

    private SetDocuments read() {
        return SetDocuments.read(BackupVersion.of(folder));
    }

    @Test
    void theLetterIsThatOfTheTimeOfTheBackup() throws IOException {
        specs("1,X:,c:", "2,D:,", "3,,", "4,C:\\mounted,", "1,Y:,Y:");
        asr(A, "3", "E:");
        SetDocuments documents = read();
        assertThat(documents.letter(volume("1"))).contains("C");
        assertThat(documents.letter(volume("2"))).contains("D");
        assertThat(documents.letter(volume("3"))).contains("E");
        assertThat(documents.letter(volume("4"))).isEmpty();
        assertThat(documents.describe(volume("3"))).isEqualTo("E: (" + guid("3") + ")");
        assertThat(documents.describe(volume("5"))).isEqualTo(guid("5"));
        assertThat(documents.unreadable()).isEmpty();
    }

    @Test
    void theSecondOfAKindIsTold() throws IOException {
        asr(A, "1", "C:");
        asr(B, "2", "C:");
        assertThat(read().repeated())
                .singleElement()
                .extracting(d -> d.file().getFileName())
                .hasToString(B + ASR);
        assertThat(read().asr().orElseThrow().volumes().get(0).name()).isEqualTo(volume("2"));
    }

    @Test
    void aDamagedDocumentKeepsNothingOfTheOthersBack() throws IOException {
        specs("1,C:,C:");
        write(A + "_Components.xml", "<BACKUP_COMPONENTS");
        SetDocuments documents = read();
        assertThat(documents.specs()).isPresent();
        assertThat(documents.unreadable()).singleElement().satisfies(u -> assertThat(u.problem())
                .isInstanceOf(CorruptImageException.class));
    }

    @Test
    void whatMattersIsReadBeforeAHeapOfOthers() throws IOException {
        for (int i = 0; i < 1001; i++) {
            write(String.format("%08x-0000-4000-8000-000000000000_RegistryExcludes.xml", i), "<a/>");
        }
        specs("1,C:,C:");
        asr("ffffffff-0000-4000-8000-000000000000", "1", "C:");
        SetDocuments documents = read();
        assertThat(documents.specs()).isPresent();
        assertThat(documents.asr()).isPresent();
        assertThat(documents.outlines()).hasSize(998);
        assertThat(documents.unreadable()).hasSize(3).allSatisfy(u -> assertThat(u.problem())
                .isInstanceOf(UnsupportedImageException.class));
    }

    @Test
    void oneThatIsTooLargeSaysSo() throws IOException {
        Path file = Files.createFile(folder.resolve("BackupSpecs.xml"));
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position((1L << 40) - 1).write(ByteBuffer.allocate(1)); // a hole before it
        }
        asr(A, "1", "C:");
        SetDocuments documents = read();
        assertThat(documents.unreadable()).singleElement().satisfies(u -> assertThat(u.problem())
                .isInstanceOf(UnsupportedImageException.class)
                .hasMessageContaining("1099511627776 bytes"));
        assertThat(documents.specs()).isEmpty();
        assertThat(documents.asr()).isPresent();
    }
}
