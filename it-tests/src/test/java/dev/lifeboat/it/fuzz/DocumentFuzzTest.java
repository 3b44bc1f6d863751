package dev.lifeboat.it.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.backup.document.WriterMetadata;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.xml.DocumentOutline;
import dev.lifeboat.formats.xml.DocumentText;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a document that is read, or an {@link ImageException}; in whatever encoding, it is the same document.
 * Replays the seeds, then makes up more, for as long as {@code -Dfuzz.duration} says.
 */
@ExtendWith(Inputs.class)
class DocumentFuzzTest {
    private static final String GUID = "be000cbe-11fe-4426-9c58-531aa6355fc4";
    private static final String NAMES = "../../x_Components.xml";

    @FunctionalInterface
    private interface Reader {
        Object read(ByteSource source) throws IOException;
    }

    private static final List<Reader> READERS =
            List.of(BackupSpecs::read, WriterMetadata::read, BackupComponents::read, AsrMetadata::read);

    @DictionaryEntries({
        "<BackupSpecs>",
        "<FileSpecs>",
        "<Volume Name=\"\\\\?\\Volume{" + GUID + "}\\\"",
        "IsPresent=\"true\"",
        "<SystemState ",
        "<WRITER_METADATA xmlns=\"x-schema:#VssWriterMetadataInfo\">",
        "<IDENTIFICATION writerId=\"" + GUID + "\"",
        "<BACKUP_LOCATIONS>",
        "<FILE_GROUP logicalPath=\"Disks\" componentName=\"harddisk0\"",
        " selectable=\"no\"",
        "<DATABASE ",
        "<FILE_LIST path=\"",
        "<BACKUP_COMPONENTS>",
        "<WRITER_COMPONENTS ",
        "<COMPONENT ",
        "<BACKUP_METADATA ",
        "<!DOCTYPE ",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml version=\"1.0\" encoding=\"",
        "&#x",
        "xmlns:a=\"",
        "\u0000",
    })
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10s")
    void anyBytes(byte[] bytes) throws IOException {
        Inputs.count(bytes);
        names(new String(bytes, UTF_8));
        Optional<DocumentOutline> outline = outline(bytes);
        Optional<String> text = text(bytes);
        if (text.isEmpty()) {
            assertThat(outline).isEmpty();
            return;
        }
        read(bytes);
        assertThat(outline((text.get() + "\0").getBytes(UTF_16LE))).isEqualTo(outline);
        assertThat(outline(("\ufeff" + text.get()).getBytes(UTF_16BE))).isEqualTo(outline);
        assertThat(outline(("\ufeff" + text.get()).getBytes(UTF_8))).isEqualTo(outline);
    }

    private static void names(String name) {
        DocumentName.parse(name).ifPresent(document -> assertThat(name).doesNotContain("..", "/", "\\"));
        VolumeName.parse(name).ifPresent(volume -> assertThat(VolumeName.parse(volume.toString()))
                .contains(volume));
    }

    private static Optional<String> text(byte[] bytes) throws IOException {
        try {
            return Optional.of(DocumentText.of(ByteSource.of("a.xml", bytes)).string());
        } catch (ImageException expected) {
            assertThat(expected.where()).startsWith("a.xml");
            return Optional.empty();
        }
    }

    private static Optional<DocumentOutline> outline(byte[] bytes) throws IOException {
        try {
            return Optional.of(DocumentOutline.read(ByteSource.of("a.xml", bytes)));
        } catch (ImageException expected) {
            assertThat(expected).hasMessageStartingWith("a.xml");
            return Optional.empty();
        }
    }

    private static void read(byte[] bytes) throws IOException {
        for (Reader reader : READERS) {
            try {
                assertThat(reader.read(ByteSource.of("a.xml", bytes))).isNotNull();
            } catch (ImageException expected) {
                assertThat(expected).hasMessageStartingWith("a.xml");
            }
        }
    }

    static Stream<byte[]> seeds() {
        List<String> documents =
                List.of(specs(), writer(), asr(), components(), "<Other a='&lt;'><!-- b --><c/></Other>");
        Stream<byte[]> forms = documents.stream()
                .flatMap(text -> Stream.of(
                        (text + "\0").getBytes(UTF_16LE),
                        ("\ufeff" + text).getBytes(UTF_16LE),
                        ("\ufeff" + text).getBytes(UTF_16BE),
                        text.getBytes(UTF_8),
                        ("\ufeff" + text).getBytes(UTF_8),
                        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(UTF_8)));
        return Inputs.seeds(Stream.concat(forms, hostile()));
    }

    private static Stream<byte[]> hostile() {
        byte[] windows = (specs() + "\0").getBytes(UTF_16LE);
        byte[] lone = windows.clone();
        lone[101] = (byte) 0xd8;
        byte[] zero = windows.clone();
        zero[200] = 0;
        return Stream.of(
                new byte[0],
                new byte[100],
                Arrays.copyOf(windows, 101),
                Arrays.copyOf(windows, 100),
                lone,
                zero,
                "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><BackupSpecs>&c;&c;</BackupSpecs>"
                        .getBytes(UTF_8),
                ("<BackupSpecs a='" + "x".repeat(5_000) + "'/>").getBytes(UTF_8),
                ("<BackupSpecs>" + "<a>".repeat(1_000)).getBytes(UTF_8),
                specs().replace(GUID, "..\\..\\..\\..\\..\\x").getBytes(UTF_8),
                asr().replace("Volume{" + GUID, "Volume{../../../../../../../../../../../x")
                        .getBytes(UTF_8),
                NAMES.getBytes(UTF_8),
                (GUID + "_Writer" + GUID + ".xml").getBytes(UTF_8),
                (GUID + "_Writer../../../../../../../../../../../../.xml").getBytes(UTF_8),
                ("\\\\?\\Volume{" + GUID + "}\\").getBytes(UTF_8));
    }

    private static String specs() {
        return "<BackupSpecs><FileSpecs><Volume Name=\"\\\\?\\Volume{" + GUID + "}\\\" AccessPath=\"C:\" Label=\"\" >"
                + "<FileSpec FilePath=\"C:\\\" FileName=\"*\" IsRecursive=\"true\" IsInclude=\"true\" /></Volume></FileSpecs>"
                + "<SystemState IsPresent=\"false\" /><AllCritical IsPresent=\"true\" /></BackupSpecs>";
    }

    private static String writer() {
        return document(
                "a6ad56c2-b509-4e6c-bb19-49d8f43532f0",
                "<DATABASE componentName=\"d\" selectable=\"yes\"><DATABASE_FILES path=\"a\" filespec=\"b\"/>"
                        + "<DATABASE_LOGFILES path=\"a\" filespec=\"b\" recursive=\"no\"/></DATABASE>"
                        + "<EXCLUDE_FILES path=\"a\" filespec=\"b\" filespecBackupType=\"3855\"/>");
    }

    private static String asr() {
        return document(
                GUID,
                "<FILE_GROUP logicalPath=\"Volumes\" componentName=\"Volume{" + GUID
                        + "}\" caption=\"(C:)\" selectable=\"no\"/>"
                        + "<FILE_GROUP logicalPath=\"Disks\" componentName=\"harddisk0\" caption=\"(of 0x9c93ebc7)\""
                        + " selectable=\"yes\" componentFlags=\"0\"/><FILE_GROUP logicalPath=\"BCD\" componentName=\"BCD\""
                        + " selectable=\"no\"><FILE_LIST path=\"\\\\?\\Volume{" + GUID
                        + "}\\Boot\" filespec=\"*.*\"/></FILE_GROUP>");
    }

    private static String document(String writerId, String locations) {
        return "<WRITER_METADATA xmlns=\"x-schema:#VssWriterMetadataInfo\" version=\"1.2\"><IDENTIFICATION writerId=\""
                + writerId
                + "\" instanceId=\"" + GUID
                + "\"/><RESTORE_METHOD method=\"m\" rebootRequired=\"yes\"/><BACKUP_LOCATIONS>"
                + locations + "</BACKUP_LOCATIONS></WRITER_METADATA>";
    }

    private static String components() {
        return "<BACKUP_COMPONENTS xmlns=\"x-schema:#VssComponentMetadata\" bootableSystemStateBackup=\"yes\" snapshotSetId=\""
                + GUID + "\"><WRITER_COMPONENTS instanceId=\"" + GUID + "\" writerId=\"" + GUID
                + "\" backupSchema=\"0\">"
                + "<COMPONENT componentName=\"a\"><BACKUP_METADATA xmlns=\"\" metadata=\"AAAA\"/></COMPONENT>"
                + "</WRITER_COMPONENTS></BACKUP_COMPONENTS>";
    }
}
