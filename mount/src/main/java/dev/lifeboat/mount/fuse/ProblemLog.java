package dev.lifeboat.mount.fuse;

import dev.lifeboat.mount.inode.MountedFiles;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Passes on each problem of each file once: programs read a damaged file again and again. */
public final class ProblemLog implements MountedFiles.Log {
    private static final int MOST = 10_000;

    private final MountedFiles.Log log;
    private final Set<Integer> told = new HashSet<>();

    /**
     * @param log is told
     */
    public ProblemLog(MountedFiles.Log log) {
        this.log = log;
    }

    @Override
    public synchronized void problem(String path, IOException problem) {
        // A hash in place of the text keeps this small; that of ten thousand two are equal costs one line.
        if (told.size() < MOST && told.add((path + "\n" + problem.getMessage()).hashCode())) {
            log.problem(path, problem);
            if (told.size() == MOST) {
                log.problem("/", new IOException(MOST + " problems were told; further ones are not"));
            }
        }
    }
}
