package dev.lifeboat.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A report in a file, beside what goes to the screen. */
final class ReportFile {
    /** Of an earlier report: so it begins. */
    private static final int BEGINNING = 5;

    private ReportFile() {}

    /**
     * Refuses a file that would destroy something. To be asked before the work begins.
     *
     * @param path to be written
     * @param option that named it
     * @param beginning of such a report
     * @throws FailedException if it is in a backup, or is there and is no such report: an image, by a slip of the hand
     * @throws IOException if it cannot be looked at
     */
    static void check(Path path, String option, String beginning) throws IOException {
        BackupGuard.refuse(path, option);
        if (Files.exists(path) && !replaceable(path, beginning)) {
            throw new FailedException(
                    ExitCode.REFUSED,
                    path + " is there and is no report of this kind; name another file, or delete it");
        }
    }

    private static boolean replaceable(Path path, String beginning) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] found = in.readNBytes(BEGINNING);
            byte[] expected = beginning.getBytes(StandardCharsets.UTF_8);
            return found.length == 0 || Arrays.equals(found, 0, found.length, expected, 0, BEGINNING);
        }
    }

    /**
     * Writes it.
     *
     * @param path that was checked
     * @param content of the file
     * @throws FailedException if it cannot be written
     */
    static void write(Path path, String content) {
        try {
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new FailedException(ExitCode.FAILED, path + " cannot be written: " + Errors.message(e));
        }
    }
}
