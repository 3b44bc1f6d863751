package dev.lifeboat.formats.cms;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether to believe a signature.
 *
 * @param state the answer
 * @param signer the common name of who signed; who issued their certificate, where that is missing
 * @param detail where the chain of certificates ends, or why there is none, in words that may follow the signer's name
 * @param time of the timestamp that was believed; absent if there is none
 */
public record Trust(State state, String signer, String detail, Optional<Instant> time) {
    /** From yes to no. */
    public enum State {
        /** The chain ends in a trusted root, and was valid when it was signed. */
        TRUSTED,
        /** The chain leads there, but a certificate was not valid then, or not for this. */
        NOT_VALID,
        /** The chain ends somewhere else, or a certificate on the way is missing. */
        OTHER_ROOT,
        /** It cannot be checked: a certificate is missing or cannot be read, or the algorithm is not known here or can be forged. */
        UNKNOWN,
        /** The signature is not that of this content: one of the two has changed. */
        BROKEN
    }

    /**
     * Tells whether to believe it.
     *
     * @return true for {@link State#TRUSTED}
     */
    public boolean trusted() {
        return state == State.TRUSTED;
    }
}
