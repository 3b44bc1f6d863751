package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import java.nio.file.Path;

/**
 * A file of a split set, or the only file of a WIM.
 *
 * @param path where it is
 * @param bytes all of it
 * @param header its own
 */
public record WimPart(Path path, ByteSource bytes, WimHeader header) {
    /**
     * Returns the number in the set.
     *
     * @return from 1
     */
    public int number() {
        return header.part();
    }
}
