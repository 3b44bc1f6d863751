package dev.lifeboat.formats.compress;

/** How chunks of a WIM resource or of a file that Windows compressed (WOF) are stored. */
public enum Codec {
    /** XPRESS with Huffman codes, [MS-XCA] 2.1. Chunks of 4 KiB to 64 KiB. */
    XPRESS("XPRESS", 12, 16),
    /** LZX as WIM and WOF use it, with a window of the chunk's size: 32 KiB to 2 MiB. */
    LZX("LZX", 15, 21),
    /** LZMS, as .esd files use it. Chunks of 32 KiB to 64 MiB; the format has larger ones, which nobody makes. */
    LZMS("LZMS", 15, 26);

    private final String label;
    private final int smallest;
    private final int largest;

    Codec(String label, int smallest, int largest) {
        this.label = label;
        this.smallest = smallest;
        this.largest = largest;
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
     * Tells whether there are chunks of a size.
     *
     * @param chunkSize what a chunk expands to, in bytes, at most; any number
     * @return true if {@link #decompressor} can be made for it
     */
    public boolean allows(int chunkSize) {
        return Integer.bitCount(chunkSize) == 1 && chunkSize >= 1 << smallest && chunkSize <= 1 << largest;
    }

    /**
     * Makes a decompressor.
     *
     * @param chunkSize the most that a chunk expands to, in bytes; a power of two that the codec allows
     * @return for one thread at a time
     * @throws IllegalArgumentException if the codec has no such chunks
     */
    public Decompressor decompressor(int chunkSize) {
        if (!allows(chunkSize)) {
            throw new IllegalArgumentException(label + " with chunks of " + chunkSize);
        }
        return switch (this) {
            case XPRESS -> new XpressDecompressor();
            case LZX -> new LzxDecompressor(chunkSize);
            case LZMS -> new LzmsDecompressor();
        };
    }
}
