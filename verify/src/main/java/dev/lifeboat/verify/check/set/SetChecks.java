package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.VolumeName;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of checks of a set as a whole. */
public final class SetChecks {
    private SetChecks() {}

    /**
     * Tells whether a finding makes all others uncertain: files were read while they changed.
     *
     * @param finding any
     * @return true if no verdict can be given because of it
     */
    public static boolean unsettlesAll(Finding finding) {
        return finding.rule().equals(StillnessCheck.WRITTEN);
    }

    /**
     * Tells whether every volume that could hold Windows or its boot files is here and could be looked into.
     *
     * @param set where it lies
     * @param documents what its documents say
     * @param unread the images that could not be looked into
     * @return false if something may be missing only because it was not seen
     */
    public static boolean allSeen(BackupSet set, SetDocuments documents, List<UnreadImage> unread) {
        NamedVolumes named = new NamedVolumes(new SetContents(set, documents, unread, List.of(), ""));
        return unread.isEmpty() && !named.lacksEsp() && named.lackingCritical().isEmpty();
    }

    /**
     * Returns the volumes that a restore does not need. What Windows started from is never one of them.
     *
     * @param documents of the set
     * @return none if the documents do not tell
     */
    public static Set<VolumeName> notCritical(SetDocuments documents) {
        return documents.asr().map(AsrMetadata::volumes).orElse(List.of()).stream()
                .filter(volume -> !volume.critical())
                .map(AsrMetadata.Volume::name)
                .collect(Collectors.toSet());
    }

    /**
     * Tells whether the documents of a set name volumes, and none that a start needs.
     *
     * @param documents of the set
     * @return false if the documents do not tell
     */
    public static boolean dataOnly(SetDocuments documents) {
        List<AsrMetadata.Volume> volumes =
                documents.asr().map(AsrMetadata::volumes).orElse(List.of());
        return !volumes.isEmpty() && volumes.stream().noneMatch(AsrMetadata.Volume::critical);
    }

    /**
     * Returns every check.
     *
     * @return the checks; they hold no state
     */
    public static List<Check<SetContents>> all() {
        return List.of(
                new StillnessCheck(),
                new AccessCheck(),
                new PlaceCheck(),
                new ComputersCheck(),
                new ComputerNameCheck(),
                new VersionsCheck(),
                new CatalogCheck(),
                new DocumentsCheck(),
                new VolumesCheck(),
                new LeftOutCheck());
    }
}
