package dev.lifeboat.formats.wim;

/**
 * A stream of a file in an image.
 *
 * @param kind what it is
 * @param name of a named data stream; empty for others
 * @param sha1 of its content; zero if it is empty
 */
public record WimStream(Kind kind, String name, Sha1 sha1) {
    /** What a stream holds. */
    public enum Kind {
        /** What programs read. */
        DATA,
        /** The reparse point, without tag and length. */
        REPARSE_POINT,
        /** All streams of an encrypted file in the form in which Windows exports these (EFSRPC). */
        ENCRYPTED
    }
}
