package dev.lifeboat.formats.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in a document at all. */
class DocumentOutlineTest {
    @Test
    void whatCanBeSaid() throws IOException {
        String text =
                "<!-- <a> ---><?x <y?><R xmlns='urn:x'><a b='>'/>t&#233;xt<![CDATA[<]]]><b xmlns=''><c/></b></R>\r\n";
        assertThat(outline(text.replace("--->", "-->"))).isEqualTo(new DocumentOutline("R", "urn:x", 4, 3));
        assertThat(outline("<R/>")).isEqualTo(new DocumentOutline("R", "", 1, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " ",
                "<!---->",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a/>x",
                "<a b=c/>",
                "<a b='1' b='2'/>",
                "<a b='<'/>",
                "<a>\u0001</a>",
                "<a>&b;</a>",
                "<a b='&b;'/>",
                "<a>&#0;</a>",
                "<a>&#xffffffff;</a>",
                "<x:a/>",
                "<a/><!-- -- -->",
                "<a><![CDATA[</a>",
                "<?xml version='9'?><a/>",
                "<!-->",
                "<![",
                "<",
            })
    void notWellFormed(String text) {
        assertThatThrownBy(() -> outline(text))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageMatching("a\\.xml at 0x[0-9a-f]+: XML: is not well formed: [^\\n]+");
    }

    @Test
    void theComplaintSaysWhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH); // the parser's words follow the locale
            assertThatThrownBy(() -> outline("<a>12345<b></a>"))
                    .hasMessage(
                            "a.xml at 0x1a: XML: is not well formed: The element type \"b\" must be terminated by the matching"
                                    + " end-tag \"</b>\".");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<a><!ELEMENT b ANY></a>",
            })
    void documentTypesAreRefused(String text) {
        assertThatThrownBy(() -> outline(text))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageEndingWith("XML: holds a document type declaration, which no such document has");
    }

    @ParameterizedTest
    @CsvSource({
        "50, <a>, </a>, ''",
        "51, <a>, </a>, XML: has more than 50 elements inside each other",
        "249999, <a/>, '', ''",
        "250000, <a/>, '', XML: has more than 250000 elements",
    })
    void depthAndCount(int count, String open, String close, String problem) throws IOException {
        String nested = open.repeat(count) + close.repeat(count);
        String text = close.isEmpty() ? "<r>" + nested + "</r>" : nested;
        if (problem.isEmpty()) {
            assertThat(outline(text).elements()).isEqualTo(close.isEmpty() ? count + 1 : count);
        } else {
            assertRefused(text, problem);
        }
    }

    @Test
    void attributesAndNames() throws IOException {
        assertThat(outline("<a" + numbered(" a%d=''", 100) + "/>").elements()).isEqualTo(1);
        assertRefused("<a" + numbered(" a%d=''", 101) + "/>", "XML: has more than 100 attributes of one element");
        assertRefused(
                "<a" + numbered(" xmlns:a%d='b'", 101) + "/>", "XML: has more than 100 namespaces of one element");
        assertThat(outline("<a>" + numbered("<a%d/>", 999) + "</a>").elements()).isEqualTo(1_000);
        String tooMany = "XML: has more than 1000 different names";
        assertRefused("<a>" + numbered("<a%d/>", 1_000) + "</a>", tooMany);
        assertRefused("<a>" + numbered("<a b%d=''/>", 1_000) + "</a>", tooMany);
        assertRefused("<a>" + numbered("<a xmlns='%d'/>", 1_000) + "</a>", tooMany);
        assertRefused("<a>" + numbered("<?b%d?>", 1_000) + "</a>", tooMany);
    }

    @ParameterizedTest
    @CsvSource({"<a>, </a>", "<a b=\", \"/>", "<a><!--, --></a>", "<a><![CDATA[, ]]></a>", "<a><?b -, ?></a>", "<a, />"
    })
    void longPieces(String before, String after) throws IOException {
        String filling = before.equals("<a") ? " " : "x";
        int start = before.lastIndexOf('<');
        int rest = before.equals("<a>") ? 0 : after.indexOf('>') + 1; // a text ends where the next tag begins
        String fits = before + filling.repeat(MarkupGuard.LONGEST - (before.length() - start) - rest) + after;
        assertThat(outline(fits).root()).isEqualTo("a");
        assertRefused(
                before + filling.repeat(MarkupGuard.LONGEST) + after,
                "XML: a tag, text or comment is longer than 4194304 characters");
    }

    /** A comment may hold what looks like tags, but no new piece begins in it. */
    @Test
    void aLongCommentOfTags() {
        assertRefused(
                "<a><!-->" + "<b>".repeat(MarkupGuard.LONGEST / 3) + "--></a>",
                "XML: a tag, text or comment is longer than 4194304 characters");
    }

    @Test
    void storageThatFailsIsNotTheImagesFault() {
        ByteSource failing = new ByteSource() {
            @Override
            public String name() {
                return "a.xml";
            }

            @Override
            public long size() {
                return 1 << 20;
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                if (offset > 1000 && offset < 100_000) {
                    throw new IOException("the disk is gone");
                }
                target.put(" ".repeat(target.remaining()).getBytes(StandardCharsets.UTF_8));
            }
        };
        assertThatThrownBy(() -> DocumentOutline.read(failing))
                .isNotInstanceOf(ImageException.class)
                .hasMessage("the disk is gone");
    }

    private static String numbered(String form, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(String.format(form, i));
        }
        return text.toString();
    }

    private static void assertRefused(String text, String problem) {
        assertThatThrownBy(() -> outline(text))
                .isInstanceOfSatisfying(CorruptImageException.class, e -> assertThat(e.problem())
                        .isEqualTo(problem));
    }

    private static DocumentOutline outline(String text) throws IOException {
        return DocumentOutline.read(ByteSource.of("a.xml", (text + "\0").getBytes(StandardCharsets.UTF_16LE)));
    }
}
