package dev.lifeboat.formats.backup;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/** Why a file or folder could not be read: what a person has to do is different in each case. */
public enum Access {
    /** It is not there. */
    MISSING("is not there"),
    /** The rights of this user do not reach; the folder of a computer is closed to all but administrators. */
    DENIED("may not be read by this user"),
    /** Another program holds it open and shares it with nobody. */
    IN_USE("is in use by another program"),
    /** Anything else: a failing disk, a lost connection. */
    FAILED("cannot be read");

    private final String words;

    Access(String words) {
        this.words = words;
    }

    /**
     * Returns the words for it.
     *
     * @return what follows the name of the file: {@code is not there}
     */
    public String words() {
        return words;
    }

    /**
     * Tells why something could not be read.
     *
     * @param problem what reading it came to
     * @return the reason; never null
     */
    public static Access of(IOException problem) {
        if (problem instanceof NoSuchFileException
                || problem instanceof NotDirectoryException
                || problem instanceof FileNotFoundException) {
            return MISSING;
        }
        if (problem instanceof AccessDeniedException) {
            return DENIED;
        }
        if (problem instanceof FileSystemException failure && Sharing.isViolation(failure)) {
            return IN_USE;
        }
        return FAILED;
    }

    /**
     * Windows tells of a sharing violation (error 32) in its own language only, and Java passes on nothing else. So the text is
     * learnt by making one.
     */
    private static final class Sharing {
        private static final Optional<String> TEXT = learn();

        private Sharing() {}

        static boolean isViolation(FileSystemException problem) {
            return problem.getReason() != null
                    && TEXT.filter(problem.getReason()::equals).isPresent();
        }

        private static Optional<String> learn() {
            if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
                return Optional.of("Text file busy"); // as file servers pass it on
            }
            try {
                Path file = Files.createTempFile("lifeboat", null);
                try (FileChannel held = FileChannel.open(file, StandardOpenOption.READ, unshared());
                        FileChannel second = FileChannel.open(file, StandardOpenOption.READ)) {
                    throw new IllegalStateException(held + " and " + second + " are open");
                } catch (FileSystemException e) {
                    return Optional.ofNullable(e.getReason());
                } finally {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | ReflectiveOperationException | IllegalStateException e) {
                return Optional.empty();
            }
        }

        /** {@code ExtendedOpenOption.NOSHARE_READ}, which is there on Windows, but in no standard. */
        private static OpenOption unshared() throws ReflectiveOperationException {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return (OpenOption) options.getField("NOSHARE_READ").get(null);
        }
    }
}
