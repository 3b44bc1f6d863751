package dev.lifeboat.formats.compress;

/** How chunks of a WIM resource or of a file that Windows compressed (WOF) are stored. */
public enum Codec {
    /** XPRESS with Huffman codes, [MS-XCA] 2.1. Chunks of 4 KiB to 64 KiB. */
    XPRESS("XPRESS"),
    /** LZX as WIM and WOF use it, with a window of the chunk's size: 32 KiB to 2 MiB. */
    LZX("LZX"),
    /** LZMS, as .esd files use it. Chunks of up to 1 GiB in theory, 64 MiB in practice. */
    LZMS("LZMS");

    private final String label;

    Codec(String label) {
        this.label = label;
    }

    /**
     * Returns the name that people use.
     *
     * @return such as {@code LZX}
     */
    public String label() {
        return label;
    }

    /**
     * Makes a decompressor.
     *
     * @param chunkSize the most that a chunk expands to, in bytes; a power of two that the codec allows
     * @return for one thread at a time
     * @throws IllegalArgumentException if the codec has no such chunks
     */
    public Decompressor decompressor(int chunkSize) {
        throw new UnsupportedOperationException(label + " with chunks of " + chunkSize);
    }
}
