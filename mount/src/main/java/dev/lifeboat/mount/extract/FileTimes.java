package dev.lifeboat.mount.extract;

import dev.lifeboat.mount.tree.FileDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** The times of what is on the host; of a link itself, never of what it leads to. */
final class FileTimes {
    private FileTimes() {}

    static BasicFileAttributes of(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Sets the times that the image has; those that it does not have stay. */
    static void set(Path path, FileDetails details) throws IOException {
        view(path).setTimes(time(details.modified()), time(details.accessed()), time(details.created()));
    }

    /** Sets the times that were read before. */
    static void set(Path path, BasicFileAttributes times) throws IOException {
        view(path).setTimes(times.lastModifiedTime(), times.lastAccessTime(), times.creationTime());
    }

    private static BasicFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileTime time(Optional<Instant> time) {
        return time.map(FileTime::from).orElse(null);
    }
}
