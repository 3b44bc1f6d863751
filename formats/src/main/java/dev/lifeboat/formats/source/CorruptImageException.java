package dev.lifeboat.formats.source;

/** Bytes of the image contradict the format, or each other. */
public final class CorruptImageException extends ImageException {
    /**
     * Names the place, the structure and what is wrong with it.
     *
     * @param source the source that holds the bytes
     * @param offset where, in bytes from the start of the source
     * @param what the structure or field
     * @param problem what was found and what was expected
     */
    public CorruptImageException(ByteSource source, long offset, String what, String problem) {
        super(source.name() + " at 0x" + Long.toHexString(offset), what.isEmpty() ? problem : what + ": " + problem);
    }
}
