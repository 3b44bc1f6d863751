package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.xml.ElementXml;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyAttribute;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;

/** {@code BACKUP_COMPONENTS} as it stands in the document. */
@XmlAccessorType(XmlAccessType.NONE)
final class BackupComponentsXml extends ElementXml {
    @XmlAttribute
    String version;

    @XmlAttribute
    String bootableSystemStateBackup;

    @XmlAttribute
    String selectComponents;

    @XmlAttribute
    String backupType;

    @XmlAttribute
    String partialFileSupport;

    @XmlAttribute
    String snapshotSetId;

    /** Of the root alone: of each component they would cost a hostile document nothing, and us all memory. */
    @XmlAnyAttribute
    Map<QName, String> others = new HashMap<>();

    @XmlElement(name = "WRITER_COMPONENTS")
    List<Writer> writers = new ArrayList<>();

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Writer extends ElementXml {
        @XmlAttribute
        String instanceId;

        @XmlAttribute
        String writerId;

        @XmlAttribute
        String instanceName;

        @XmlAttribute
        String backupSchema;

        @XmlElement(name = "COMPONENT")
        List<Component> components = new ArrayList<>();

        @XmlElement(name = "BACKUP_METADATA")
        List<Metadata> metadata = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Component extends ElementXml {
        @XmlAttribute
        String logicalPath;

        @XmlAttribute
        String componentName;

        @XmlAttribute
        String componentType;

        @XmlAttribute
        String backupStamp;

        @XmlElement(name = "BACKUP_METADATA")
        List<Metadata> metadata = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Metadata extends ElementXml {
        @XmlAttribute
        String metadata;
    }
}
