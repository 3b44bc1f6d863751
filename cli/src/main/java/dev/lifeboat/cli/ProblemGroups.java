package dev.lifeboat.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Problems of one kind, those with the same reason together: thousands of files may have one reason. */
final class ProblemGroups {
    /** Different reasons; what comes after shares one. */
    private static final int REASONS = 40;

    private static final int SHOWN_ALONE = 20;
    private static final int SHOWN_OF_EACH = 5;

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private long count;

    private static final class Group {
        private final List<String> first = new ArrayList<>();
        private long count;
    }

    /**
     * Adds one.
     *
     * @param reason of it; may be empty
     * @param line that shows it, without the reason
     */
    void add(String reason, String line) {
        count++;
        String key = groups.size() >= REASONS && !groups.containsKey(reason) ? "other reasons" : reason;
        Group group = groups.computeIfAbsent(key, k -> new Group());
        group.count++;
        if (group.first.size() < SHOWN_ALONE) {
            group.first.add(line);
        }
    }

    /** A few are shown each with its reason; of many with one reason a few. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        groups.forEach((reason, group) -> {
            boolean heading = !reason.isEmpty() && group.count > SHOWN_OF_EACH;
            int shown = Math.min(
                    group.first.size(), count <= SHOWN_ALONE || groups.size() == 1 ? SHOWN_ALONE : SHOWN_OF_EACH);
            if (heading) {
                lines.add(String.format(Locale.ROOT, "%,d: %s", group.count, reason));
            }
            for (String line : group.first.subList(0, shown)) {
                lines.add(heading ? "  " + line : reason.isEmpty() ? line : line + ": " + reason);
            }
            if (group.count > shown) {
                lines.add(String.format(
                        Locale.ROOT, "%s%,d more; --json lists them all", heading ? "  " : "", group.count - shown));
            }
        });
        return lines;
    }
}
