package dev.lifeboat.formats.backup.document;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlTransient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An element as it stands in a document: all values are text, absent ones null. Knows where, and how to complain. */
@XmlAccessorType(XmlAccessType.NONE)
@XmlTransient
abstract class ElementXml {
    /** Behind its start tag, in bytes from the start of the document. */
    long at;

    String required(ByteSource source, String attribute, String value) throws CorruptImageException {
        if (value == null) {
            throw corrupt(source, attribute, "is missing");
        }
        return value;
    }

    static String text(String value) {
        return value == null ? "" : value;
    }

    /** The VSS documents say yes and no, BackupSpecs.xml says true and false. */
    boolean flag(ByteSource source, String attribute, String value) throws CorruptImageException {
        return switch (required(source, attribute, value)) {
            case "yes", "true", "1" -> true;
            case "no", "false", "0" -> false;
            default -> throw corrupt(source, attribute, "is " + quoted(value) + ", expected yes, no, true or false");
        };
    }

    boolean flagOrNo(ByteSource source, String attribute, String value) throws CorruptImageException {
        return value != null && flag(source, attribute, value);
    }

    UUID guid(ByteSource source, String attribute, String value) throws CorruptImageException {
        String text = required(source, attribute, value);
        return Guids.parse(text)
                .orElseThrow(() -> corrupt(source, attribute, "is " + quoted(text) + ", expected a GUID"));
    }

    long number(ByteSource source, String attribute, String value) throws CorruptImageException {
        if (value == null) {
            return 0;
        }
        if (!value.matches("[0-9]{1,10}")) {
            throw corrupt(source, attribute, "is " + quoted(value) + ", expected a number");
        }
        return Long.parseLong(value);
    }

    /** The only element of a kind that may stand once. */
    static <T extends ElementXml> Optional<T> atMostOne(ByteSource source, String name, List<T> elements)
            throws CorruptImageException {
        if (elements.size() > 1) {
            throw elements.get(1).corrupt(source, name, "stands there twice");
        }
        return elements.stream().findFirst();
    }

    CorruptImageException corrupt(ByteSource source, String what, String problem) {
        return new CorruptImageException(source, at, what, problem);
    }

    static String quoted(String value) {
        return "'" + (value.length() > 60 ? value.substring(0, 60) + "..." : value) + "'";
    }
}
