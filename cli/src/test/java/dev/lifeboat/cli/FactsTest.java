package dev.lifeboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** {@link Facts}, as text and as JSON. */
class FactsTest {
    private static List<String> text(Facts facts) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new FactsText(out).write(facts);
        out.flush();
        return text.toString().lines().toList();
    }

    private static String json(Facts facts) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        FactsJson.write(facts, out);
        out.flush();
        return text.toString().strip();
    }

    private final Facts nested = new Facts()
            .add("computer", "PC")
            .add("empty", "")
            .add("snapshotSetId", 7L)
            .add("active", true)
            .add("nothing", Optional.empty())
            .add("noNumber", OptionalLong.empty())
            .add("list", List.of("a", "b"))
            .add("none", List.of())
            .add("inner", new Facts().add("bcdPath", Optional.of("x")))
            .add(
                    "disks",
                    List.of(
                            new Facts().add("number", 1).add("files", List.of("f")),
                            new Facts().add("files", List.of("g")).add("number", 2)));

    @Test
    void textIsIndented() {
        assertThat(text(nested))
                .containsExactly(
                        "Computer: PC",
                        "Empty: (empty)",
                        "Snapshot set id: 7",
                        "Active: yes",
                        "List:",
                        "  - a",
                        "  - b",
                        "None: none",
                        "Inner:",
                        "  Bcd path: x",
                        "Disks:",
                        "  - Number: 1",
                        "    Files:",
                        "      - f",
                        "  - Files:",
                        "      - g",
                        "    Number: 2");
    }

    @Test
    void jsonHasTheSame() {
        assertThat(json(nested))
                .isEqualTo("{\"computer\":\"PC\",\"empty\":\"\",\"snapshotSetId\":7,\"active\":true,"
                        + "\"list\":[\"a\",\"b\"],\"none\":[],\"inner\":{\"bcdPath\":\"x\"},"
                        + "\"disks\":[{\"number\":1,\"files\":[\"f\"]},{\"files\":[\"g\"],\"number\":2}]}");
    }

    /** Names come from documents, too. */
    @Test
    void nothingReachesATerminalThatItObeys() {
        Facts facts = new Facts()
                .add("a\u001b[2j", "b\u009b")
                .add("list", List.of("c\r"))
                .add("facts", List.of(new Facts().add("d\u202e", "e\n")));
        assertThat(text(facts))
                .containsExactly("A\\u001b[2j: b\\u009b", "List:", "  - c\\u000d", "Facts:", "  - D\\u202e: e\\u000a");
    }

    @Test
    void aNameMayBeEmpty() {
        assertThat(text(new Facts().add("", 1))).containsExactly(": 1");
    }
}
