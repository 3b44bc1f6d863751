package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.Access;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The computers of a folder with several, one line each: the newest version of each is told of. */
final class StoreList {
    private final BackupStore store;
    private final List<Row> rows;

    /** What is known of one computer. */
    private record Row(
            ComputerBackups computer, Optional<BackupVersion> newest, long size, List<String> missing, String problem) {
        static Row of(BackupStore store, ComputerBackups computer) {
            Optional<BackupVersion> newest = computer.newest();
            String problem = computer.problem()
                    .or(() -> newest.flatMap(BackupVersion::problem))
                    .map(e -> Access.of(e).words())
                    .orElse("");
            long size = 0;
            for (SetImage image : newest.map(BackupVersion::images).orElse(List.of())) {
                try {
                    size += Files.size(image.file());
                } catch (IOException e) {
                    problem = Access.of(e).words();
                }
            }
            List<String> missing = newest.map(v -> new BackupSet(Optional.of(store), computer, v))
                    .map(set -> Missing.of(set, SetDocuments.readVolumes(set.version())))
                    .orElse(List.of("every version"));
            return new Row(computer, newest, size, missing, problem);
        }
    }

    StoreList(BackupStore store) {
        this.store = store;
        this.rows = store.computers().stream().map(c -> Row.of(store, c)).toList();
    }

    boolean complete() {
        return store.problem().isEmpty()
                && rows.stream().allMatch(row -> row.problem().isEmpty());
    }

    void text(PrintWriter out, Instant now) {
        out.println("Folder    " + Text.safe(store.folder().toString()) + ": " + rows.size() + " computers");
        Table table =
                new Table("Computer", ">Versions", "Newest (this computer's time)", ">Images", ">Size", "Missing");
        for (Row row : rows) {
            Optional<Instant> time = row.newest().flatMap(BackupVersion::time);
            table.row(
                    row.computer().name(),
                    String.valueOf(row.computer().versions().size()),
                    time.map(t -> Age.local(t) + ", " + Age.ago(t, now)).orElse(""),
                    row.newest().map(v -> String.valueOf(v.images().size())).orElse(""),
                    Text.size(row.size()),
                    row.problem().isEmpty() ? String.join(", ", row.missing()) : row.problem());
        }
        table.print(out);
        out.println("Choose one with --machine NAME to see its volumes.");
    }

    void json(PrintWriter out) {
        JsonLine.write(out, json -> {
            json.writeStringProperty("folder", store.folder().toString());
            json.writeArrayPropertyStart("computers");
            for (Row row : rows) {
                json.writeStartObject();
                json.writeStringProperty("computer", row.computer().name());
                SetJson.versions(json, row.computer());
                json.writeNumberProperty("size", row.size());
                strings(json, "missing", row.missing());
                if (!row.problem().isEmpty()) {
                    json.writeStringProperty("error", row.problem());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
