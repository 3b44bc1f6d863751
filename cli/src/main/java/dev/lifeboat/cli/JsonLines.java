package dev.lifeboat.cli;

import dev.lifeboat.formats.ntfs.ReparseTag;
import dev.lifeboat.mount.tree.FileExtras;
import dev.lifeboat.mount.tree.FileNode;
import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Files as JSON, one object a line. */
final class JsonLines implements Listing.Format {
    private final PrintWriter out;

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(Listing.Entry entry) {
        FileNode node = entry.node();
        JsonLine.write(out, json -> {
            json.writeNumberProperty("volume", entry.volume());
            json.writeStringProperty("path", node.path());
            json.writeStringProperty("stream", entry.stream());
            described(json, node, entry.size());
            if (node.internal()) {
                json.writeBooleanProperty("internal", true);
            }
            if (!entry.target().isEmpty()) {
                json.writeStringProperty("target", entry.target());
            }
            entry.reparse().ifPresent(reparse -> reparse(json, reparse));
            entry.result()
                    .ifPresent(r -> json.writeStringProperty(
                            r.error() == null ? "sha256" : "error", r.error() == null ? r.sha256() : r.error()));
        });
    }

    private static void described(JsonGenerator json, FileNode node, long size) {
        json.writeStringProperty("type", node.type().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("size", size);
        node.modified().ifPresent(time -> json.writeStringProperty("modified", time.toString()));
        json.writeArrayPropertyStart("attributes");
        for (FileNode.Attribute attribute : FileNode.Attribute.values()) {
            if ((node.attributes() & attribute.bit()) != 0) {
                json.writeString(attribute.name().toLowerCase(Locale.ROOT));
            }
        }
        json.writeEndArray();
    }

    @Override
    public void write(Listing.Deleted deleted) {
        FileNode node = deleted.file().node();
        JsonLine.write(out, json -> {
            json.writeNumberProperty("volume", deleted.volume());
            json.writeStringProperty("path", node.path());
            described(json, node, node.size());
            json.writeBooleanProperty("deleted", true);
            json.writeNumberProperty("record", deleted.file().record());
            json.writeBooleanProperty("pathKnown", deleted.file().pathKnown());
            json.writeStringProperty("content", deleted.file().content().name().toLowerCase(Locale.ROOT));
        });
    }

    private static void reparse(JsonGenerator json, FileExtras.Reparse reparse) {
        json.writeObjectPropertyStart("reparse");
        json.writeStringProperty("tag", ReparseTag.hex(reparse.tag()));
        json.writeStringProperty("name", reparse.name());
        reparse.owner().ifPresent(guid -> json.writeStringProperty("owner", guid.toString()));
        reparse.properties().forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    @Override
    public void write(Listing.Damage damage) {
        JsonLine.write(out, json -> {
            json.writeNumberProperty("volume", damage.volume());
            json.writeStringProperty("path", damage.path());
            json.writeStringProperty("error", damage.problem());
        });
    }

    @Override
    public boolean lost() {
        return out.checkError();
    }
}
