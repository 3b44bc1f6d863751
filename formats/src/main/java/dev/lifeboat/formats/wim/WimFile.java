package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A WIM, open for reading: one file, or the parts of a split set. */
public final class WimFile implements Closeable {
    /** Installation media of Windows have a dozen. */
    private static final int MOST_IMAGES = 1000;

    private final SplitSet set;
    private final BlobTable blobs;
    private final SolidRuns solid;
    private final List<WimImage> images;
    private Optional<WimDescription> description;
    private ImageException descriptionProblem;
    private WimImage current;
    private WimMetadata currentMetadata;

    private WimFile(SplitSet set) throws IOException {
        this.set = set;
        this.blobs = BlobTable.read(set.parts());
        this.solid = SolidRuns.read(blobs);
        this.images = findImages();
    }

    /**
     * Opens a WIM.
     *
     * @param path the file, or any part of a split set, whose other parts are looked for beside it
     * @return the WIM, which the caller closes
     * @throws CorruptImageException if its header or its blob table is damaged, or it has too few images
     * @throws UnsupportedImageException if it is of a kind that is not read here, or the first part is missing
     * @throws IOException if the file cannot be opened or read
     */
    public static WimFile open(Path path) throws IOException {
        SplitSet set = SplitSet.open(path);
        try {
            return of(String.valueOf(path.getFileName()), set);
        } catch (IOException | RuntimeException e) {
            set.close();
            throw e;
        }
    }

    /**
     * Opens a WIM that is no file of the host, but lies in an image.
     *
     * @param file all of it, open as long as this is used; other parts of a split set are not looked for
     * @return the WIM; closing it does nothing
     * @throws CorruptImageException if its header or its blob table is damaged, or it has too few images
     * @throws UnsupportedImageException if it is of a kind that is not read here, or not the first part
     * @throws IOException if the storage cannot be read
     */
    public static WimFile open(ByteSource file) throws IOException {
        return of(file.name(), SplitSet.of(file));
    }

    private static WimFile of(String name, SplitSet set) throws IOException {
        if (set.parts().isEmpty() || set.parts().get(0).number() != 1) {
            throw new UnsupportedImageException(
                    name,
                    "cannot be read without the first part of its set: "
                            + set.missing().get(0));
        }
        return new WimFile(set);
    }

    /** In the order of their metadata in the first part's table; behind those that the header counts, what follows is old. */
    private List<WimImage> findImages() throws IOException {
        List<WimImage> found = new ArrayList<>();
        long expected = header().images();
        if (expected > MOST_IMAGES) {
            throw new UnsupportedImageException(
                    name(), "has " + expected + " images; at most " + MOST_IMAGES + " are supported");
        }
        for (int i = 0; i < blobs.count() && found.size() < expected; i++) {
            Blob blob = blobs.blob(i);
            if (blob.part().number() != 1) {
                break;
            }
            if (blob.resource().metadata() && blob.references() != 0) { // 0 is that of a deleted image
                found.add(new WimImage(this, found.size() + 1, blob));
            }
        }
        if (found.size() < expected) {
            throw new CorruptImageException(
                    first().bytes(),
                    0x2c,
                    "image count",
                    "is " + expected + ", but the blob table has the metadata of " + found.size());
        }
        return List.copyOf(found);
    }

    private WimPart first() {
        return set.parts().get(0);
    }

    /**
     * Returns its name for messages.
     *
     * @return that of the first part's file
     */
    public String name() {
        return first().bytes().name();
    }

    /**
     * Returns the header of the first part.
     *
     * @return which speaks for the others, but for their tables
     */
    public WimHeader header() {
        return first().header();
    }

    /**
     * Returns the parts that are there.
     *
     * @return by number, the first always among them; one for a WIM that is not split
     */
    public List<WimPart> parts() {
        return List.copyOf(set.parts());
    }

    /**
     * Returns the parts that are not there or cannot be used. What they hold cannot be read.
     *
     * @return by number, at most a hundred
     */
    public List<MissingPart> missing() {
        return List.copyOf(set.missing());
    }

    /**
     * Tells whether contents are compressed together.
     *
     * @return true if there is a solid resource
     */
    public boolean solid() {
        return !solid.isEmpty();
    }

    public BlobTable blobs() {
        return blobs;
    }

    public List<WimImage> images() {
        return images;
    }

    /**
     * Returns what the WIM says of its images; read at the first call.
     *
     * @return empty if it says nothing, or it cannot be read
     * @throws IOException if the storage cannot be read
     */
    public synchronized Optional<WimDescription> description() throws IOException {
        if (description == null) {
            description = Optional.empty();
            try {
                description = readDescription();
            } catch (ImageException e) {
                descriptionProblem = e;
            }
        }
        return description;
    }

    private Optional<WimDescription> readDescription() throws IOException {
        ResourceHeader xml = header().xml();
        return xml.present()
                ? Optional.of(WimDescription.read(Resources.open(first(), xml, name() + "/XML")))
                : Optional.empty();
    }

    /**
     * Tells why {@link #description} is empty.
     *
     * @return empty if it could be read, or there is none
     * @throws IOException if the storage cannot be read
     */
    public synchronized Optional<ImageException> descriptionProblem() throws IOException {
        description();
        return Optional.ofNullable(descriptionProblem);
    }

    /** Of one image at a time. */
    synchronized WimMetadata metadata(WimImage image) throws IOException {
        if (current == null || current.number() != image.number()) {
            current = null;
            currentMetadata = null; // makes room
            currentMetadata = WimMetadata.read(open(image.blob(), image.name() + "/metadata"));
            current = image;
        }
        return currentMetadata;
    }

    /**
     * Opens a content by its entry. Read from end to end, it compares its SHA-1.
     *
     * @param blob of this WIM
     * @param name for messages
     * @return its bytes
     * @throws CorruptImageException if it lies outside the file
     * @throws UnsupportedImageException if it is stored in a way that is not read here
     * @throws IOException if the storage cannot be read
     */
    public ByteSource open(Blob blob, String name) throws IOException {
        ByteSource content =
                blob.resource().solid() ? solid.open(blob, name) : Resources.open(blob.part(), blob.resource(), name);
        return new HashedSource(content, blob.sha1());
    }

    /**
     * Opens a content by its SHA-1.
     *
     * @param sha1 of a stream; zero for an empty one
     * @param name for messages
     * @return its bytes
     * @throws ImageException if there is no such content, or as {@link #open(Blob, String)}
     * @throws IOException if the storage cannot be read
     */
    public ByteSource open(Sha1 sha1, String name) throws IOException {
        return sha1.isZero() ? ByteSource.of(name, new byte[0]) : open(blob(sha1, name), name);
    }

    /**
     * Returns the size of a content.
     *
     * @param sha1 of a stream; zero for an empty one
     * @param name for messages
     * @return in bytes
     * @throws ImageException if there is no such content
     */
    public long size(Sha1 sha1, String name) throws ImageException {
        return sha1.isZero() ? 0 : blob(sha1, name).size();
    }

    /**
     * Tells where a content lies among those that are compressed together. To read one, a chunk of up to 64 MiB is expanded:
     * whoever reads many does so in this order, and in one thread.
     *
     * @param sha1 of a stream
     * @return a number that is the larger the further behind it lies; empty if contents are to be had in any order, or there is
     *     no such content
     */
    public OptionalLong solidOrder(Sha1 sha1) {
        if (solid.isEmpty() || sha1.isZero()) {
            return OptionalLong.empty();
        }
        try {
            Optional<Blob> blob = blobs.find(sha1);
            return blob.isPresent() ? solid.order(blob.get()) : OptionalLong.empty();
        } catch (CorruptImageException e) {
            return OptionalLong.empty(); // opening it will tell
        }
    }

    private Blob blob(Sha1 sha1, String name) throws ImageException {
        Optional<Blob> blob = blobs.find(sha1);
        if (blob.isPresent()) {
            return blob.get();
        }
        if (set.missing().isEmpty()) {
            throw new CorruptImageException(
                    first().bytes(),
                    header().blobTable().offset(),
                    "blob table",
                    "has no content with the SHA-1 " + sha1 + " for " + name);
        }
        throw new UnsupportedImageException(
                name,
                "lies in a part of the WIM that is missing: " + set.missing().get(0));
    }

    @Override
    public void close() throws IOException {
        set.close();
    }
}
