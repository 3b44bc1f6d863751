package dev.lifeboat.formats.image;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.wim.WimDescription;
import dev.lifeboat.formats.wim.WimImage;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * An image of a WIM.
 *
 * @param image its reader
 */
public record WimVolume(WimImage image) implements Volume {
    @Override
    public VolumeKind kind() {
        return VolumeKind.WIM;
    }

    @Override
    public long size() throws IOException {
        return image.description()
                .map(WimDescription.Image::totalBytes)
                .orElse(OptionalLong.empty())
                .orElse(0);
    }

    @Override
    public boolean holdsVolume() {
        return true;
    }
}
