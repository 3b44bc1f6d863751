package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.formats.xml.XmlDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which components of which writers were backed up, with what each writer wants to see again at a restore:
 * {@code ..._Components.xml}, the text of {@code IVssBackupComponents::SaveAsXML}. Known from exports of diskshadow; no copy that
 * wbadmin wrote is public. Elements that are not known are left out.
 *
 * @param version of the document's form, {@code 1.2}
 * @param bootableSystemState whether the backup holds what Windows needs to start
 * @param selectComponents whether components, not whole volumes, were chosen
 * @param backupType {@code full}, {@code copy} and others
 * @param partialFileSupport whether parts of files may have been taken
 * @param snapshotSetId the set of shadow copies, if given
 * @param otherAttributes of the root, by name
 * @param writers in the order of the document
 */
public record BackupComponents(
        String version,
        boolean bootableSystemState,
        boolean selectComponents,
        String backupType,
        boolean partialFileSupport,
        Optional<UUID> snapshotSetId,
        Map<String, String> otherAttributes,
        List<Writer> writers) {
    /**
     * A writer that took part.
     *
     * @param writerId its class, the same on every computer
     * @param instanceId its run, the same as in its own document
     * @param instanceName empty for most
     * @param backupSchema what kinds of backup it can do ({@code VSS_BACKUP_SCHEMA})
     * @param components those taken
     * @param metadata what the writer keeps for all of them
     */
    public record Writer(
            UUID writerId,
            UUID instanceId,
            String instanceName,
            long backupSchema,
            List<Component> components,
            List<Metadata> metadata) {
        public Optional<WellKnownWriter> wellKnown() {
            return WellKnownWriter.of(writerId);
        }
    }

    /**
     * A component that was taken.
     *
     * @param logicalPath where it hangs in the writer's tree; empty for the top
     * @param name as in the writer's own document
     * @param type {@code filegroup} or {@code database}
     * @param backupStamp what the writer calls this backup; empty for none
     * @param metadata what the writer keeps for this component
     */
    public record Component(
            String logicalPath, String name, String type, String backupStamp, List<Metadata> metadata) {}

    /**
     * What a writer keeps with the backup; only it knows the meaning.
     *
     * @param text as it stands in the document
     */
    public record Metadata(String text) {
        /**
         * Returns the bytes, for text that is base64, as SQL Server's is: there a 32-bit length, then the data.
         *
         * @return empty if it is other text
         */
        public Optional<byte[]> bytes() {
            try {
                return Optional.of(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * Reads the document.
     *
     * @param source the file
     * @return what it says
     * @throws CorruptImageException if it is not well formed, is another document, or a value is missing or makes no sense
     * @throws IOException if it cannot be read
     */
    public static BackupComponents read(ByteSource source) throws IOException {
        BackupComponentsXml xml = XmlDocument.read(source, BackupComponentsXml.class, "BACKUP_COMPONENTS");
        List<Writer> writers = new ArrayList<>();
        for (BackupComponentsXml.Writer writer : xml.writers) {
            writers.add(writer(source, writer));
        }
        Map<String, String> others = new TreeMap<>();
        xml.others.forEach((name, value) -> others.put(name.getLocalPart(), value));
        return new BackupComponents(
                ElementXml.text(xml.version),
                xml.flagOrNo(source, "bootableSystemStateBackup", xml.bootableSystemStateBackup),
                xml.flagOrNo(source, "selectComponents", xml.selectComponents),
                ElementXml.text(xml.backupType),
                xml.flagOrNo(source, "partialFileSupport", xml.partialFileSupport),
                xml.snapshotSetId == null
                        ? Optional.empty()
                        : Optional.of(xml.guid(source, "snapshotSetId", xml.snapshotSetId)),
                Map.copyOf(others),
                List.copyOf(writers));
    }

    private static Writer writer(ByteSource source, BackupComponentsXml.Writer xml) throws CorruptImageException {
        List<Component> components = new ArrayList<>();
        for (BackupComponentsXml.Component component : xml.components) {
            components.add(new Component(
                    ElementXml.text(component.logicalPath),
                    component.required(source, "componentName", component.componentName),
                    ElementXml.text(component.componentType),
                    ElementXml.text(component.backupStamp),
                    metadata(source, component.metadata)));
        }
        return new Writer(
                xml.guid(source, "writerId", xml.writerId),
                xml.guid(source, "instanceId", xml.instanceId),
                ElementXml.text(xml.instanceName),
                xml.number(source, "backupSchema", xml.backupSchema),
                List.copyOf(components),
                metadata(source, xml.metadata));
    }

    private static List<Metadata> metadata(ByteSource source, List<BackupComponentsXml.Metadata> elements)
            throws CorruptImageException {
        List<Metadata> metadata = new ArrayList<>();
        for (BackupComponentsXml.Metadata element : elements) {
            metadata.add(new Metadata(element.required(source, "metadata", element.metadata)));
        }
        return List.copyOf(metadata);
    }
}
