package dev.lifeboat.verify.check.signature;

import dev.lifeboat.formats.cms.Trust;

/**
 * A program, and who signed it.
 *
 * @param path from the root of the volume
 * @param state what is known of it
 * @param windows whether it is, or says of itself that it is, a part of Windows; true, too, where what it says cannot be read
 * @param checksum what its own checksum says, asked where no signature of Microsoft does
 * @param detail what it was signed by, or what is wrong; may follow the path
 */
public record SignedProgram(String path, State state, boolean windows, Checksum checksum, String detail) {
    /** Whose it is. */
    public enum State {
        /** A catalog that Microsoft signed has its hash. */
        CATALOG,
        /** Microsoft signed it, and the signature is in it. */
        EMBEDDED,
        /** Microsoft signed it, but with a certificate that was not valid, or that is not for this. */
        NOT_VALID,
        /** Somebody else signed it, in the file or in a catalog. */
        OTHER_SIGNER,
        /** The signature cannot be checked here. */
        UNKNOWN,
        /** Nobody is known to have signed it. */
        UNSIGNED,
        /** The signature in it, whoever made it, is for other bytes than these. */
        CHANGED,
        /** It begins as a program does, and cannot be loaded, or there is nothing in it but zeros. */
        RUINED,
        /** It is no program for this Windows, or in a form that is not supported. */
        NOT_JUDGED;

        /** What a signature of a catalog makes of the programs in it. */
        static State of(Trust.State trust) {
            return switch (trust) {
                case TRUSTED -> CATALOG;
                case NOT_VALID -> NOT_VALID;
                case OTHER_ROOT -> OTHER_SIGNER;
                case UNKNOWN, BROKEN -> UNKNOWN;
            };
        }
    }

    /** What a program says of its own bytes. A failing disk makes it wrong; so does whoever changes a program without care. */
    public enum Checksum {
        RIGHT,
        WRONG,
        /** It states none. */
        NONE
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
