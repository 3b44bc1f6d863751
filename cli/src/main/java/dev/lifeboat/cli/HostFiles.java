package dev.lifeboat.cli;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.windows.WindowsFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of this computer; those that were opened are closed together. */
final class HostFiles implements WindowsFiles, Closeable {
    private final List<FileSource> open = new ArrayList<>();

    @Override
    public Optional<ByteSource> open(String path) throws IOException {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        FileSource source = FileSource.open(file);
        open.add(source);
        return Optional.of(source);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (FileSource source : open) {
            try {
                source.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
