/**
 * XML from images, which is hostile like all that comes from them. Start at
 * {@link dev.lifeboat.formats.xml.XmlDocument}; {@link dev.lifeboat.formats.xml.DocumentOutline} is for documents of which
 * nothing is known.
 *
 * <p>A document goes through {@link dev.lifeboat.formats.xml.DocumentText} (bytes to characters), the JDK's StAX parser between
 * two guards that bound what it may cost, and JAXB into package-private classes of the format that it belongs to, which extend
 * {@link dev.lifeboat.formats.xml.ElementXml}. JAXB is loaded when the first document is read, not before.
 *
 * <p>Depends on {@code source} only. Not here: any particular document.
 */
package dev.lifeboat.formats.xml;
