package dev.lifeboat.formats.source;

import java.io.IOException;

/** The image is at fault. Any other {@link IOException} means that the storage or the system is. */
public abstract sealed class ImageException extends IOException
        permits CorruptImageException, UnsupportedImageException {
    private final String where;
    private final String problem;

    ImageException(String where, String problem) {
        super(where + ": " + problem);
        this.where = where;
        this.problem = problem;
    }

    /**
     * Returns the place in the image.
     *
     * @return source name and, where known, offset: {@code C.vhdx at 0x10042}
     */
    public String where() {
        return where;
    }

    /**
     * Returns the message without the place.
     *
     * @return such as {@code VHDX header: version is 2, expected 1}
     */
    public String problem() {
        return problem;
    }
}
