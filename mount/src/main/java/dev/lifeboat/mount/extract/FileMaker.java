package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.nio.file.Path;

/** Makes one file, under whatever name is free. */
final class FileMaker implements Places.Maker {
    private final FileWriter writer;
    private final boolean holes;
    private NewFile file;

    FileMaker(FileWriter writer, boolean holes) {
        this.writer = writer;
        this.holes = holes;
    }

    @Override
    public void make(Path path) throws IOException {
        file = writer.create(path, holes);
    }

    /** What was made. */
    NewFile file() {
        return file;
    }
}
