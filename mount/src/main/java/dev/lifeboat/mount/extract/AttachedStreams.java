package dev.lifeboat.mount.extract;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.tree.FileDetails;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;

/**
 * Streams that stay with their file: on NTFS under Windows as what they are, on Linux as extended attributes {@code user.NAME}.
 * Java shows both as user-defined attributes, which are written as a whole.
 */
final class AttachedStreams {
    /** Of what Windows writes from memory at once; NTFS itself has no limit. */
    private static final int LARGEST_ON_WINDOWS = 16 << 20;
    /** Linux's limit; most file systems have a smaller one, and say so. */
    private static final int LARGEST_ELSEWHERE = 1 << 16;
    /** Where {@link DosAttributes} are. */
    private static final String RESERVED = "DOSATTRIB";

    private final HostNames names;
    private final int largest;

    AttachedStreams(HostNames names) {
        this.names = names;
        this.largest = HostNames.onWindows() ? LARGEST_ON_WINDOWS : LARGEST_ELSEWHERE;
    }

    /**
     * Gives a stream to a file or folder that this run made.
     *
     * @param path of it
     * @param name of the stream
     * @param content of the stream
     * @return why it cannot be held; empty if it is
     * @throws IOException as the content does
     */
    Optional<String> put(Path path, String name, ByteSource content) throws IOException {
        UserDefinedFileAttributeView view = view(path);
        if (view == null) {
            return Optional.of("this computer keeps no streams with files");
        }
        if (content.size() > largest) {
            return Optional.of("has " + content.size() + " bytes, more than can be kept with a file here");
        }
        if (name.equals(RESERVED) || !names.hostName(name).equals(name)) {
            return Optional.of("this computer cannot hold its name");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content.bytes(0, (int) content.size()));
        try {
            view.write(name, bytes);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be kept with its file: "
                    + (e instanceof IOException io ? HostErrors.text(io) : e.getMessage()));
        }
    }

    /** Tells whether a file has a stream of this size. */
    boolean has(Path path, FileDetails.Stream stream) {
        UserDefinedFileAttributeView view = view(path);
        try {
            return view != null && view.size(stream.name()) == stream.size();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static UserDefinedFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
