package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.mount.contained.ContainedBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The listing of a set as one JSON object. */
final class ListJson {
    private final ImageSet set;
    private final Optional<ContainedBackup> container;
    private final Map<NumberedVolume, VolumeFacts> facts = new LinkedHashMap<>();
    private final Map<Image, Long> fileSizes = new LinkedHashMap<>();

    /**
     * @param input whose volumes are asked now
     */
    ListJson(ImageInput input) throws IOException {
        this.set = input.images();
        this.container = input.container();
        for (NumberedVolume volume : set.volumes()) {
            facts.put(volume, VolumeFacts.of(volume.volume()));
        }
        for (Image image : set.images()) {
            if (Files.isRegularFile(image.path())) { // a disk has no size that Files would tell
                fileSizes.put(image, Files.size(image.path()));
            }
        }
    }

    boolean complete() {
        return facts.values().stream().allMatch(known -> known.problem().isEmpty());
    }

    void write(PrintWriter out) {
        JsonLine.write(out, this::write);
    }

    private void write(JsonGenerator json) {
        container.ifPresent(inside -> container(json, inside));
        set.location().set().ifPresent(backup -> backup(json, backup));
        json.writeArrayPropertyStart("images");
        for (Image image : set.images()) {
            json.writeStartObject();
            json.writeStringProperty("file", image.path().toString());
            json.writeStringProperty("format", image.container().label());
            if (fileSizes.containsKey(image)) {
                json.writeNumberProperty("fileSize", fileSizes.get(image));
            }
            if (image instanceof DiskImage disk) {
                disk(json, disk);
            }
            json.writeEndObject();
        }
        for (ImageSet.Failure failure : set.failures()) {
            json.writeStartObject();
            json.writeStringProperty("file", failure.image().toString());
            json.writeStringProperty("error", failure.problem().getMessage());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("volumes");
        facts.forEach((volume, known) -> volume(json, volume, known, set.letter(volume)));
        json.writeEndArray();
    }

    private static void disk(JsonGenerator json, DiskImage image) {
        json.writeNumberProperty("diskSize", image.disk().size());
        json.writeStringProperty("partitionTable", image.table().scheme().toString());
        json.writeNumberProperty("sectorSize", image.table().sectorSize());
        image.table().diskGuid().ifPresent(guid -> json.writeStringProperty("diskGuid", guid.toString()));
        image.table().mbrSignature().ifPresent(s -> json.writeStringProperty("mbrSignature", String.format("%08x", s)));
    }

    private void backup(JsonGenerator json, BackupSet backup) {
        boolean known = !Missing.isFolderOfImages(backup);
        if (known) {
            json.writeStringProperty("computer", backup.computer().name());
            SetJson.version(json, backup.version());
        }
        json.writeStringProperty("folder", backup.version().folder().toString());
        if (known) {
            SetJson.versions(json, backup.computer());
            json.writeArrayPropertyStart("missing");
            Missing.of(backup, set.documents().orElseThrow()).forEach(json::writeString);
            json.writeEndArray();
        }
    }

    /** Says where a backup lies that lies inside an image. */
    static void container(JsonGenerator json, ContainedBackup inside) {
        json.writeObjectPropertyStart("container");
        json.writeStringProperty("file", inside.image().toString());
        json.writeNumberProperty("volume", inside.volume());
        json.writeEndObject();
    }

    private static void volume(
            JsonGenerator json, NumberedVolume numbered, VolumeFacts known, Optional<String> letter) {
        json.writeStartObject();
        json.writeNumberProperty("volume", numbered.number());
        json.writeStringProperty("image", numbered.image().path().toString());
        letter.ifPresent(drive -> json.writeStringProperty("letter", drive));
        json.writeStringProperty("label", known.label());
        json.writeStringProperty("fileSystem", numbered.volume().kind().label());
        json.writeNumberProperty("size", known.size());
        known.used().ifPresent(used -> json.writeNumberProperty("used", used));
        numbered.onDisk()
                .flatMap(volume -> volume.summary().serial())
                .ifPresent(serial -> json.writeStringProperty("serial", serial));
        numbered.onDisk().flatMap(DiskVolume::partition).ifPresent(partition -> {
            json.writeNumberProperty("partition", partition.number());
            json.writeNumberProperty("offset", partition.offset());
            json.writeStringProperty("type", partition.type().label());
            json.writeStringProperty("typeCode", partition.type().code());
            partition.guid().ifPresent(guid -> json.writeStringProperty("guid", guid.toString()));
            json.writeStringProperty("name", partition.name());
            json.writeBooleanProperty("active", partition.active());
        });
        known.problem().ifPresent(problem -> json.writeStringProperty("error", problem));
        json.writeEndObject();
    }
}
