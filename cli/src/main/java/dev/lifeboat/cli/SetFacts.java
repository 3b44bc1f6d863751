package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.Access;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Everything that a set's folder and documents say. */
final class SetFacts {
    private static final int MEDIA_ID = 16;

    private final BackupSet set;
    private final SetDocuments documents;
    /** There may be thousands of files, made to be large. */
    private int textsLeft = 20_000;

    private boolean complete = true;

    SetFacts(BackupSet set) {
        this.set = set;
        this.documents = SetDocuments.read(set.version());
    }

    /**
     * Tells whether all that {@link #facts} looked at could be read.
     *
     * @return false if one could not; it says so itself
     */
    boolean complete() {
        return complete && documents.unreadable().isEmpty();
    }

    Facts facts(Instant now) {
        BackupVersion version = set.version();
        ComputerBackups computer = set.computer();
        Facts facts = new Facts()
                .add("computer", computer.name())
                .add("backup", version.name())
                .add("time", version.time())
                .add("localTime", version.time().map(Age::local))
                .add("age", version.time().map(t -> Age.ago(t, now)))
                .add("identifier", version.identifier())
                .add("folder", version.folder())
                .add("missing", Missing.of(set, documents))
                .add(
                        "versions",
                        computer.versions().stream().map(BackupVersion::name).toList());
        facts.add(
                "images",
                version.images().stream()
                        .map(image -> new Facts()
                                .add("file", image.name())
                                .add("size", size(image.file()))
                                .add("letter", image.volume().flatMap(documents::letter))
                                .add("efiSystemPartition", image.esp())
                                .add("mbrPartition", image.volume().flatMap(VolumeName::mbrPartition)))
                        .toList());
        facts.add("mediaId", computer.mediaId().map(this::mediaId))
                .add("catalogs", opaque(computer.catalogs()))
                .add("metadataCache", opaque(computer.metadataCache()))
                .add("addedByScripts", names(computer.extras()))
                .add("otherFiles", names(computer.others()))
                .add("otherFilesOfVersion", names(version.others()));
        new DocumentFacts(documents).addTo(facts);
        return facts;
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(f -> f.getFileName().toString()).toList();
    }

    private static Optional<Long> size(Path file) {
        try {
            return Optional.of(Files.size(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Facts mediaId(OpaqueFile file) {
        Facts facts = opaque(file);
        if (file.size() == MEDIA_ID) {
            try (InputStream in = Files.newInputStream(file.file())) {
                facts.add("bytes", HexFormat.of().formatHex(in.readNBytes(MEDIA_ID)));
            } catch (IOException e) {
                failed(facts, e);
            }
        }
        return facts;
    }

    private List<Facts> opaque(List<OpaqueFile> files) {
        return files.stream().map(this::opaque).toList();
    }

    private Facts opaque(OpaqueFile file) {
        Facts facts = new Facts().add("file", file.name());
        if (file.problem().isPresent()) {
            return failed(facts, file.problem().get());
        }
        facts.add("size", file.size());
        try {
            List<String> texts = file.texts();
            if (file.size() == MEDIA_ID || texts.isEmpty()) {
                return facts;
            }
            int shown = Math.min(texts.size(), textsLeft);
            textsLeft -= shown;
            facts.add("texts", List.copyOf(texts.subList(0, shown)));
            return shown == texts.size() ? facts : facts.add("textsLeftOut", texts.size() - shown);
        } catch (IOException e) {
            return failed(facts, e);
        }
    }

    private Facts failed(Facts facts, IOException problem) {
        complete = false;
        return facts.add("error", Access.of(problem).words());
    }
}
