package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.compress.ChunkedSource;
import dev.lifeboat.formats.compress.Codec;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;

/** Opens resources that are not solid. */
final class Resources {
    private Resources() {}

    /**
     * Opens a resource.
     *
     * @param part that holds it
     * @param resource where it lies
     * @param name for messages
     * @return what it expands to
     * @throws CorruptImageException if it lies outside the file, or contradicts itself
     * @throws UnsupportedImageException if it is continued in another part
     * @throws IOException if the storage cannot be read
     */
    static ByteSource open(WimPart part, ResourceHeader resource, String name) throws IOException {
        if (resource.spanned()) {
            throw new UnsupportedImageException(name, "is continued in another part, which is not supported");
        }
        ByteSource stored = part.bytes().slice("", resource.offset(), resource.stored());
        if (!resource.compressed()) {
            if (resource.stored() != resource.size()) {
                throw new CorruptImageException(
                        part.bytes(),
                        resource.offset(),
                        "resource",
                        "is not compressed, but stored in " + resource.stored() + " bytes, expected "
                                + resource.size());
            }
            return stored.named(name);
        }
        Codec codec = part.header()
                .codec()
                .orElseThrow(() -> new CorruptImageException(
                        part.bytes(), resource.offset(), "resource", "is compressed in a WIM that is not"));
        return ChunkedSource.open(name, stored, codec, part.header().chunkSize(), resource.size());
    }
}
