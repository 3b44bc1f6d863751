package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;

/**
 * A file of a split set, or the only file of a WIM.
 *
 * @param bytes all of it
 * @param header its own
 */
public record WimPart(ByteSource bytes, WimHeader header) {
    /**
     * Returns the number in the set.
     *
     * @return from 1
     */
    public int number() {
        return header.part();
    }
}
