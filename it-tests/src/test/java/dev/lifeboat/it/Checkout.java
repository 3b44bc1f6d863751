package dev.lifeboat.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources are that are being tested. */
final class Checkout {
    private Checkout() {}

    /** The folder of the pom.xml that lists the modules. */
    static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !listsModules(folder.resolve("pom.xml"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(Path.of("").toAbsolutePath() + " is not in a checkout of Lifeboat");
        }
        return folder;
    }

    private static boolean listsModules(Path pom) {
        try {
            return Files.exists(pom) && Files.readString(pom).contains("<modules>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
