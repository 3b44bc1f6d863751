package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.xml.ElementXml;
import dev.lifeboat.formats.xml.XmlDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code BackupSpecs.xml}: what the backup was asked to hold. Known from Windows 7; attributes and elements that later
 * versions may have are left out.
 *
 * @param volumes in the order of the document; whether the EFI system partition is among them is not known
 * @param systemState whether system state was asked for
 * @param allCritical whether all critical volumes were asked for; false does not mean that any is missing: a system image of
 *     Windows 7 with both of its volumes says false
 */
public record BackupSpecs(List<Volume> volumes, boolean systemState, boolean allCritical) {
    /**
     * A volume of the backup.
     *
     * @param name such as <code>\\?\Volume{9b9cfbc3-369e-11e9-a17c-806e6f6e6963}\</code>
     * @param accessPath drive letter with colon, or empty
     * @param originalAccessPath the same when the backup was made
     * @param label seen empty even where the volume has one
     * @param originalLabel the same when the backup was made
     * @param fileSpecs what of it; a whole volume is everything in its root folder
     */
    public record Volume(
            String name,
            String accessPath,
            String originalAccessPath,
            String label,
            String originalLabel,
            List<FileSpec> fileSpecs) {
        /**
         * Returns the name as the GUID by which the image file is called.
         *
         * @return empty if the name is of another form
         */
        public Optional<VolumeName> volumeName() {
            return VolumeName.parse(name);
        }
    }

    /**
     * Files of a volume.
     *
     * @param path the folder: {@code C:\} or the volume's name
     * @param name of the files, with wildcards
     * @param recursive whether folders below belong to it
     * @param include false for what was left out
     */
    public record FileSpec(String path, String name, boolean recursive, boolean include) {}

    /**
     * Reads the document.
     *
     * @param source the file
     * @return what it says
     * @throws CorruptImageException if it is not well formed, is another document, or a value is missing or makes no sense
     * @throws IOException if it cannot be read
     */
    public static BackupSpecs read(ByteSource source) throws IOException {
        BackupSpecsXml xml = XmlDocument.read(source, BackupSpecsXml.class, "BackupSpecs");
        List<Volume> volumes = new ArrayList<>();
        for (BackupSpecsXml.FileSpecs specs : xml.fileSpecs) {
            for (BackupSpecsXml.Volume volume : specs.volumes) {
                volumes.add(volume(source, volume));
            }
        }
        return new BackupSpecs(
                List.copyOf(volumes),
                present(source, "SystemState", xml.systemState),
                present(source, "AllCritical", xml.allCritical));
    }

    private static Volume volume(ByteSource source, BackupSpecsXml.Volume xml) throws CorruptImageException {
        List<FileSpec> specs = new ArrayList<>();
        for (BackupSpecsXml.FileSpec spec : xml.fileSpecs) {
            specs.add(new FileSpec(
                    spec.required(source, "FilePath", spec.path),
                    spec.required(source, "FileName", spec.name),
                    spec.flag(source, "IsRecursive", spec.recursive),
                    spec.flag(source, "IsInclude", spec.include)));
        }
        return new Volume(
                xml.required(source, "Name of Volume", xml.name),
                ElementXml.text(xml.accessPath),
                ElementXml.text(xml.originalAccessPath),
                ElementXml.text(xml.label),
                ElementXml.text(xml.originalLabel),
                List.copyOf(specs));
    }

    /** An element that is not there asks for nothing. */
    private static boolean present(ByteSource source, String name, List<BackupSpecsXml.Part> parts)
            throws CorruptImageException {
        Optional<BackupSpecsXml.Part> part = ElementXml.atMostOne(source, name, parts);
        return part.isPresent() && part.get().flag(source, "IsPresent of " + name, part.get().present);
    }
}
