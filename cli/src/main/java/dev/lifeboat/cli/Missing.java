package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.SetVolumes;
import dev.lifeboat.formats.backup.document.DocumentName;
import dev.lifeboat.formats.backup.document.VolumeName;
import java.util.ArrayList;
import java.util.List;

/** What a set lacks at first sight; whether that matters is what {@code verify} says. */
final class Missing {
    private Missing() {}

    /**
     * Tells a folder with nothing but images, of which nobody knows whose they are, from a version of a backup.
     *
     * @param set any
     * @return true if nothing can be missing
     */
    static boolean isFolderOfImages(BackupSet set) {
        return set.version().time().isEmpty() && set.version().documents().isEmpty();
    }

    /**
     * Looks.
     *
     * @param set which
     * @param documents its documents
     * @return what is missing, in words; empty if nothing is
     */
    static List<String> of(BackupSet set, SetDocuments documents) {
        BackupVersion version = set.version();
        List<String> missing = new ArrayList<>();
        if (version.images().isEmpty()) {
            missing.add("all images");
        }
        SetVolumes volumes = SetVolumes.of(version, documents);
        for (VolumeName volume : volumes.withoutImage(version)) {
            missing.add("image of " + documents.describe(volume));
        }
        if (volumes.lacksEsp(version)) {
            missing.add("Esp.vhdx");
        }
        if (version.documents(DocumentName.Kind.BACKUP_SPECS).isEmpty()) {
            missing.add("BackupSpecs.xml");
        }
        if (version.documents(DocumentName.Kind.COMPONENTS).isEmpty()) {
            missing.add("Components.xml");
        }
        if (set.computer().catalogs().isEmpty()) {
            missing.add("Catalog");
        }
        if (set.computer().mediaId().isEmpty()) {
            missing.add("MediaId");
        }
        return missing;
    }
}
