package dev.lifeboat.verify.check.signature;

/**
 * A program, and who signed it.
 *
 * @param path from the root of the volume
 * @param state what is known of it
 * @param windows whether it is, or says of itself that it is, a part of Windows; asked where it is signed by nobody or somebody else
 * @param checksumHolds whether it states a checksum that is that of its bytes: what a failing disk changes has a wrong one; likewise
 * @param detail what it was signed by, or what is wrong; may follow the path
 */
public record SignedProgram(String path, State state, boolean windows, boolean checksumHolds, String detail) {
    /** Whose it is. */
    public enum State {
        /** A catalog that Microsoft signed has its hash. */
        CATALOG,
        /** Microsoft signed it, and the signature is in it. */
        EMBEDDED,
        /** Somebody else signed it, in the file or in a catalog. */
        OTHER_SIGNER,
        /** Nobody is known to have signed it. */
        UNSIGNED,
        /** The signature in it, whoever made it, is for other bytes than these. */
        CHANGED,
        /** It is no program, or in a form that is not supported. */
        NOT_JUDGED
    }

    /**
     * Tells whether it is as Microsoft made it.
     *
     * @return true if Microsoft signed these bytes
     */
    public boolean microsoft() {
        return state == State.CATALOG || state == State.EMBEDDED;
    }
}
