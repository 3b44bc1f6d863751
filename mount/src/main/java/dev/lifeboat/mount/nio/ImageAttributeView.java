package dev.lifeboat.mount.nio;

import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The attributes of one path, to be read when they are asked for.
 *
 * @param path whose they are
 * @param name {@code basic} or {@code dos}
 * @param follow whether a link is an error rather than itself
 */
record ImageAttributeView(ImagePath path, String name, boolean follow) implements DosFileAttributeView {
    @Override
    public DosFileAttributes readAttributes() throws IOException {
        return ImageFileSystemProvider.attributes(path, follow);
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setReadOnly(boolean value) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setHidden(boolean value) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setSystem(boolean value) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setArchive(boolean value) {
        throw new ReadOnlyFileSystemException();
    }
}
