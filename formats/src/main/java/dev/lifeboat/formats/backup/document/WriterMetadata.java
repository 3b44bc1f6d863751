package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.formats.xml.XmlDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a VSS writer said of itself when the backup was made: {@code ..._Writer<guid>.xml}, the text of
 * {@code IVssExamineWriterMetadata::SaveAsXML}. Attributes and elements that are not known are left out.
 *
 * @param version of the document's form, {@code 1.2}
 * @param backupSchema what kinds of backup the writer can do ({@code VSS_BACKUP_SCHEMA}); 0 where it is not given
 * @param identification which writer it is
 * @param restoreMethod how its files are put back; absent for writers that only leave files out
 * @param components what it owns, in the order of the document
 * @param excludes files that need no backup
 * @param excludesFromSnapshot files that are deleted from the shadow copy
 */
public record WriterMetadata(
        String version,
        long backupSchema,
        Identification identification,
        Optional<RestoreMethod> restoreMethod,
        List<Component> components,
        List<FileSet> excludes,
        List<FileSet> excludesFromSnapshot) {
    /**
     * Which writer it is.
     *
     * @param writerId its class, the same on every computer
     * @param instanceId its run, new at each start of the service
     * @param instanceName tells instances apart, such as those of SQL Server; empty for most
     * @param friendlyName its name for people
     * @param usage {@code BOOTABLE_SYSTEM_STATE}, {@code SYSTEM_SERVICE}, {@code USER_DATA}
     * @param dataSource {@code OTHER}, {@code TRANSACTION_DB}
     */
    public record Identification(
            UUID writerId, UUID instanceId, String instanceName, String friendlyName, String usage, String dataSource) {
        public Optional<WellKnownWriter> wellKnown() {
            return WellKnownWriter.of(writerId);
        }
    }

    /**
     * How files are put back.
     *
     * @param method such as {@code REPLACE_AT_REBOOT}
     * @param writerRestore whether the writer takes part: {@code never}, {@code always}
     * @param rebootRequired whether Windows must be started again afterwards
     */
    public record RestoreMethod(String method, String writerRestore, boolean rebootRequired) {}

    /** The two kinds of component. */
    public enum Kind {
        /** Element {@code FILE_GROUP}. */
        FILE_GROUP,
        /** Element {@code DATABASE}: database files and logs. */
        DATABASE
    }

    /**
     * Files that belong together.
     *
     * @param kind of component
     * @param logicalPath where it hangs in the writer's tree; empty for the top
     * @param name unique under that path
     * @param caption for people; line ends in it have become blanks, as in any attribute of XML
     * @param restoreMetadata whether there is private metadata for the restore
     * @param notifyOnBackupComplete whether the writer wants to know
     * @param selectable whether a person may choose to leave it out of a backup
     * @param selectableForRestore whether a person may choose it alone for a restore
     * @param flags {@code VSS_COMPONENT_FLAGS}
     * @param files of a file group, or the database itself
     * @param logs of a database
     */
    public record Component(
            Kind kind,
            String logicalPath,
            String name,
            String caption,
            boolean restoreMetadata,
            boolean notifyOnBackupComplete,
            boolean selectable,
            boolean selectableForRestore,
            long flags,
            List<FileSet> files,
            List<FileSet> logs) {}

    /**
     * Reads the document.
     *
     * @param source the file
     * @return what it says
     * @throws CorruptImageException if it is not well formed, is another document, or a value is missing or makes no sense
     * @throws IOException if it cannot be read
     */
    public static WriterMetadata read(ByteSource source) throws IOException {
        WriterMetadataXml xml = XmlDocument.read(source, WriterMetadataXml.class, "WRITER_METADATA");
        List<Component> components = new ArrayList<>();
        List<FileSet> excludes = new ArrayList<>();
        List<FileSet> excludesFromSnapshot = new ArrayList<>();
        for (WriterMetadataXml.BackupLocations locations : xml.backupLocations) {
            for (WriterMetadataXml.Group group : locations.groups) {
                components.add(component(source, group));
            }
            excludes.addAll(FileSet.of(source, locations.excludes));
            excludesFromSnapshot.addAll(FileSet.of(source, locations.excludesFromSnapshot));
        }
        return new WriterMetadata(
                ElementXml.text(xml.version),
                xml.number(source, "backupSchema", xml.backupSchema),
                identification(source, xml),
                restoreMethod(source, xml),
                List.copyOf(components),
                List.copyOf(excludes),
                List.copyOf(excludesFromSnapshot));
    }

    private static Identification identification(ByteSource source, WriterMetadataXml document)
            throws CorruptImageException {
        WriterMetadataXml.Identification xml = ElementXml.atMostOne(source, "IDENTIFICATION", document.identifications)
                .orElseThrow(() -> document.corrupt(source, "IDENTIFICATION", "is missing"));
        return new Identification(
                xml.guid(source, "writerId", xml.writerId),
                xml.guid(source, "instanceId", xml.instanceId),
                ElementXml.text(xml.instanceName),
                ElementXml.text(xml.friendlyName),
                ElementXml.text(xml.usage),
                ElementXml.text(xml.dataSource));
    }

    private static Optional<RestoreMethod> restoreMethod(ByteSource source, WriterMetadataXml document)
            throws CorruptImageException {
        Optional<WriterMetadataXml.RestoreMethod> found =
                ElementXml.atMostOne(source, "RESTORE_METHOD", document.restoreMethods);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        WriterMetadataXml.RestoreMethod xml = found.get();
        return Optional.of(new RestoreMethod(
                xml.required(source, "method", xml.method),
                ElementXml.text(xml.writerRestore),
                xml.flagOrNo(source, "rebootRequired", xml.rebootRequired)));
    }

    /** What may be chosen says what is critical, so that is never guessed; the other flags may be missing. */
    private static Component component(ByteSource source, WriterMetadataXml.Group xml) throws CorruptImageException {
        boolean database = xml instanceof WriterMetadataXml.Database;
        List<WriterMetadataXml.Files> files = xml instanceof WriterMetadataXml.FileGroup group
                ? group.files
                : ((WriterMetadataXml.Database) xml).files;
        return new Component(
                database ? Kind.DATABASE : Kind.FILE_GROUP,
                ElementXml.text(xml.logicalPath),
                xml.required(source, "componentName", xml.componentName),
                ElementXml.text(xml.caption),
                xml.flagOrNo(source, "restoreMetadata", xml.restoreMetadata),
                xml.flagOrNo(source, "notifyOnBackupComplete", xml.notifyOnBackupComplete),
                xml.flag(source, "selectable", xml.selectable),
                xml.flagOrNo(source, "selectableForRestore", xml.selectableForRestore),
                xml.number(source, "componentFlags", xml.componentFlags),
                FileSet.of(source, files),
                database ? FileSet.of(source, ((WriterMetadataXml.Database) xml).logs) : List.of());
    }
}
