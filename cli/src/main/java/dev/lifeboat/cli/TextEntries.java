package dev.lifeboat.cli;

import dev.lifeboat.mount.tree.FileNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Files as lines of text: time in this computer's zone, size, name. */
final class TextEntries implements Listing.Entries {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String NO_TIME = " ".repeat(16);
    private static final int MOST_CACHED = 10_000;

    private final PrintWriter out;
    private final boolean fullPaths;
    private final boolean hash;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Map<Long, String> minutes = new HashMap<>();
    private long lastMinute;
    private String lastText;

    TextEntries(PrintWriter out, boolean fullPaths, boolean hash) {
        this.out = out;
        this.fullPaths = fullPaths;
        this.hash = hash;
    }

    @Override
    public void entry(
            int volume, FileNode node, String stream, long size, String target, Optional<Listing.Hash> result) {
        StringBuilder text = new StringBuilder(256); // a used one would stay wide after the first name that is
        text.append(node.modified().isPresent() ? minute(node.modified().get()) : NO_TIME)
                .append("  ");
        boolean file = node.type() == FileNode.Type.FILE || !stream.isEmpty();
        right(text, file ? grouped(size) : node.directory() ? "<DIR>" : "<LINK>", 16);
        text.append("  ");
        if (hash) {
            String sha = result.map(r -> r.sha256() == null ? "(not read)" : r.sha256())
                    .orElse("");
            text.append(sha).append(" ".repeat(64 - sha.length() + 2));
        }
        if (fullPaths) {
            text.append(volume).append(':').append(Text.safe(node.path()));
        } else {
            text.append(Text.safe(node.name()));
        }
        if (!stream.isEmpty()) {
            text.append(':').append(Text.safe(stream));
        } else if (node.directory()) {
            text.append('/');
        }
        if (!target.isEmpty()) {
            text.append(" -> ").append(Text.safe(target));
        }
        if (result.isPresent() && result.get().error() != null) {
            text.append("  (").append(Text.safe(result.get().error())).append(')');
        }
        out.println(text);
    }

    @Override
    public void damaged(int volume, String path, String problem) {
        out.println(NO_TIME + "         DAMAGED  " + volume + ":" + Text.safe(path) + "  (" + Text.safe(problem) + ")");
    }

    /** Files come in groups of the same time, and formatting a time costs more than the rest of a line. */
    private String minute(Instant time) {
        long minute = Math.floorDiv(time.getEpochSecond(), 60);
        if (minute != lastMinute || lastText == null) {
            if (minutes.size() > MOST_CACHED) {
                minutes.clear();
            }
            lastMinute = minute;
            lastText = minutes.computeIfAbsent(minute, m -> LocalDateTime.ofInstant(Instant.ofEpochSecond(60 * m), zone)
                    .format(MINUTE));
        }
        return lastText;
    }

    private static void right(StringBuilder text, String cell, int width) {
        for (int i = cell.length(); i < width; i++) {
            text.append(' ');
        }
        text.append(cell);
    }

    private static String grouped(long size) {
        String digits = Long.toString(size);
        if (digits.length() <= 3) {
            return digits;
        }
        StringBuilder grouped = new StringBuilder(digits.length() + digits.length() / 3);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                grouped.append(',');
            }
            grouped.append(digits.charAt(i));
        }
        return grouped.toString();
    }
}
