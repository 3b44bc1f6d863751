package dev.lifeboat.it.damage;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts outcomes by image and by what was hit. */
final class OutcomeTable {
    private final Map<String, Map<Outcome, Integer>> byImage = new LinkedHashMap<>();
    private final Map<Structure, Map<Outcome, Integer>> byTarget = new EnumMap<>(Structure.class);

    void count(String image, Target target, Outcome outcome) {
        byImage.computeIfAbsent(image, i -> new EnumMap<>(Outcome.class)).merge(outcome, 1, Integer::sum);
        byTarget.computeIfAbsent(target.row(), t -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
    }

    int total(Outcome outcome) {
        return byImage.values().stream()
                .mapToInt(counts -> counts.getOrDefault(outcome, 0))
                .sum();
    }

    int total() {
        return Arrays.stream(Outcome.values()).mapToInt(this::total).sum();
    }

    String oneLine() {
        StringBuilder line = new StringBuilder().append(total()).append(" cases:");
        for (Outcome outcome : Outcome.values()) {
            line.append(' ').append(outcome).append(' ').append(total(outcome));
        }
        return line.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        table(text, "image", byImage);
        text.append('\n');
        table(text, "what was hit", byTarget);
        text.append("\n## What nothing can tell, and why\n\n| what | why |\n| --- | --- |\n");
        for (Structure structure : Structure.values()) {
            if (structure.meaning() == Meaning.KEPT_ONCE) {
                text.append("| " + structure + " | " + structure.why() + " |\n");
            }
        }
        return text.toString();
    }

    private static void table(StringBuilder text, String head, Map<?, Map<Outcome, Integer>> rows) {
        text.append("| ").append(head).append(" | cases |");
        for (Outcome outcome : Outcome.values()) {
            text.append(' ').append(outcome).append(" |");
        }
        text.append("\n| --- | ---: |")
                .append(" ---: |".repeat(Outcome.values().length))
                .append('\n');
        rows.forEach((row, counts) -> {
            int cases = counts.values().stream().mapToInt(n -> n).sum();
            text.append("| ").append(row).append(" | ").append(cases).append(" |");
            for (Outcome outcome : Outcome.values()) {
                int count = counts.getOrDefault(outcome, 0);
                text.append(' ').append(count == 0 ? "" : String.valueOf(count)).append(" |");
            }
            text.append('\n');
        });
    }
}
