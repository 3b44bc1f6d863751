package dev.lifeboat.mount.inode;

import dev.lifeboat.formats.source.ByteSource;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file that a program has open; its image stays open as long.
 *
 * @param source its bytes
 * @param path for messages
 * @param lease ends with {@link #close}
 */
public record OpenFile(ByteSource source, String path, Closeable lease) implements AutoCloseable {
    @Override
    public void close() {
        try {
            lease.close();
        } catch (IOException e) {
            throw new IllegalStateException(e); // a lease only counts
        }
    }
}
