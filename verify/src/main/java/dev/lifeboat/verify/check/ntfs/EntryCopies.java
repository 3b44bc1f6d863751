package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.MftCatalog;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.ntfs.ReparsePoint;
import dev.lifeboat.formats.ntfs.StandardInformation;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        private final Map<Integer, Difference> differ = new TreeMap<>();

        /** A copy that is not what the file has. */
        private record Difference(long copy, long own) {}

        /** Reads what a file has of its own. */
        private interface Own {
            long read() throws IOException;
        }

        /** What the file has is read once: a file may have a hundred thousand names, and not be in one place. */
        void add(int file, long copy, Own own) throws IOException {
            Difference before = differ.get(file);
            if (agree.get(file) || (before == null && differ.size() == MOST)) {
                return;
            }
            long has = before == null ? own.read() : before.own();
            if (copy == has) {
                agree.set(file);
                differ.remove(file);
            } else if (before == null) {
                differ.put(file, new Difference(copy, has));
            }
        }
    }

    /** Takes what one directory says of a file. */
    void add(FileName copy, int file) throws IOException {
        if (!catalog.directory(file)) {
            sizes.add(file, copy.size(), () -> catalog.size(file));
        }
        boolean reparse = (catalog.attributes(file) & StandardInformation.REPARSE_POINT) != 0;
        if (reparse || copy.reparseTag() != 0) {
            try {
                tags.add(file, copy.reparseTag(), () -> tag(file));
            } catch (ImageException reported) {
                return; // by the check of the records
            }
        }
    }

    private int tag(int file) throws IOException {
        return volume.file(file).reparsePoint().map(ReparsePoint::tag).orElse(0);
    }

    /** Reports the files with which no directory agrees. NTFS keeps its own open, and does not bring theirs up to date. */
    void report(FilePaths paths, NtfsFindings findings) throws IOException {
        for (Map.Entry<Integer, Copies.Difference> entry : sizes.differ.entrySet()) {
            int file = entry.getKey();
            long copy = entry.getValue().copy();
            String where = file < NtfsVolume.FIRST_USER_RECORD || findings.full(SIZE) ? "" : paths.name(file);
            if (file >= NtfsVolume.FIRST_USER_RECORD && !where.startsWith("/$Extend/")) {
                findings.add(
                        SIZE,
                        () -> where,
                        () -> "the directory says " + copy + " bytes, the file has " + catalog.size(file));
            }
        }
        for (Map.Entry<Integer, Copies.Difference> entry : tags.differ.entrySet()) {
            Copies.Difference tag = entry.getValue();
            findings.add(
                    TAG,
                    () -> paths.name(entry.getKey()),
                    () -> String.format(
                            "the directory says reparse tag 0x%08x, the file has 0x%08x",
                            (int) tag.copy(), (int) tag.own()));
        }
    }
}
