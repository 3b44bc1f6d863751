package dev.lifeboat.verify.check.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image that could not be looked into, or not into all of it: what it holds is not known, so that nothing of the set may be
 * called missing because of it.
 *
 * @param image the file
 * @param problem of the storage; empty where the image's own bytes are the reason, of which its checks have told
 */
public record UnreadImage(Path image, Optional<IOException> problem) {}
