package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.xml.ElementXml;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** {@code WIM} as it stands in the file. */
@XmlAccessorType(XmlAccessType.NONE)
final class WimXml extends ElementXml {
    @XmlElement(name = "TOTALBYTES")
    String totalBytes;

    @XmlElement(name = "IMAGE")
    List<Image> images = new ArrayList<>();

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Image extends ElementXml {
        @XmlAttribute(name = "INDEX")
        String index;

        @XmlElement(name = "NAME")
        String name;

        @XmlElement(name = "DESCRIPTION")
        String description;

        @XmlElement(name = "DISPLAYNAME")
        String displayName;

        @XmlElement(name = "FLAGS")
        String flags;

        @XmlElement(name = "DIRCOUNT")
        String directories;

        @XmlElement(name = "FILECOUNT")
        String files;

        @XmlElement(name = "TOTALBYTES")
        String totalBytes;

        @XmlElement(name = "HARDLINKBYTES")
        String hardLinkBytes;

        @XmlElement(name = "CREATIONTIME")
        Time created;

        @XmlElement(name = "LASTMODIFICATIONTIME")
        Time modified;

        @XmlElement(name = "WINDOWS")
        Windows windows;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Time extends ElementXml {
        @XmlElement(name = "HIGHPART")
        String high;

        @XmlElement(name = "LOWPART")
        String low;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Windows extends ElementXml {
        @XmlElement(name = "ARCH")
        String architecture;

        @XmlElement(name = "PRODUCTNAME")
        String product;

        @XmlElement(name = "EDITIONID")
        String edition;

        @XmlElement(name = "INSTALLATIONTYPE")
        String installation;

        @XmlElement(name = "SYSTEMROOT")
        String systemRoot;

        @XmlElement(name = "LANGUAGES")
        Languages languages;

        @XmlElement(name = "VERSION")
        Version version;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Languages extends ElementXml {
        @XmlElement(name = "LANGUAGE")
        List<String> all = new ArrayList<>();

        @XmlElement(name = "DEFAULT")
        String usual;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Version extends ElementXml {
        @XmlElement(name = "MAJOR")
        String major;

        @XmlElement(name = "MINOR")
        String minor;

        @XmlElement(name = "BUILD")
        String build;

        @XmlElement(name = "SPBUILD")
        String update;
    }
}
