package dev.lifeboat.formats.source;

/** The image may be sound, but this program cannot read that part of it; it says so rather than guess. */
public final class UnsupportedImageException extends ImageException {
    /**
     * Names the place and what is not supported.
     *
     * @param where the source or file
     * @param what such as {@code LZNT1 compression is not supported}
     */
    public UnsupportedImageException(String where, String what) {
        super(where, what);
    }
}
