package dev.lifeboat.formats.ntfs;

import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.Struct;
import dev.lifeboat.formats.source.UnsupportedImageException;

/**
 * What the reparse point of a file says that Windows compressed (CompactOS, {@code compact /exe}): how the chunks of its stream
 * {@code WofCompressedData} are. WOF_EXTERNAL_INFO and FILE_PROVIDER_EXTERNAL_INFO_V1 of wofapi.h and ntifs.h.
 *
 * @param codec of the chunks
 * @param chunkSize that each expands to, in bytes
 */
record WofInfo(Codec codec, int chunkSize) {
    /** Name of the stream that holds the content. */
    static final String STREAM = "WofCompressedData";

    private static final int VERSION_AT = 8;
    private static final int PROVIDER_AT = 12;
    private static final int PROVIDER_VERSION_AT = 16;
    private static final int ALGORITHM_AT = 20;

    private static final int WIM_PROVIDER = 1;
    private static final int FILE_PROVIDER = 2;

    /**
     * Reads it.
     *
     * @param s the reparse point, its tag first
     * @param name of the file, for messages
     * @return what it says
     * @throws UnsupportedImageException if the content lies in a WIM, or the provider, version or algorithm is not known
     * @throws CorruptImageException if it is too short
     */
    static WofInfo read(Struct s, String name) throws UnsupportedImageException, CorruptImageException {
        long version = s.u32(VERSION_AT);
        long provider = s.u32(PROVIDER_AT);
        if (version == 1 && provider == WIM_PROVIDER) {
            throw new UnsupportedImageException(
                    name, "is a pointer into a WIM file on another partition (WIMBoot), which is not supported");
        }
        if (version != 1 || provider != FILE_PROVIDER) {
            throw new UnsupportedImageException(
                    name,
                    "is compressed by Windows (WOF) in a way that is not known: version " + version + ", provider "
                            + provider);
        }
        long providerVersion = s.u32(PROVIDER_VERSION_AT);
        long algorithm = s.u32(ALGORITHM_AT);
        if (providerVersion != 1 || algorithm > 3) {
            throw new UnsupportedImageException(
                    name,
                    "is compressed by Windows (WOF) in a way that is not known: version " + providerVersion
                            + " of the file provider, algorithm " + algorithm);
        }
        return switch ((int) algorithm) {
            case 0 -> new WofInfo(Codec.XPRESS, 1 << 12);
            case 1 -> new WofInfo(Codec.LZX, 1 << 15);
            case 2 -> new WofInfo(Codec.XPRESS, 1 << 13);
            default -> new WofInfo(Codec.XPRESS, 1 << 14);
        };
    }
}
