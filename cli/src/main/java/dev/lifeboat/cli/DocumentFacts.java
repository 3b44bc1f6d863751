package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.BackupComponents;
import dev.lifeboat.formats.backup.document.BackupSpecs;
import dev.lifeboat.formats.backup.document.FileSet;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.formats.backup.document.WellKnownWriter;
import dev.lifeboat.formats.backup.document.WriterMetadata;
import dev.lifeboat.formats.xml.DocumentOutline;
import java.util.List;
import java.util.Optional;

/** What the XML documents of a set say. */
final class DocumentFacts {
    private final SetDocuments documents;

    DocumentFacts(SetDocuments documents) {
        this.documents = documents;
    }

    void addTo(Facts facts) {
        facts.add("backupSpecs", documents.specs().map(DocumentFacts::specs))
                .add("automatedSystemRecovery", documents.asr().map(DocumentFacts::asr))
                .add("components", documents.components().map(DocumentFacts::components))
                .add(
                        "writers",
                        documents.writers().values().stream()
                                .map(DocumentFacts::writer)
                                .toList())
                .add(
                        "otherDocuments",
                        documents.outlines().entrySet().stream()
                                .map(entry -> outline(
                                        entry.getKey().file().getFileName().toString(), entry.getValue()))
                                .toList())
                .add(
                        "unreadableDocuments",
                        documents.unreadable().stream()
                                .map(unreadable -> new Facts()
                                        .add(
                                                "file",
                                                unreadable.document().file().getFileName())
                                        .add("error", unreadable.problem().getMessage()))
                                .toList());
    }

    private static Facts specs(BackupSpecs specs) {
        return new Facts()
                .add(
                        "volumes",
                        specs.volumes().stream().map(DocumentFacts::volume).toList())
                .add("systemState", specs.systemState())
                .add("allCritical", specs.allCritical());
    }

    private static Facts volume(BackupSpecs.Volume volume) {
        return new Facts()
                .add("name", volume.name())
                .add("mbrPartition", volume.volumeName().flatMap(VolumeName::mbrPartition))
                .add("accessPath", volume.accessPath())
                .add("originalAccessPath", volume.originalAccessPath())
                .add("label", volume.label())
                .add("originalLabel", volume.originalLabel())
                .add(
                        "files",
                        volume.fileSpecs().stream()
                                .map(spec -> new Facts()
                                        .add("path", spec.path())
                                        .add("name", spec.name())
                                        .add("recursive", spec.recursive())
                                        .add("include", spec.include()))
                                .toList());
    }

    private static Facts asr(AsrMetadata asr) {
        return new Facts()
                .add("firmware", asr.firmware())
                .add("bcdPath", asr.bcdPath())
                .add("systemVolume", asr.systemVolume())
                .add(
                        "volumes",
                        asr.volumes().stream()
                                .map(volume -> new Facts()
                                        .add("name", volume.name())
                                        .add("mbrPartition", volume.name().mbrPartition())
                                        .add("letter", volume.letter())
                                        .add("critical", volume.critical()))
                                .toList())
                .add(
                        "disks",
                        asr.disks().stream()
                                .map(disk -> new Facts()
                                        .add("number", disk.number())
                                        .add(
                                                "signature",
                                                disk.signature().isPresent()
                                                        ? Optional.of(String.format(
                                                                "%08x",
                                                                disk.signature().getAsLong()))
                                                        : Optional.empty())
                                        .add("raw", disk.raw()))
                                .toList());
    }

    private static Facts components(BackupComponents components) {
        Facts others = new Facts();
        components.otherAttributes().forEach(others::add);
        return new Facts()
                .add("version", components.version())
                .add("bootableSystemState", components.bootableSystemState())
                .add("selectComponents", components.selectComponents())
                .add("backupType", components.backupType())
                .add("partialFileSupport", components.partialFileSupport())
                .add("snapshotSetId", components.snapshotSetId())
                .add("otherAttributes", others)
                .add(
                        "writers",
                        components.writers().stream()
                                .map(writer -> new Facts()
                                        .add("writer", name(writer.wellKnown(), ""))
                                        .add("writerId", writer.writerId())
                                        .add("instanceId", writer.instanceId())
                                        .add("instanceName", writer.instanceName())
                                        .add("backupSchema", writer.backupSchema())
                                        .add(
                                                "components",
                                                writer.components().stream()
                                                        .map(c -> new Facts()
                                                                .add("path", c.logicalPath())
                                                                .add("name", c.name())
                                                                .add("type", c.type())
                                                                .add("backupStamp", c.backupStamp())
                                                                .add("metadata", sizes(c.metadata())))
                                                        .toList())
                                        .add("metadata", sizes(writer.metadata())))
                                .toList());
    }

    /** Only a writer knows what its own metadata mean. */
    private static List<Integer> sizes(List<BackupComponents.Metadata> metadata) {
        return metadata.stream().map(m -> m.text().length()).toList();
    }

    private static Facts writer(WriterMetadata writer) {
        WriterMetadata.Identification id = writer.identification();
        return new Facts()
                .add("writer", name(id.wellKnown(), id.friendlyName()))
                .add("writerId", id.writerId())
                .add("instanceId", id.instanceId())
                .add("instanceName", id.instanceName())
                .add("friendlyName", id.friendlyName())
                .add("usage", id.usage())
                .add("dataSource", id.dataSource())
                .add("version", writer.version())
                .add("backupSchema", writer.backupSchema())
                .add("restoreMethod", writer.restoreMethod().map(method -> new Facts()
                        .add("method", method.method())
                        .add("writerRestore", method.writerRestore())
                        .add("rebootRequired", method.rebootRequired())))
                .add(
                        "components",
                        writer.components().stream()
                                .map(DocumentFacts::component)
                                .toList())
                .add("excludes", files(writer.excludes()))
                .add("excludesFromSnapshot", files(writer.excludesFromSnapshot()));
    }

    private static Facts component(WriterMetadata.Component component) {
        return new Facts()
                .add("kind", component.kind())
                .add("path", component.logicalPath())
                .add("name", component.name())
                .add("caption", component.caption())
                .add("selectable", component.selectable())
                .add("selectableForRestore", component.selectableForRestore())
                .add("restoreMetadata", component.restoreMetadata())
                .add("notifyOnBackupComplete", component.notifyOnBackupComplete())
                .add("flags", component.flags())
                .add("files", files(component.files()))
                .add("logs", files(component.logs()));
    }

    private static List<Facts> files(List<FileSet> sets) {
        return sets.stream()
                .map(files -> new Facts()
                        .add("path", files.path())
                        .add("pattern", files.pattern())
                        .add("recursive", files.recursive())
                        .add("backupType", files.backupType()))
                .toList();
    }

    private static Facts outline(String file, DocumentOutline outline) {
        return new Facts()
                .add("file", file)
                .add("root", outline.root())
                .add("namespace", outline.namespace())
                .add("elements", outline.elements())
                .add("depth", outline.depth());
    }

    private static String name(Optional<WellKnownWriter> writer, String otherwise) {
        return writer.map(WellKnownWriter::label).orElse(otherwise.isEmpty() ? "not one of Windows' own" : otherwise);
    }
}
