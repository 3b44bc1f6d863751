package dev.lifeboat.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Facts as indented lines. */
final class FactsText {
    private static final String INDENT = "  ";

    private final PrintWriter out;

    FactsText(PrintWriter out) {
        this.out = out;
    }

    void write(Facts facts) {
        write(facts, "");
    }

    private void write(Facts facts, String indent) {
        for (Map.Entry<String, Object> fact : facts.values().entrySet()) {
            write(fact, indent, indent);
        }
    }

    /** With something else than the indent before the first line. */
    private void write(Map.Entry<String, Object> fact, String before, String indent) {
        String head = before + words(fact.getKey()) + ":";
        if (fact.getValue() instanceof Facts inner) {
            out.println(head);
            write(inner, indent + INDENT);
        } else if (fact.getValue() instanceof List<?> list) {
            list(head, list, indent);
        } else {
            out.println(head + " " + one(fact.getValue()));
        }
    }

    private void list(String head, List<?> list, String indent) {
        if (list.isEmpty()) {
            out.println(head + " none");
            return;
        }
        out.println(head);
        for (Object item : list) {
            if (item instanceof Facts inner) {
                item(inner, indent + INDENT);
            } else {
                out.println(indent + INDENT + "- " + one(item));
            }
        }
    }

    /** With a dash before its first line. */
    private void item(Facts facts, String indent) {
        String dash = indent + "- ";
        for (Map.Entry<String, Object> fact : facts.values().entrySet()) {
            write(fact, dash, indent + INDENT);
            dash = indent + INDENT;
        }
    }

    private static String one(Object value) {
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        String text = Text.safe(String.valueOf(value));
        return text.isEmpty() ? "(empty)" : text;
    }

    /** {@code snapshotSetId} becomes {@code Snapshot set id}. Names of attributes in a document come here, too. */
    private static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean wordBegins = Character.isUpperCase(c) && i > 0 && !Character.isUpperCase(name.charAt(i - 1));
            if (wordBegins) {
                words.append(' ');
            }
            boolean abbreviation = i + 1 < name.length() && Character.isUpperCase(name.charAt(i + 1));
            char shown = wordBegins && !abbreviation ? Character.toLowerCase(c) : c;
            words.append(i == 0 ? Character.toUpperCase(shown) : shown);
        }
        return Text.safe(words.toString());
    }
}
