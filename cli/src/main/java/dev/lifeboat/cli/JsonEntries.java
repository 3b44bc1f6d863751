package dev.lifeboat.cli;

import dev.lifeboat.mount.tree.FileNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Files as JSON, one object a line. */
final class JsonEntries implements Listing.Entries {
    private final PrintWriter out;

    JsonEntries(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void entry(
            int volume, FileNode node, String stream, long size, String target, Optional<Listing.Hash> result) {
        JsonLine.write(out, json -> {
            json.writeNumberProperty("volume", volume);
            json.writeStringProperty("path", node.path());
            json.writeStringProperty("stream", stream);
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
            if (node.internal()) {
                json.writeBooleanProperty("internal", true);
            }
            if (!target.isEmpty()) {
                json.writeStringProperty("target", target);
            }
            result.ifPresent(r -> json.writeStringProperty(
                    r.error() == null ? "sha256" : "error", r.error() == null ? r.sha256() : r.error()));
        });
    }

    @Override
    public void damaged(int volume, String path, String problem) {
        JsonLine.write(out, json -> {
            json.writeNumberProperty("volume", volume);
            json.writeStringProperty("path", path);
            json.writeStringProperty("error", problem);
        });
    }
}
