package dev.lifeboat.formats.xml;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A document that is being parsed: bounded, without entities, and with every complaint turned into one about the image. */
public final class XmlDocument {
    private final DocumentText text;
    private final GuardedXml xml;

    private XmlDocument(DocumentText text, GuardedXml xml) {
        this.text = text;
        this.xml = xml;
    }

    /** What is done with a document that stands at the start of its root. */
    private interface Reading<T> {
        T read(XmlDocument document) throws XMLStreamException, IOException;
    }

    /**
     * Reads a document of a known kind to its end.
     *
     * @param <T> what becomes of it
     * @param source the document
     * @param root what is bound to the root element
     * @param name of the root element
     * @return what was bound
     * @throws CorruptImageException if it is not well formed, is another document, or larger or deeper than any real one
     * @throws IOException if it cannot be read
     */
    public static <T extends ElementXml> T read(ByteSource source, Class<T> root, String name) throws IOException {
        return parse(source, document -> {
            document.expectRoot(name);
            T content = Binding.read(document.xml, root);
            document.finish();
            return content;
        });
    }

    /** Reads a document of any kind to its end. */
    static DocumentOutline outline(ByteSource source) throws IOException {
        return parse(source, document -> {
            String root = document.xml.getLocalName();
            String namespace = document.xml.realNamespace();
            document.finish();
            return new DocumentOutline(root, namespace, document.xml.elements(), document.xml.deepest());
        });
    }

    private static <T> T parse(ByteSource source, Reading<T> reading) throws IOException {
        DocumentText text = DocumentText.of(source);
        try {
            XMLStreamReader parser = factory().createXMLStreamReader(new MarkupGuard(text));
            XmlDocument document = new XmlDocument(text, new GuardedXml(parser, text));
            document.toRoot();
            return reading.read(document);
        } catch (XMLStreamException e) {
            throw complaint(text, e);
        }
    }

    /** The JDK's own parser, whatever else is on the class path: what bounds it was tried with this one. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    private void toRoot() throws XMLStreamException {
        while (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
            if (!xml.hasNext()) {
                throw new XMLStreamException("there is no root element", xml.getLocation());
            }
            xml.next();
        }
    }

    private void expectRoot(String name) throws CorruptImageException {
        String found = xml.getLocalName();
        if (!found.equals(name)) {
            throw new CorruptImageException(
                    text.source(), 0, "root element", "is '" + shortened(found) + "', expected '" + name + "'");
        }
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    /** Goes to the end, so that what stands behind the part that was asked for is well formed, too. */
    private void finish() throws XMLStreamException {
        while (xml.hasNext()) {
            xml.next();
        }
    }

    /** What a guard or the storage said is passed on; the parser's own words get the place in bytes. */
    private static IOException complaint(DocumentText text, XMLStreamException e) {
        if (e.getNestedException() instanceof IOException io) {
            return io;
        }
        long at = e.getLocation() == null ? 0 : text.offset(e.getLocation());
        ImageException complaint =
                new CorruptImageException(text.source(), at, "XML", "is not well formed: " + words(e.getMessage()));
        complaint.initCause(e);
        return complaint;
    }

    /** {@code ParseError at [row,col]:[1,5]\nMessage: the words}, which may quote the document. */
    private static String words(String message) {
        String words = message == null ? "" : message.replaceFirst("(?s)^ParseError at .*?\nMessage: ", "");
        return shortened(words.replaceAll("\\p{Cntrl}+", " "));
    }
}
