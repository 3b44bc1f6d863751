package dev.lifeboat.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** The standard output for bytes rather than text. Tests put another in its place. */
final class StandardOutput {
    private static OutputStream bytes = new FileOutputStream(FileDescriptor.out);

    private StandardOutput() {}

    static OutputStream bytes() {
        return bytes;
    }

    static void replace(OutputStream other) {
        bytes = other;
    }
}
