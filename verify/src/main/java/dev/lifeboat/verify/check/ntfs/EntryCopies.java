package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.MftCatalog;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.StandardInformation;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What directories repeat of their files: the size, and the tag of a reparse point. Of a file with several names Windows
 * brings only the one up to date by which it was opened, so it is enough if one agrees.
 */
final class EntryCopies {
    private static final Rule SIZE = new Rule(
            "ntfs.entry-size",
            Severity.NOTE,
            "The size that a directory shows for a file is not the file's own; Windows brings it up to date when the file is"
                    + " next opened. If the file was not in use when the image was made, its size may be wrong.",
            "Look at the file if it matters.");
    private static final Rule TAG = new Rule(
            "ntfs.entry-reparse",
            Severity.NOTE,
            "A directory says of a file that it is a link, or belongs to a driver such as OneDrive's, and the file says it"
                    + " differently. If the file is the one that was damaged, it may not be what it was.",
            "Look at the file if it matters.");
    static final List<Rule> RULES = List.of(SIZE, TAG);

    /** More are not remembered; so many findings are not reported either. */
    private static final int MOST = 10_000;

    private final NtfsVolume volume;
    private final MftCatalog catalog;
    private final Copies sizes = new Copies();
    private final Copies tags = new Copies();

    EntryCopies(NtfsVolume volume, MftCatalog catalog) {
        this.volume = volume;
        this.catalog = catalog;
    }

    /** Which files have a copy that agrees, and of the others one that does not. */
    private static final class Copies {
        private final BitSet agree = new BitSet();
        private final Map<Integer, Long> differ = new TreeMap<>();

        void add(int file, long copy, long own) {
            if (copy == own) {
                agree.set(file);
                differ.remove(file);
            } else if (!agree.get(file) && differ.size() < MOST) {
                differ.putIfAbsent(file, copy);
            }
        }
    }

    /** Takes what one directory says of a file. */
    void add(FileName copy, int file) throws IOException {
        if (!catalog.directory(file)) {
            sizes.add(file, copy.size(), catalog.size(file));
        }
        boolean reparse = (catalog.attributes(file) & StandardInformation.REPARSE_POINT) != 0;
        if (reparse || copy.reparseTag() != 0) {
            try {
                tags.add(file, copy.reparseTag(), tag(file));
            } catch (ImageException reported) {
                return; // by the check of the records
            }
        }
    }

    private int tag(int file) throws IOException {
        return volume.file(file).reparsePoint().map(ReparsePoint::tag).orElse(0);
    }

    /** Reports the files with which no directory agrees. NTFS keeps its own open, and does not bring theirs up to date. */
    void report(FilePaths paths, Consumer<Finding> findings) throws IOException {
        for (Map.Entry<Integer, Long> entry : sizes.differ.entrySet()) {
            int file = entry.getKey();
            String where = paths.name(file);
            if (file >= NtfsVolume.FIRST_USER_RECORD && !where.startsWith("/$Extend/")) {
                findings.accept(SIZE.at(
                        where,
                        "the directory says " + entry.getValue() + " bytes, the file has " + catalog.size(file)));
            }
        }
        for (Map.Entry<Integer, Long> entry : tags.differ.entrySet()) {
            findings.accept(TAG.at(
                    paths.name(entry.getKey()),
                    String.format(
                            "the directory says reparse tag 0x%08x, the file has 0x%08x",
                            entry.getValue().intValue(), tag(entry.getKey()))));
        }
    }
}
