package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.FileName;
import dev.lifeboat.formats.ntfs.FileReference;
import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds the path of a file from its record, for messages: from name to parent, up to the root. */
final class FilePaths {
    private static final int MAX_DEPTH = 256;

    private static final int MOST_DIRECTORIES = 64;

    private final NtfsVolume volume;
    /** Most files that are named lie in few directories, and to read one of a thousand records takes its time. */
    private final Map<Long, String> directories = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MOST_DIRECTORIES;
        }
    };

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
        if (record == NtfsVolume.ROOT) {
            return "/";
        }
        FileName name = longName(record); // a reference without sequence number
        return name == null ? "" : directory(name.parent(), new HashSet<>(Set.of(record))) + "/" + name.name();
    }

    /** What stands before the slash and the name of a file. */
    private String directory(long reference, Set<Long> met) throws IOException {
        if (FileReference.number(reference) == NtfsVolume.ROOT) {
            return "";
        }
        String known = directories.get(reference);
        if (known != null) {
            return known;
        }
        boolean loop = !met.add(FileReference.number(reference)) || met.size() > MAX_DEPTH;
        FileName name = loop ? null : longName(reference);
        String path = name == null ? "?" : directory(name.parent(), met) + "/" + name.name();
        if (!loop) {
            directories.put(reference, path);
        }
        return path;
    }

    /** Null if the file cannot be read: what is known of the path so far is more help than none. */
    private FileName longName(long reference) throws IOException {
        try {
            return longName(volume.fileOf(reference));
        } catch (ImageException e) {
            return null;
        }
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
