package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.xml.ElementXml;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.util.ArrayList;
import java.util.List;

/** {@code WindowsRE} as it stands in ReAgent.xml. */
@XmlAccessorType(XmlAccessType.NONE)
final class ReAgentXml extends ElementXml {
    @XmlElement(name = "WinreLocation")
    List<Location> locations = new ArrayList<>();

    @XmlElement(name = "InstallState")
    List<State> states = new ArrayList<>();

    @XmlElement(name = "OsBuildVersion")
    List<Text> builds = new ArrayList<>();

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Location extends ElementXml {
        @XmlAttribute
        String path;

        @XmlAttribute
        String id;

        @XmlAttribute
        String offset;

        @XmlAttribute
        String guid;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class State extends ElementXml {
        @XmlAttribute
        String state;
    }

    @XmlAccessorType(XmlAccessType.NONE)
    static final class Text extends ElementXml {
        @XmlAttribute
        String path;
    }
}
