package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.xml.ElementXml;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** {@code BackupSpecs} as it stands in the document. */
@XmlAccessorType(XmlAccessType.NONE)
final class BackupSpecsXml extends ElementXml {
    @XmlElement(name = "FileSpecs")
    List<FileSpecs> fileSpecs = new ArrayList<>();

    @XmlElement(name = "SystemState")
    List<Part> systemState = new ArrayList<>();

    @XmlElement(name = "AllCritical")
    List<Part> allCritical = new ArrayList<>();

    @XmlAccessorType(XmlAccessType.NONE)
    static final class FileSpecs extends ElementXml {
        @XmlElement(name = "Volume")
        List<Volume> volumes = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Volume extends ElementXml {
        @XmlAttribute(name = "Name")
        String name;

        @XmlAttribute(name = "AccessPath")
        String accessPath;

        @XmlAttribute(name = "OriginalAccessPath")
        String originalAccessPath;

        @XmlAttribute(name = "Label")
        String label;

        @XmlAttribute(name = "OriginalLabel")
        String originalLabel;

        @XmlElement(name = "FileSpec")
        List<FileSpec> fileSpecs = new ArrayList<>();
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class FileSpec extends ElementXml {
        @XmlAttribute(name = "FilePath")
        String path;

        @XmlAttribute(name = "FileName")
        String name;

        @XmlAttribute(name = "IsRecursive")
        String recursive;

        @XmlAttribute(name = "IsInclude")
        String include;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Part extends ElementXml {
        @XmlAttribute(name = "IsPresent")
        String present;
    }
}
