package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.Optional;

/** Opens the files of a Windows volume, wherever it is. */
public interface WindowsFiles {
    /**
     * Opens a file.
     *
     * @param path from the root of the volume, with {@code /} between its parts: {@code Windows/System32/config/SYSTEM}
     * @return its content; absent if there is no such file
     * @throws ImageException if it is there, or may be, and cannot be read
     * @throws IOException if the storage cannot be read
     */
    Optional<ByteSource> open(String path) throws IOException;
}
