package dev.lifeboat.formats.vhd;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ParentChain;
import dev.lifeboat.formats.source.ParentChain.Parent;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** How the files of a VHD chain hang together. */
final class VhdFormat implements ParentChain.Format<VhdFile, VhdDisk> {
    @Override
    public VhdFile read(ByteSource file) throws IOException {
        return VhdFile.read(file);
    }

    @Override
    public Optional<Parent> parentOf(VhdFile file) {
        return file.isDifferencing()
                ? Optional.of(new Parent(parentText(file), file.header().parentPaths()))
                : Optional.empty();
    }

    static String parentText(VhdFile file) {
        return "parent {" + file.header().parentId() + "}";
    }

    @Override
    public void requireParent(VhdFile child, VhdFile parent) throws UnsupportedImageException {
        String name = child.bytes().name();
        if (!child.isDifferencing()) {
            throw new UnsupportedImageException(name, "is not a differencing disk and has no parent");
        }
        // Windows also compares a time stamp, which any copy of the parent may change; the id says enough.
        if (!child.header().parentId().equals(parent.footer().uniqueId())) {
            throw new UnsupportedImageException(
                    name,
                    parent.bytes().name() + " is not its " + parentText(child) + ": it is {"
                            + parent.footer().uniqueId() + "}");
        }
    }

    @Override
    public VhdDisk disk(VhdFile file, VhdDisk parent, Closeable owned) {
        return new VhdDisk(file, parent, owned);
    }
}
