package dev.lifeboat.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** The standard output for bytes rather than text. Tests put another in its place. */
final class StandardOutput {
    private static OutputStream bytes = new FileOutputStream(FileDescriptor.out);

    private StandardOutput() {}

    static OutputStream bytes() {
        return bytes;
    }

    /** Java has no exception of its own for it; Linux and macOS say "Broken pipe", Windows "The pipe is being closed". */
    static boolean isClosedPipe(IOException error) {
        return String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    static String complaint(IOException error) {
        return "the output could not be written: " + error.getMessage();
    }

    static void replace(OutputStream other) {
        bytes = other;
    }
}
