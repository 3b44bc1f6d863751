package dev.lifeboat.mount.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who uses a mount, as far as {@code /proc} tells this user. */
public final class MountUsers {
    private static final Path PROC = Path.of("/proc");
    private static final int MOST = 20;

    private MountUsers() {}

    /**
     * A process.
     *
     * @param id its number
     * @param name of its program
     */
    public record User(String id, String name) {}

    /**
     * Looks for processes that have a file of the mount open, or are in one of its folders.
     *
     * @param where its folder, absolute and without links
     * @return at most 20; none if only processes of other users do
     */
    public static List<User> of(Path where) {
        List<User> users = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (users.size() < MOST && uses(process, where)) {
                    users.add(new User(process.getFileName().toString(), name(process)));
                }
            }
        } catch (IOException e) {
            return users;
        }
        return users;
    }

    private static boolean uses(Path process, Path where) {
        if (leadsInto(process.resolve("cwd"), where) || leadsInto(process.resolve("root"), where)) {
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (leadsInto(file, where)) {
                    return true;
                }
            }
            return Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1)
                    .contains(" " + where + "/");
        } catch (IOException e) {
            return false; // another user's, or gone
        }
    }

    private static boolean leadsInto(Path link, Path where) {
        try {
            return Files.readSymbolicLink(link).startsWith(where);
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
