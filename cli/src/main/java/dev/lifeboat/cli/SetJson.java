package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import tools.jackson.core.JsonGenerator;

/** Parts of a backup as JSON, the same in each listing. */
final class SetJson {
    private SetJson() {}

    static void versions(JsonGenerator json, ComputerBackups computer) {
        json.writeArrayPropertyStart("versions");
        for (BackupVersion version : computer.versions()) {
            json.writeStartObject();
            version(json, version);
            json.writeNumberProperty("images", version.images().size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void version(JsonGenerator json, BackupVersion version) {
        json.writeStringProperty("backup", version.name());
        version.time().ifPresent(time -> json.writeStringProperty("time", time.toString()));
        version.identifier().ifPresent(id -> json.writeStringProperty("identifier", id));
    }
}
