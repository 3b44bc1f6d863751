package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ParentChain;
import dev.lifeboat.formats.source.ParentChain.Parent;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** How the files of a VHDX chain hang together. */
final class VhdxFormat implements ParentChain.Format<VhdxFile, VhdxDisk> {
    @Override
    public VhdxFile read(ByteSource file) throws IOException {
        return VhdxFile.read(file);
    }

    @Override
    public Optional<Parent> parentOf(VhdxFile file) {
        return file.metadata().parentLocator().map(locator -> new Parent(locator.parentText(), locator.paths()));
    }

    @Override
    public void requireParent(VhdxFile child, VhdxFile parent) throws UnsupportedImageException {
        Optional<ParentLocator> locator = child.metadata().parentLocator();
        if (locator.isEmpty()) {
            throw new UnsupportedImageException(child.name(), "is not a differencing disk and has no parent");
        }
        if (!locator.get().linkages().contains(parent.header().dataWriteGuid())) {
            throw new UnsupportedImageException(
                    child.name(),
                    parent.name() + " is not its " + locator.get().parentText() + ", or was written to since: it is "
                            + Guids.braced(parent.header().dataWriteGuid()));
        }
    }

    @Override
    public VhdxDisk disk(VhdxFile file, VhdxDisk parent, Closeable owned) throws IOException {
        return new VhdxDisk(file, parent, owned);
    }
}
