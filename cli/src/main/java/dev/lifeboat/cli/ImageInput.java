package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.contained.ContainedBackup;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The images that PATH means, open: those on this computer, or those of a backup inside one. */
final class ImageInput implements Closeable {
    private final ImageSet images;
    private final Optional<ImageSet> outer;
    private final Optional<ContainedBackup> container;

    private ImageInput(ImageSet images, Optional<ImageSet> outer, Optional<ContainedBackup> container) {
        this.images = images;
        this.outer = outer;
        this.container = container;
    }

    static ImageInput of(ImageSet images) {
        return new ImageInput(images, Optional.empty(), Optional.empty());
    }

    /**
     * @param images of the backup inside
     * @param outer the image that holds them
     * @param container the backup inside
     */
    static ImageInput inside(ImageSet images, ImageSet outer, ContainedBackup container) {
        return new ImageInput(images, Optional.of(outer), Optional.of(container));
    }

    ImageSet images() {
        return images;
    }

    /**
     * Returns the image around the images.
     *
     * @return empty if they lie on this computer
     */
    Optional<ContainedBackup> container() {
        return container;
    }

    /** What of the backup could not be listed because the image around it is damaged. */
    List<ImageException> damage() {
        return container.map(ContainedBackup::damage).orElse(List.of());
    }

    @Override
    public void close() throws IOException {
        try {
            images.close();
        } finally {
            if (container.isPresent()) {
                container.get().close();
            }
            if (outer.isPresent()) {
                outer.get().close();
            }
        }
    }
}
