package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Other drives, as far as this user may mount them. */
final class Mounts {
    private Mounts() {}

    /** Mounts an empty file system in memory, or skips the test. */
    static void tmpfs(Path folder) throws IOException {
        Tools.require("mount", "umount");
        Tools.Result result = Tools.tryRun(folder.getParent(), "mount", "-t", "tmpfs", "tmpfs", folder.toString());
        Assumptions.assumeTrue(result.exit() == 0, "cannot mount: " + result.output());
    }

    static void unmount(Path folder) throws IOException {
        Tools.run(folder.getParent(), "umount", folder.toString());
    }
}
