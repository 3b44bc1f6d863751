package dev.lifeboat.formats.wim;

/**
 * An entry of the blob table: one content, which any number of files may have.
 *
 * @param index of the entry, over the tables of all parts
 * @param part that holds it
 * @param resource where it lies there
 * @param statedPart the part in which it lies, as its entry says; that in whose table the entry is counts
 * @param references how many names use it, as far as whoever wrote it knew
 * @param sha1 of the content
 */
public record Blob(int index, WimPart part, ResourceHeader resource, int statedPart, long references, Sha1 sha1) {
    /**
     * Returns how long the content is.
     *
     * @return in bytes
     */
    public long size() {
        return resource.solid() ? resource.stored() : resource.size();
    }
}
