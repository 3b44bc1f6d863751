package dev.lifeboat.verify.check.container;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.vhd.DynamicHeader;
import dev.lifeboat.formats.vhd.VhdFooter;
import dev.lifeboat.verify.check.ImageFile;
import java.io.IOException;
import java.util.Optional;

/** What a check of a VHD builds on; nothing where a part is damaged, which is another check's finding. */
final class VhdParts {
    private VhdParts() {}

    static Optional<VhdFooter> footer(ImageFile image) throws IOException {
        try {
            return Optional.of(VhdFooter.read(image.bytes()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** Nothing for a fixed disk, too. */
    static Optional<DynamicHeader> header(ImageFile image) throws IOException {
        Optional<VhdFooter> footer = footer(image);
        if (footer.isEmpty() || footer.get().kind() == VhdFooter.Kind.FIXED) {
            return Optional.empty();
        }
        try {
            return Optional.of(DynamicHeader.read(image.bytes(), footer.get()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }
}
