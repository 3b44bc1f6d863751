package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.xml.ElementXml;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElements;
import java.util.ArrayList;
import java.util.List;

/** {@code WRITER_METADATA} as it stands in the document. */
@XmlAccessorType(XmlAccessType.NONE)
final class WriterMetadataXml extends ElementXml {
    @XmlAttribute
    String version;

    @XmlAttribute
    String backupSchema;

    @XmlElement(name = "IDENTIFICATION")
    List<Identification> identifications = new ArrayList<>();

    @XmlElement(name = "RESTORE_METHOD")
    List<RestoreMethod> restoreMethods = new ArrayList<>();

    @XmlElement(name = "BACKUP_LOCATIONS")
    List<BackupLocations> backupLocations = new ArrayList<>();

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Identification extends ElementXml {
        @XmlAttribute
        String writerId;

        @XmlAttribute
        String instanceId;

        @XmlAttribute
        String instanceName;

        @XmlAttribute
        String friendlyName;

        @XmlAttribute
        String usage;

        @XmlAttribute
        String dataSource;

        @XmlAttribute
        String majorVersion;

        @XmlAttribute
        String minorVersion;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class RestoreMethod extends ElementXml {
        @XmlAttribute
        String method;

        @XmlAttribute
        String writerRestore;

        @XmlAttribute
        String rebootRequired;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class BackupLocations extends ElementXml {
        @XmlElements({
            @XmlElement(name = "FILE_GROUP", type = FileGroup.class),
            @XmlElement(name = "DATABASE", type = Database.class)
        })
        List<Group> groups = new ArrayList<>();

        @XmlElement(name = "EXCLUDE_FILES")
        List<Files> excludes = new ArrayList<>();

        @XmlElement(name = "EXCLUDE_FILES_FROM_SNAPSHOT")
        List<Files> excludesFromSnapshot = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    abstract static class Group extends ElementXml {
        @XmlAttribute
        String logicalPath;

        @XmlAttribute
        String componentName;

        @XmlAttribute
        String caption;

        @XmlAttribute
        String restoreMetadata;

        @XmlAttribute
        String notifyOnBackupComplete;

        @XmlAttribute
        String selectable;

        @XmlAttribute
        String selectableForRestore;

        @XmlAttribute
        String componentFlags;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class FileGroup extends Group {
        @XmlElement(name = "FILE_LIST")
        List<Files> files = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Database extends Group {
        @XmlElement(name = "DATABASE_FILES")
        List<Files> files = new ArrayList<>();

        @XmlElement(name = "DATABASE_LOGFILES")
        List<Files> logs = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Files extends ElementXml {
        @XmlAttribute
        String path;

        @XmlAttribute
        String filespec;

        @XmlAttribute
        String recursive;

        @XmlAttribute
        String filespecBackupType;
    }
}
