package dev.lifeboat.mount.extract;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The security descriptors of all that was copied: one file, a JSON object a line. */
final class AclFile implements Closeable {
    private static final String NAME = "Lifeboat-acl";
    private static final String ENDING = ".jsonl";
    private static final int MOST = 10_000;

    private final Path folder;
    private final Path path;
    private final BufferedWriter lines;
    private boolean closed;

    private AclFile(Path folder, Path path, BufferedWriter lines) {
        this.folder = folder;
        this.path = path;
        this.lines = lines;
    }

    /**
     * Makes the file, under the first name that is free.
     *
     * @param folder that receives all that is copied
     * @return the file, empty
     * @throws HostWriteException if it cannot be made
     */
    static AclFile in(Path folder) throws HostWriteException {
        for (int number = 1; ; number++) {
            Path path = folder.resolve(NAME + (number == 1 ? "" : "-" + number) + ENDING);
            try {
                // Half surrogates, which no encoding holds, are escaped before.
                return new AclFile(
                        folder,
                        path,
                        new BufferedWriter(new OutputStreamWriter(
                                Files.newOutputStream(
                                        path,
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE,
                                        LinkOption.NOFOLLOW_LINKS),
                                StandardCharsets.UTF_8)));
            } catch (FileAlreadyExistsException e) {
                if (number == MOST) {
                    throw failed(path, e);
                }
            } catch (IOException e) {
                throw failed(path, e);
            }
        }
    }

    private static HostWriteException failed(Path path, IOException cause) {
        return new HostWriteException(path + " could not be written (" + HostErrors.text(cause) + ")", cause);
    }

    Path path() {
        return path;
    }

    /**
     * Adds a line.
     *
     * @param to where the file or folder is on the host
     * @param inImage its path in the volume
     * @param sddl its security descriptor
     * @throws HostWriteException if it cannot be written
     */
    synchronized void add(Path to, String inImage, String sddl) throws HostWriteException {
        if (closed) {
            return;
        }
        StringBuilder line = new StringBuilder(200);
        line.append("{\"to\":");
        quote(line, folder.relativize(to).toString());
        line.append(",\"path\":");
        quote(line, inImage);
        line.append(",\"sddl\":");
        quote(line, sddl);
        try {
            lines.append(line.append("}\n"));
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i += NameEscape.width(text, i)) {
            char c = text.charAt(i);
            boolean half = Character.isSurrogate(c) && NameEscape.width(text, i) == 1;
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || half) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(text, i, i + NameEscape.width(text, i));
            }
        }
        line.append('"');
    }

    /** Writes what is still in memory. For any thread. */
    @Override
    public synchronized void close() throws HostWriteException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lines.close();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }
}
