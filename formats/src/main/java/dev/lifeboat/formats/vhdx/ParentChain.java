package dev.lifeboat.formats.vhdx;

import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.ImageFolder;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Opens a differencing disk with its ancestors, all of them in the folder of the first or below. */
final class ParentChain {
    private static final int MOST_FILES = 64;

    private final ImageFolder folder;
    /** The files on the way from the first one to the one being opened. */
    private final Set<Path> descendants = new LinkedHashSet<>();

    private ParentChain(ImageFolder folder) {
        this.folder = folder;
    }

    static VhdxDisk open(Path path) throws IOException {
        FileSource file = FileSource.open(path);
        try {
            VhdxFile parts = VhdxFile.read(file);
            return parts.locator().isEmpty()
                    ? new VhdxDisk(parts, null, file)
                    : new ParentChain(ImageFolder.of(path)).onParent(path, file, parts);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private VhdxDisk onParent(Path path, FileSource file, VhdxFile parts) throws IOException {
        descendants.add(path.toRealPath());
        if (descendants.size() > MOST_FILES) {
            throw new UnsupportedImageException(
                    file.name(), "a chain of more than " + MOST_FILES + " differencing disks is not supported");
        }
        VhdxDisk parent = openParent(path, file, parts);
        try {
            return new VhdxDisk(parts, parent, () -> {
                try {
                    file.close();
                } finally {
                    parent.close();
                }
            });
        } catch (ImageException e) {
            parent.close();
            throw e;
        }
    }

    /**
     * Opens the first file among those which the locator names that is the parent. What is wrong further down the chain is
     * final: trying every way down could take for ever.
     */
    private VhdxDisk openParent(Path path, FileSource child, VhdxFile childParts) throws IOException {
        ParentLocator locator = childParts.locator().orElseThrow();
        ImageException failure = null;
        for (Path candidate : candidates(path, locator)) {
            FileSource file = FileSource.open(candidate);
            VhdxFile parts;
            try {
                parts = VhdxFile.read(file);
                childParts.requireParent(parts);
            } catch (ImageException e) {
                file.close();
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
                continue;
            }
            if (descendants.contains(candidate)) {
                file.close();
                throw new CorruptImageException(
                        child,
                        0,
                        "VHDX parent locator",
                        "names " + candidate.getFileName() + ", which descends from it");
            }
            try {
                return parts.locator().isEmpty() ? new VhdxDisk(parts, null, file) : onParent(candidate, file, parts);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        throw new UnsupportedImageException(
                child.name(),
                locator.parentText() + " is missing; looked in " + folder + " for "
                        + String.join(" and ", locator.paths()));
    }

    private Set<Path> candidates(Path child, ParentLocator locator) throws IOException {
        Set<Path> candidates = new LinkedHashSet<>();
        for (String path : locator.paths()) {
            Optional<Path> found = folder.find(child, path);
            found.ifPresent(candidates::add);
        }
        return candidates;
    }
}
