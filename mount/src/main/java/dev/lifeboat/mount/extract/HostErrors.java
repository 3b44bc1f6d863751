package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What the host says when it does not do as it is told. */
final class HostErrors {
    private HostErrors() {}

    /**
     * Says why, without the file's name.
     *
     * @param error of the host
     * @return a few words
     */
    static String text(IOException error) {
        if (error instanceof AccessDeniedException) {
            return "access denied";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "it is not a folder";
        }
        if (error instanceof NoSuchFileException) {
            return "it is gone";
        }
        if (error instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String text = error.getMessage();
        return text == null ? error.getClass().getSimpleName() : text;
    }
}
