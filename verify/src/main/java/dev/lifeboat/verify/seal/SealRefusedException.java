package dev.lifeboat.verify.seal;

import java.io.IOException;

/** A seal would say what is not true, so that none is made. */
public final class SealRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says why.
     *
     * @param message and what to do
     */
    public SealRefusedException(String message) {
        super(message);
    }
}
