package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Finds the path of a file from its record, for messages: from name to parent, up to the root. */
final class FilePaths {
    private static final int MAX_DEPTH = 256;

    private final NtfsVolume volume;

    FilePaths(NtfsVolume volume) {
        this.volume = volume;
    }

    /**
     * Names a file.
     *
     * @param record number of its base record
     * @return {@code /Users/me/a.txt (MFT record 105)}; with {@code ?} for what cannot be found out
     * @throws IOException if the storage cannot be read
     */
    String name(long record) throws IOException {
        String path = path(record);
        return path.isEmpty() ? "MFT record " + record : path + " (MFT record " + record + ")";
    }

    /** The path alone; empty if not even the name can be found out. */
    String path(long record) throws IOException {
        StringBuilder path = new StringBuilder();
        long at = record; // a reference without sequence number, then those of the names
        Set<Long> met = new HashSet<>();
        try {
            while (FileReference.number(at) != NtfsVolume.ROOT) {
                FileName name = longName(volume.fileOf(at));
                if (name == null || !met.add(FileReference.number(at)) || met.size() > MAX_DEPTH) {
                    break;
                }
                path.insert(0, "/" + name.name());
                at = name.parent();
            }
        } catch (ImageException e) {
            // what is known of the path so far is more help than none
        }
        if (FileReference.number(at) == NtfsVolume.ROOT) {
            return path.isEmpty() ? "/" : path.toString();
        }
        return path.isEmpty() ? "" : "?" + path;
    }

    private static FileName longName(NtfsFile file) throws ImageException {
        FileName any = null;
        for (FileName name : file.names()) {
            if (!name.dosOnly()) {
                return name;
            }
            any = name;
        }
        return any;
    }
}
