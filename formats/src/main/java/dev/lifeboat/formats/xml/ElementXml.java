package dev.lifeboat.formats.xml;

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
public abstract class ElementXml {
    /** Behind its start tag, in bytes from the start of the document. */
    long at;

    /**
     * Insists on a value.
     *
     * @param source the document
     * @param attribute its name in messages
     * @param value as bound
     * @return the value
     * @throws CorruptImageException if it is not there
     */
    public String required(ByteSource source, String attribute, String value) throws CorruptImageException {
        if (value == null) {
            throw corrupt(source, attribute, "is missing");
        }
        return value;
    }

    /**
     * Returns a value that may be missing.
     *
     * @param value as bound
     * @return empty if it is not there
     */
    public static String text(String value) {
        return value == null ? "" : value;
    }

    /**
     * Reads a flag: the VSS documents say yes and no, BackupSpecs.xml says true and false.
     *
     * @param source the document
     * @param attribute its name in messages
     * @param value as bound
     * @return the flag
     * @throws CorruptImageException if it is not there, or no flag
     */
    public boolean flag(ByteSource source, String attribute, String value) throws CorruptImageException {
        return switch (required(source, attribute, value)) {
            case "yes", "true", "1" -> true;
            case "no", "false", "0" -> false;
            default -> throw corrupt(source, attribute, "is " + quoted(value) + ", expected yes, no, true or false");
        };
    }

    /**
     * Reads a flag that may be missing.
     *
     * @param source the document
     * @param attribute its name in messages
     * @param value as bound
     * @return the flag; false if it is not there
     * @throws CorruptImageException if it is no flag
     */
    public boolean flagOrNo(ByteSource source, String attribute, String value) throws CorruptImageException {
        return value != null && flag(source, attribute, value);
    }

    /**
     * Reads a GUID.
     *
     * @param source the document
     * @param attribute its name in messages
     * @param value as bound
     * @return the GUID
     * @throws CorruptImageException if it is not there, or no GUID
     */
    public UUID guid(ByteSource source, String attribute, String value) throws CorruptImageException {
        String text = required(source, attribute, value);
        return GuidText.parse(text)
                .orElseThrow(() -> corrupt(source, attribute, "is " + quoted(text) + ", expected a GUID"));
    }

    /**
     * Reads a number that may be missing.
     *
     * @param source the document
     * @param attribute its name in messages
     * @param value as bound
     * @return 0 if it is not there, at most 18 digits
     * @throws CorruptImageException if it is no number
     */
    public long number(ByteSource source, String attribute, String value) throws CorruptImageException {
        if (value == null) {
            return 0;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw corrupt(source, attribute, "is " + quoted(value) + ", expected a number");
        }
        return Long.parseLong(value);
    }

    /**
     * Returns the only element of a kind that may stand once.
     *
     * @param <T> the kind
     * @param source the document
     * @param name of the element, for messages
     * @param elements that were found
     * @return empty if there is none
     * @throws CorruptImageException if there are several
     */
    public static <T extends ElementXml> Optional<T> atMostOne(ByteSource source, String name, List<T> elements)
            throws CorruptImageException {
        if (elements.size() > 1) {
            throw elements.get(1).corrupt(source, name, "stands there twice");
        }
        return elements.stream().findFirst();
    }

    /**
     * Makes the complaint about a part of this element; the caller throws it.
     *
     * @param source the document
     * @param what the part
     * @param problem what was found and what was expected
     * @return the exception
     */
    public CorruptImageException corrupt(ByteSource source, String what, String problem) {
        return new CorruptImageException(source, at, what, problem);
    }

    /**
     * Quotes a value in a message, a long one shortened.
     *
     * @param value as bound
     * @return at most 66 characters
     */
    public static String quoted(String value) {
        return "'" + (value.length() > 60 ? value.substring(0, 60) + "..." : value) + "'";
    }
}
