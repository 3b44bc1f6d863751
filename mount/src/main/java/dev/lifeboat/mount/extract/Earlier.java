package dev.lifeboat.mount.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which files an earlier run has copied. A file gets its times last; one that is not complete has the time at which it was
 * written. Where the image has no time for a file, nothing tells.
 */
final class Earlier {
    /** These round times to two seconds, to a second, or to hundredths. */
    private static final Set<String> COARSE = Set.of("vfat", "msdos", "fat", "fat32", "exfat", "hfs", "hfs+");

    private final boolean asked;
    private final Duration rounding;

    /**
     * @param asked whether anybody wants to know
     * @param fileSystem that holds the target
     */
    Earlier(boolean asked, String fileSystem) {
        this.asked = asked;
        this.rounding = COARSE.contains(fileSystem) ? Duration.ofSeconds(2) : Duration.ofMillis(1);
    }

    /**
     * Tells whether what is there was copied by an earlier run.
     *
     * @param path of it
     * @param size that the copy has
     * @param modified the time that it has
     * @return false also if it is a link, or nobody asked
     */
    boolean copied(Path path, long size, Optional<Instant> modified) {
        if (!asked || modified.isEmpty()) {
            return false;
        }
        try {
            BasicFileAttributes there = FileTimes.of(path);
            return there.isRegularFile()
                    && there.size() == size
                    && close(there.lastModifiedTime().toInstant(), modified.get());
        } catch (IOException e) {
            return false;
        }
    }

    /** Why something that is there is left as it is. */
    String reason() {
        return asked
                ? "is there with another size or time, perhaps not complete; it is left as it is"
                : "was there before, and is left as it is";
    }

    private boolean close(Instant there, Instant here) {
        return Duration.between(there, here).abs().compareTo(rounding) < 0;
    }
}
