package dev.lifeboat.verify.seal;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hashes of a whole file, whose chunks are read by several threads: each waits until the chunk before its own was hashed. What
 * a thread does besides goes on meanwhile.
 */
final class WholeDigests {
    private final Map<String, MessageDigest> digests = new LinkedHashMap<>();
    private long next;
    private boolean broken;

    /**
     * Begins.
     *
     * @param algorithms such as {@code SHA-256} and {@code MD5}
     */
    WholeDigests(Set<String> algorithms) {
        algorithms.forEach(algorithm -> digests.put(algorithm, Hashes.of(algorithm)));
    }

    /** Adds a chunk once all before it were added, or could not be. */
    synchronized void add(long chunk, byte[] bytes, int length) {
        awaitTurn(chunk);
        if (!broken) {
            List<MessageDigest> all = new ArrayList<>(digests.values());
            all.forEach(digest -> digest.update(bytes, 0, length));
        }
        pass();
    }

    /** Takes note of a chunk that cannot be read: there will be no hash. */
    synchronized void lost(long chunk) {
        awaitTurn(chunk);
        broken = true;
        pass();
    }

    private void pass() {
        next++;
        notifyAll();
    }

    private void awaitTurn(long chunk) {
        boolean interrupted = false;
        while (next < chunk) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends, once all chunks were added.
     *
     * @param algorithm one of those that were asked for
     * @return hexadecimal digits; empty if a chunk could not be read
     */
    synchronized Optional<String> finish(String algorithm) {
        return broken
                ? Optional.empty()
                : Optional.of(Hashes.hex(digests.get(algorithm).digest()));
    }
}
