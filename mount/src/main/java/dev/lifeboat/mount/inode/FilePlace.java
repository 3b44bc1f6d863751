package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ByteSource;
import java.io.IOException;

/**
 * A volume or a disk as one file.
 *
 * @param name as the host shows it
 * @param size in bytes
 * @param images that hold it
 * @param content finds it in them
 */
public record FilePlace(String name, long size, OpenImages images, Content content) implements Place {
    /** Finds a volume or disk again. */
    public interface Content {
        /**
         * Looks for it.
         *
         * @param set the images, open
         * @return its bytes
         * @throws IOException if it cannot be read
         */
        ByteSource of(ImageSet set) throws IOException;
    }
}
