package dev.lifeboat.cli;

import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.ReparseTag;
import dev.lifeboat.mount.tree.FileExtras;
import dev.lifeboat.mount.tree.FileNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** Files as lines of text: time in this computer's zone, size, name. */
final class TextLines implements Listing.Format {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String BLANK = " ".repeat(16);
    private static final int MOST_CACHED = 10_000;

    private final PrintWriter out;
    private final boolean fullPaths;
    private final boolean hash;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Map<Long, String> minutes = new HashMap<>();
    private long lastMinute;
    private String lastText;
    private String directory = "/";
    private String safeDirectory = "/";

    TextLines(PrintWriter out, boolean fullPaths, boolean hash) {
        this.out = out;
        this.fullPaths = fullPaths;
        this.hash = hash;
    }

    @Override
    public void write(Listing.Entry entry) {
        FileNode node = entry.node();
        StringBuilder text = new StringBuilder(256); // a used one would stay wide after the first name that is
        text.append(node.modified().isPresent() ? minute(node.modified().get()) : BLANK)
                .append("  ");
        boolean file = node.type() == FileNode.Type.FILE || !entry.stream().isEmpty();
        right(text, file ? grouped(entry.size()) : node.directory() ? "<DIR>" : "<LINK>");
        text.append("  ");
        if (hash) {
            String sha = entry.result()
                    .map(r -> r.sha256() == null ? "(not read)" : r.sha256())
                    .orElse("");
            text.append(sha).append(" ".repeat(64 - sha.length() + 2));
        }
        if (fullPaths) {
            text.append(entry.volume()).append(':');
            appendPath(text, node.path());
        } else {
            text.append(Text.safe(node.name()));
        }
        if (!entry.stream().isEmpty()) {
            text.append(':').append(Text.safe(entry.stream()));
        } else if (node.directory()) {
            text.append('/');
        }
        if (!entry.target().isEmpty()) {
            text.append(" -> ").append(Text.safe(entry.target()));
        }
        if (node.type() != FileNode.Type.LINK) { // and what Windows compressed is read as if it was not
            entry.reparse().filter(reparse -> reparse.tag() != ReparsePoint.WOF).ifPresent(reparse -> text.append("  [")
                    .append(kind(reparse))
                    .append(']'));
        }
        if (entry.result().isPresent() && entry.result().get().error() != null) {
            text.append("  (").append(Text.safe(entry.result().get().error())).append(')');
        }
        out.write(text.append(System.lineSeparator()).toString());
    }

    private static String kind(FileExtras.Reparse reparse) {
        String name = reparse.name().isEmpty() ? "reparse tag " + ReparseTag.hex(reparse.tag()) : reparse.name();
        String content = reparse.properties().getOrDefault("content", "");
        return content.isEmpty() ? name : name + ", " + content;
    }

    /** Files come directory by directory; what of a path is the same as before need not be looked at again. */
    private void appendPath(StringBuilder text, String path) {
        int name = path.lastIndexOf('/') + 1;
        if (name != directory.length() || !path.startsWith(directory)) {
            directory = path.substring(0, name);
            safeDirectory = Text.safe(directory);
        }
        text.append(safeDirectory).append(Text.safe(path.substring(name)));
    }

    @Override
    public void write(Listing.Damage damage) {
        out.println(BLANK + "         DAMAGED  " + damage.volume() + ":" + Text.safe(damage.path()) + "  ("
                + Text.safe(damage.problem()) + ")");
    }

    @Override
    public void write(Listing.Deleted deleted) {
        FileNode node = deleted.file().node();
        StringBuilder text = new StringBuilder(256);
        text.append(node.modified().isPresent() ? minute(node.modified().get()) : BLANK)
                .append("  ");
        right(text, node.directory() ? "<DIR>" : grouped(node.size()));
        text.append("  ").append(deleted.volume()).append(':').append(Text.safe(node.path()));
        text.append(node.directory() ? "/" : "")
                .append("  (deleted, record ")
                .append(deleted.file().record());
        String content =
                switch (deleted.file().content()) {
                    case RESIDENT -> ", content kept";
                    case FREE -> ", place still free";
                    case REUSED -> ", place used again";
                    case UNKNOWN -> ", place not known";
                    case NONE -> "";
                };
        out.println(text.append(content).append(')'));
    }

    @Override
    public boolean lost() {
        return out.checkError();
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

    private static void right(StringBuilder text, String cell) {
        text.append(BLANK, 0, Math.max(0, BLANK.length() - cell.length())).append(cell);
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
