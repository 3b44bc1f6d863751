package dev.lifeboat.verify.report;

import dev.lifeboat.verify.check.fit.Target;
import dev.lifeboat.verify.seal.SealKeys;
import java.time.Duration;
import java.util.Optional;

/**
 * How a verification is done.
 *
 * @param level how much is checked
 * @param seals whether seals and checksums that lie beside the backup are looked at; the full level reads every byte only with
 *     them
 * @param sealKey with which a seal has to be signed; empty if that does not matter
 * @param maxAge how old a backup may be; empty if that does not matter
 * @param target the computer that it has to fit; empty if nobody asks
 */
public record VerifyOptions(
        Level level, boolean seals, Optional<SealKeys> sealKey, Optional<Duration> maxAge, Optional<Target> target) {
    /** What the image says about itself, and nothing beside it. */
    static final VerifyOptions IMAGE_ALONE =
            new VerifyOptions(Level.QUICK, false, Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Returns the usual way at a level.
     *
     * @param level how much is checked
     * @return with seals, signed or not
     */
    public static VerifyOptions of(Level level) {
        return new VerifyOptions(level, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Likewise, and nothing beside the image, with which it could be compared. */
    VerifyOptions withoutSeals() {
        return new VerifyOptions(level, false, Optional.empty(), maxAge, target);
    }

    VerifyOptions withTarget(Optional<Target> other) {
        return new VerifyOptions(level, seals, sealKey, maxAge, other);
    }
}
