package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.WriterMetadata;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.xml.DocumentOutline;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents made to cost memory, stack or time. The tests of this module run in 256 MiB. */
@Timeout(20)
class HostileDocumentTest {
    /** The most that is taken of UTF-8. */
    private static final long LARGEST = 32 << 20;

    /** One such character makes Java keep a text in two bytes a character. */
    private static final String WIDE = "日";

    private static final String BILLION_LAUGHS = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\">"
            + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
            + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><%s>&d;</%s>";

    @FunctionalInterface
    private interface Reader {
        Object read(ByteSource source) throws IOException;
    }

    /** A reader and the head of a document that it takes. */
    private record Kind(String root, String attributes, Reader reader) {
        String start() {
            return "<" + root + attributes;
        }

        String end() {
            return "</" + root + ">";
        }
    }

    static List<Named<Kind>> kinds() {
        return List.of(
                Named.of("outline", new Kind("R", "", DocumentOutline::read)),
                Named.of("BackupSpecs", new Kind("BackupSpecs", "", BackupSpecs::read)),
                Named.of(
                        "writer",
                        new Kind("WRITER_METADATA", " xmlns='x-schema:#VssWriterMetadataInfo'", WriterMetadata::read)),
                Named.of("ASR", new Kind("WRITER_METADATA", "", AsrMetadata::read)),
                Named.of("components", new Kind("BACKUP_COMPONENTS", "", BackupComponents::read)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void billionLaughs(Kind kind) {
        String text = BILLION_LAUGHS.replace("%s", kind.root);
        assertRefused(kind, ByteSource.of("a.xml", (text + "\0").getBytes(UTF_16LE)), "document type declaration");
        assertRefused(kind, ByteSource.of("a.xml", text.getBytes(UTF_8)), "document type declaration");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aGigabyteOfAttributes(Kind kind) {
        String pattern = " a########=''";
        assertRefused(
                kind,
                new RepeatingSource(kind.start(), pattern, (1 << 30) / pattern.length(), "/>"),
                "is not supported");
        assertRefused(
                kind, RepeatingSource.filling(LARGEST, kind.start(), pattern, "/>"), "limit|has more than|longer than");
        assertRefused(
                kind,
                RepeatingSource.filling(
                        LARGEST, kind.start() + ">", "<R a########='' b########='' c########=''/>", kind.end()),
                "different names");
        assertRefused(
                kind,
                RepeatingSource.filling(LARGEST, kind.start() + ">", "<R xmlns:a########='b########'/>", kind.end()),
                "different names");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aHundredThousandDeep(Kind kind) {
        assertRefused(
                kind,
                new RepeatingSource(kind.start() + ">", "<FileSpecs>", 100_000, ""),
                "more than 50 elements inside each other");
        assertRefused(
                kind,
                RepeatingSource.filling(LARGEST, kind.start() + ">", "<BACKUP_LOCATIONS>", ""),
                "more than 50 elements inside each other");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onePieceWithoutEnd(Kind kind) {
        for (String head : List.of(
                kind.start() + " ",
                kind.start() + " a",
                kind.start() + " a='",
                kind.start() + ">",
                kind.start() + "><a",
                kind.start() + "><!--",
                kind.start() + "><!-->",
                kind.start() + "><![CDATA[",
                kind.start() + "><?a ",
                "<?xml ",
                " ")) {
            for (String filling : List.of("x", " ", "x>")) {
                assertRefused(kind, RepeatingSource.filling(LARGEST, head, filling, ""), "");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingButOneByte(Kind kind) {
        for (String one : List.of("<", ">", "\0", " ", "&", "\u00ff")) {
            assertRefused(kind, RepeatingSource.filling(LARGEST, "", one, ""), "");
            assertRefused(kind, RepeatingSource.filling(LARGEST, kind.start() + ">", one, ""), "");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tooManyElements(Kind kind) {
        for (String element : List.of("<a/>", "<FileSpecs/>", "<BACKUP_LOCATIONS/>", "<WRITER_COMPONENTS/>")) {
            assertRefused(
                    kind,
                    RepeatingSource.filling(LARGEST, kind.start() + ">", element, kind.end()),
                    "more than 250000 elements");
        }
    }

    /** The most that is accepted: every element kept, every character of it in a value. */
    @Test
    void theLargestThatAreRead() throws IOException {
        String padding = WIDE + "x".repeat(46);
        String who = "<IDENTIFICATION writerId='e8132975-6f93-4464-a53e-1050253ae220'"
                + " instanceId='e8132975-6f93-4464-a53e-1050253ae220'/>";
        WriterMetadata writer = WriterMetadata.read(new RepeatingSource(
                "<WRITER_METADATA>" + who + "<BACKUP_LOCATIONS><FILE_GROUP componentName='a' selectable='no'>",
                "<FILE_LIST path='" + padding + "########' filespec='" + WIDE + "y".repeat(40) + "'/>",
                249_990,
                "</FILE_GROUP></BACKUP_LOCATIONS></WRITER_METADATA>"));
        assertThat(writer.components().get(0).files()).hasSize(249_990);
        assertThat(writer.components().get(0).files().get(249_989).path()).isEqualTo(padding + "00249989");
    }

    @Test
    void theMostVolumesThatAreRead() throws IOException {
        BackupSpecs specs = BackupSpecs.read(new RepeatingSource(
                "<BackupSpecs><FileSpecs>",
                "<Volume Name='" + WIDE + "########' AccessPath='a########' OriginalAccessPath=''"
                        + " Label='c########' OriginalLabel='d########'/>",
                249_990,
                "</FileSpecs></BackupSpecs>"));
        assertThat(specs.volumes()).hasSize(249_990);
    }

    private static void assertRefused(Kind kind, ByteSource source, String why) {
        assertThatThrownBy(() -> kind.reader.read(source))
                .as(kind.root)
                .isInstanceOf(ImageException.class)
                .message()
                .startsWith("a.xml")
                .containsPattern(why)
                .hasSizeLessThan(400);
    }
}
