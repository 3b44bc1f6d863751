package dev.lifeboat.formats.xml;

import dev.lifeboat.formats.source.CorruptImageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Stands behind the XML parser: bounds how much a document may hold, whatever it is made of. Namespaces are hidden, as the
 * names tell all that there is to tell and {@code BACKUP_METADATA} is found in none where its parent has one.
 */
final class GuardedXml extends StreamReaderDelegate {
    /** Ten times as deep as the deepest real document. */
    static final int DEEPEST = 50;

    /** Ten times as many as any real element has. */
    static final int MOST_ATTRIBUTES = 100;

    /** Thirteen times as many as in the largest real document, one for each file that the System writer names. */
    static final int MOST_ELEMENTS = 250_000;

    /** Real documents have 50; the parser keeps every name it ever saw. */
    static final int MOST_NAMES = 1_000;

    private static final int SHORT_VALUE = 40;
    private static final int MOST_VALUES = 1_000;

    private final DocumentText text;
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private int depth;
    private int deepest;
    private int elements;

    GuardedXml(XMLStreamReader parser, DocumentText text) throws XMLStreamException {
        super(parser);
        this.text = text;
    }

    @Override
    public int next() throws XMLStreamException {
        int event = super.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
            start();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        } else if (event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
            name(getPITarget());
        }
        return event;
    }

    private void start() throws XMLStreamException {
        depth++;
        deepest = Math.max(deepest, depth);
        elements++;
        bound(depth, DEEPEST, "elements inside each other");
        bound(elements, MOST_ELEMENTS, "elements");
        bound(getAttributeCount(), MOST_ATTRIBUTES, "attributes of one element");
        bound(super.getNamespaceCount(), MOST_ATTRIBUTES, "namespaces of one element");
        name(getLocalName());
        for (int i = 0; i < getAttributeCount(); i++) {
            name(getAttributeLocalName(i));
        }
        for (int i = 0; i < super.getNamespaceCount(); i++) {
            name(super.getNamespacePrefix(i));
            name(super.getNamespaceURI(i));
        }
    }

    private void name(String name) throws XMLStreamException {
        if (name != null && names.add(name)) {
            bound(names.size(), MOST_NAMES, "different names");
        }
    }

    private void bound(int count, int most, String what) throws XMLStreamException {
        if (count > most) {
            throw new XMLStreamException(
                    new CorruptImageException(text.source(), offset(), "XML", "has more than " + most + " " + what));
        }
    }

    /** Where the parser stands, in bytes from the start of the document. */
    long offset() {
        return text.offset(getLocation());
    }

    int elements() {
        return elements;
    }

    int deepest() {
        return deepest;
    }

    /** Tens of thousands of times "yes" or "3855" are kept once. */
    @Override
    public String getAttributeValue(int index) {
        String value = super.getAttributeValue(index);
        if (value == null || value.length() > SHORT_VALUE) {
            return value;
        }
        String known = values.get(value);
        if (known != null) {
            return known;
        }
        if (values.size() < MOST_VALUES) {
            values.put(value, value);
        }
        return value;
    }

    /** The namespace that the root really has; empty for none. */
    String realNamespace() {
        String namespace = super.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    @Override
    public String getNamespaceURI() {
        return "";
    }

    @Override
    public String getAttributeNamespace(int index) {
        return "";
    }

    @Override
    public int getNamespaceCount() {
        return 0;
    }
}
