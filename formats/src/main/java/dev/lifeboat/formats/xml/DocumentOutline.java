package dev.lifeboat.formats.xml;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;

/**
 * What can be said of a document whose meaning is not public, {@code ..._AdditionalFiles...xml} and
 * {@code ..._RegistryExcludes.xml}: that it is well formed, and what its root is.
 *
 * @param root name of the root element
 * @param namespace of the root element; empty for none
 * @param elements how many there are
 * @param depth how many stand inside each other at most, the root included
 */
public record DocumentOutline(String root, String namespace, int elements, int depth) {
    /**
     * Reads a document to its end.
     *
     * @param source the file
     * @return its outline
     * @throws CorruptImageException if it is not well formed, or larger or deeper than any such document
     * @throws IOException if it cannot be read
     */
    public static DocumentOutline read(ByteSource source) throws IOException {
        return XmlDocument.outline(source);
    }
}
