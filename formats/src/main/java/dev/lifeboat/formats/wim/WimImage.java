package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.CorruptImageException;
import java.io.IOException;
import java.util.Optional;

/** An image of a WIM: a tree of files. */
public final class WimImage {
    private final WimFile wim;
    private final int number;
    private final Blob blob;

    WimImage(WimFile wim, int number, Blob blob) {
        this.wim = wim;
        this.number = number;
        this.blob = blob;
    }

    /**
     * Returns the number that Windows and others call it by.
     *
     * @return from 1
     */
    public int number() {
        return number;
    }

    public WimFile wim() {
        return wim;
    }

    /**
     * Returns its name for messages.
     *
     * @return such as {@code install.wim/image 1}
     */
    public String name() {
        return wim.name() + "/image " + number;
    }

    /**
     * Returns the resource with its metadata.
     *
     * @return an entry of the blob table
     */
    public Blob blob() {
        return blob;
    }

    /**
     * Returns what the WIM says of this image.
     *
     * @return empty if it says nothing, or cannot be read
     * @throws IOException if the storage cannot be read
     */
    public Optional<WimDescription.Image> description() throws IOException {
        return wim.description().flatMap(d -> d.image(number));
    }

    /**
     * Reads the metadata, and compares its SHA-1. That of the image which was asked last is kept by the WIM: who needs it now
     * and then had better ask again than hold on to it, as that of all images of a WIM does not fit in memory.
     *
     * @return the tree of its files
     * @throws CorruptImageException if it is damaged
     * @throws IOException if the storage cannot be read
     */
    public WimMetadata metadata() throws IOException {
        return wim.metadata(this);
    }
}
