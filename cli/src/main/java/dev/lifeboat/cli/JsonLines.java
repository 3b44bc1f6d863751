package dev.lifeboat.cli;

import dev.lifeboat.mount.tree.FileNode;
import java.io.PrintWriter;
import java.util.Locale;

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
            json.writeStringProperty("type", node.type().name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("size", entry.size());
            node.modified().ifPresent(time -> json.writeStringProperty("modified", time.toString()));
            json.writeArrayPropertyStart("attributes");
            for (FileNode.Attribute attribute : FileNode.Attribute.values()) {
                if ((node.attributes() & attribute.bit()) != 0) {
                    json.writeString(attribute.name().toLowerCase(Locale.ROOT));
                }
            }
            json.writeEndArray();
            if (node.internal()) {
                json.writeBooleanProperty("internal", true);
            }
            if (!entry.target().isEmpty()) {
                json.writeStringProperty("target", entry.target());
            }
            entry.result()
                    .ifPresent(r -> json.writeStringProperty(
                            r.error() == null ? "sha256" : "error", r.error() == null ? r.sha256() : r.error()));
        });
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
