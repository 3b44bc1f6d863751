package dev.lifeboat.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
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
            String head = indent + words(fact.getKey()) + ":";
            if (fact.getValue() instanceof Facts inner) {
                out.println(head);
                write(inner, indent + INDENT);
            } else if (fact.getValue() instanceof List<?> list) {
                list(head, list, indent);
            } else {
                out.println(head + " " + one(fact.getValue()));
            }
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
                String dash = indent + INDENT + "- ";
                boolean first = true;
                for (Map.Entry<String, Object> fact : inner.values().entrySet()) {
                    Facts single = new Facts().add(fact.getKey(), fact.getValue());
                    if (first && !(fact.getValue() instanceof Facts) && !(fact.getValue() instanceof List<?>)) {
                        out.println(dash + words(fact.getKey()) + ": " + one(fact.getValue()));
                    } else {
                        write(single, indent + INDENT + INDENT);
                    }
                    first = false;
                }
            } else {
                out.println(indent + INDENT + "- " + one(item));
            }
        }
    }

    private static String one(Object value) {
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        String text = Text.safe(String.valueOf(value));
        return text.isEmpty() ? "(empty)" : text;
    }

    /** {@code snapshotSetId} becomes {@code Snapshot set id}. */
    private static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean wordBegins = Character.isUpperCase(c) && i > 0 && !Character.isUpperCase(name.charAt(i - 1));
            if (wordBegins) {
                words.append(' ');
            }
            boolean abbreviation = i + 1 < name.length() && Character.isUpperCase(name.charAt(i + 1));
            words.append(wordBegins && !abbreviation ? Character.toLowerCase(c) : c);
        }
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
