package dev.lifeboat.formats.xml;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import javax.xml.stream.XMLStreamException;

/**
 * The one place that knows JAXB's machinery. It is loaded by the first document that is read, since it takes longer to start
 * than most commands run.
 */
final class Binding {
    private static final ClassValue<JAXBContext> CONTEXTS = new ClassValue<>() {
        @Override
        protected JAXBContext computeValue(Class<?> root) {
            try {
                return JAXBContext.newInstance(root);
            } catch (JAXBException e) {
                throw new IllegalStateException(
                        "cannot bind " + root, e); // the class is wrong, or the runtime is missing
            }
        }
    };

    private Binding() {}

    /** Binds the element that the parser stands at, and everything in it; what is not known is left out. */
    static <T extends ElementXml> T read(GuardedXml xml, Class<T> root) throws XMLStreamException {
        try {
            Unmarshaller unmarshaller = CONTEXTS.get(root).createUnmarshaller();
            unmarshaller.setListener(new Unmarshaller.Listener() {
                @Override
                public void beforeUnmarshal(Object target, Object parent) {
                    if (target instanceof ElementXml element) {
                        element.at = xml.offset();
                    }
                }
            });
            return unmarshaller.unmarshal(xml, root).getValue();
        } catch (JAXBException e) {
            throw parserException(e);
        }
    }

    /** What the parser threw, which knows where; JAXB itself has nothing to complain about, as all values are text. */
    private static XMLStreamException parserException(JAXBException e) {
        return e.getLinkedException() instanceof XMLStreamException xml ? xml : new XMLStreamException(e.toString(), e);
    }
}
