package dev.lifeboat.formats.wim;

import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a split set, {@code a.swm}, {@code a2.swm}, {@code a3.swm} and so on, or the only file of a WIM. The others are
 * looked for in the folder of the one that is named, and nowhere else.
 */
final class SplitSet implements Closeable {
    /** Of a set that says it has 65,535 parts, no more that are missing are told of. */
    private static final int MOST_MISSING = 100;

    private final List<FileSource> files = new ArrayList<>();
    private final List<WimPart> parts = new ArrayList<>();
    private final List<MissingPart> missing = new ArrayList<>();

    private SplitSet() {}

    /**
     * Opens all parts that are there.
     *
     * @param path any of them
     * @return the parts, by number; the caller closes this
     * @throws ImageException if the one that is named is damaged
     * @throws IOException if it cannot be opened
     */
    static SplitSet open(Path path) throws IOException {
        SplitSet set = new SplitSet();
        try {
            FileSource file = set.open(FileSource.open(path));
            WimPart named = new WimPart(file, WimHeader.read(file));
            for (int number = 1; number <= named.header().parts(); number++) {
                if (number == named.number()) {
                    set.parts.add(named);
                } else if (set.missing.size() < MOST_MISSING) {
                    set.add(path, named, number);
                }
            }
            return set;
        } catch (IOException | RuntimeException e) {
            set.close();
            throw e;
        }
    }

    /**
     * Takes a file that has nothing beside it, as one in an image.
     *
     * @param file any part; the others are missing
     * @return what owns nothing
     * @throws ImageException if it is damaged
     * @throws IOException if it cannot be read
     */
    static SplitSet of(ByteSource file) throws IOException {
        SplitSet set = new SplitSet();
        WimPart only = new WimPart(file, WimHeader.read(file));
        set.parts.add(only);
        for (int number = 1; number <= only.header().parts() && set.missing.size() < MOST_MISSING; number++) {
            if (number != only.number()) {
                set.missing.add(
                        new MissingPart(number, file.name(), "is not looked for, as this one lies in an image"));
            }
        }
        return set;
    }

    private FileSource open(FileSource file) {
        files.add(file);
        return file;
    }

    private void add(Path place, WimPart named, int number) throws IOException {
        Path path = beside(place, named, number);
        String name = String.valueOf(path.getFileName());
        if (!Files.isRegularFile(path)) {
            missing.add(new MissingPart(number, name, "is not there"));
            return;
        }
        try {
            FileSource file = open(FileSource.open(path));
            WimHeader header = WimHeader.read(file);
            if (!header.guid().equals(named.header().guid())) {
                missing.add(new MissingPart(
                        number,
                        name,
                        "belongs to another set: its GUID is " + header.guid() + ", expected "
                                + named.header().guid()));
            } else if (header.part() != number
                    || header.parts() != named.header().parts()) {
                missing.add(new MissingPart(
                        number,
                        name,
                        "is part " + header.part() + " of " + header.parts() + ", expected " + number + " of "
                                + named.header().parts()));
            } else {
                parts.add(new WimPart(file, header));
            }
        } catch (ImageException e) {
            missing.add(new MissingPart(number, name, "cannot be read: " + e.problem()));
        } catch (NoSuchFileException e) {
            missing.add(new MissingPart(number, name, "is not there"));
        }
    }

    /** {@code a.swm} for 1, {@code a2.swm} for 2. */
    private static Path beside(Path path, WimPart named, int number) throws UnsupportedImageException {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String extension = dot < 0 ? "" : name.substring(dot);
        if (named.number() > 1) {
            String own = String.valueOf(named.number());
            if (!stem.endsWith(own)) {
                throw new UnsupportedImageException(
                        name,
                        "is part " + own + " of " + named.header().parts()
                                + " of a split WIM, but its name does not end with " + own
                                + ", so the names of the others are not known; rename the parts to a.swm, a2.swm, a3.swm");
            }
            stem = stem.substring(0, stem.length() - own.length());
        }
        return path.resolveSibling(stem + (number == 1 ? "" : number) + extension);
    }

    /** By number. */
    List<WimPart> parts() {
        return parts;
    }

    /** By number. */
    List<MissingPart> missing() {
        return missing;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (FileSource file : files) {
            try {
                file.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
