package dev.lifeboat.verify.check.ntfs;

import dev.lifeboat.formats.ntfs.NtfsFile;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The security descriptors that files have by number in $Secure: thousands of files share each. Asked when all files have been seen,
 * so that each descriptor is looked up once.
 */
final class SecurityReferences {
    static final Rule LOST = new Rule(
            "ntfs.security-lost",
            Severity.DAMAGED,
            "The list of who may open which files ($Secure) lacks what files refer to. Their content is there, but Windows does"
                    + " not know who owns them, and may refuse to open them.",
            "Run 'chkdsk /f' on the volume after a restore: it gives such files the usual rights. What was set by hand is lost.");

    /** More than any volume has; what is beyond is not looked at. */
    private static final int MOST = 1 << 16;

    private final Map<Long, Files> byNumber = new TreeMap<>();

    private static final class Files {
        private final long first;
        private long count = 1;

        Files(long first) {
            this.first = first;
        }
    }

    /** Takes note of a file that has its attributes. */
    void add(NtfsFile file) throws IOException {
        long id = file.information().securityId();
        if (id == 0) {
            return; // it has a descriptor of its own, or none
        }
        Files files = byNumber.get(id);
        if (files != null) {
            files.count++;
        } else if (byNumber.size() < MOST) {
            byNumber.put(id, new Files(file.number()));
        }
    }

    /** Looks each of them up. */
    void examine(NtfsVolume volume, FilePaths paths, NtfsFindings findings) throws IOException {
        for (Map.Entry<Long, Files> entry : byNumber.entrySet()) {
            Files files = entry.getValue();
            try {
                volume.security(volume.file(files.first));
            } catch (UnsupportedImageException e) {
                // Windows may know it
            } catch (CorruptImageException e) {
                findings.add(
                        LOST,
                        () -> paths.name(files.first),
                        () -> (files.count == 1 ? "has" : "is one of " + files.count + " files with")
                                + " the security descriptor " + entry.getKey() + ", which cannot be read: "
                                + e.problem());
            }
        }
    }
}
