package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.OpaqueFile;
import dev.lifeboat.formats.backup.SetDocument;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Whether the files beside the versions are there: MediaId, both catalogs, SPPMetadataCache. What is in them is not public,
 * so presence and size are all that is judged.
 */
final class CatalogCheck implements Check<SetContents> {
    /** In each of the two sets that are known. */
    private static final long MEDIA_ID_SIZE = 16;

    static final List<String> NAMES = List.of("GlobalCatalog", "BackupGlobalCatalog");

    static final Rule GOOD = new Rule("set.catalog", Severity.GOOD, "The catalogs are there.", "");
    static final Rule MISSING = new Rule(
            "set.catalog-missing",
            Severity.LOST,
            "Both catalogs are missing or empty. By the report of a person who tried it, Windows needs them at a restore; Microsoft does"
                    + " not say. The images may be sound: files can still be copied out with Lifeboat.",
            "Copy the whole folder of the computer again from the original, Catalog and all.");
    static final Rule ONE_MISSING = new Rule(
            "set.catalog-one-missing",
            Severity.NOTE,
            "One of the two catalogs is missing or empty. It looks as if each is the spare of the other, but Microsoft does not say"
                    + " so.",
            "Copy the folder Catalog again from the original, if there is one.");
    static final Rule MEDIA_ID = new Rule(
            "set.media-id",
            Severity.NOTE,
            "The file MediaId, by which Windows seems to know the drive or share again, is missing, or of another size than in the"
                    + " backups that are known. What Windows does then is not known.",
            "Copy MediaId again from the original, if there is one.");
    static final Rule METADATA = new Rule(
            "set.metadata-cache",
            Severity.NOTE,
            "The file of SPPMetadataCache that belongs to this version is missing or empty. Windows itself leaves it out of backups of"
                    + " single files; whether it needs it for a whole computer is not known.",
            "Copy the folder SPPMetadataCache again from the original, if there is one.");

    @Override
    public String question() {
        return "Are the catalogs and the files beside them there?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, MISSING, ONE_MISSING, MEDIA_ID, METADATA);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        ComputerBackups computer = set.set().computer();
        String folder = computer.name() + "/Catalog";
        if (computer.problem().isPresent()) {
            return; // not even looked into
        }
        List<String> missing = NAMES.stream()
                .filter(name ->
                        computer.catalog(name).filter(c -> c.size() != 0).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            findings.accept(GOOD.at(folder, "both catalogs are there"));
        } else {
            boolean all = missing.size() == NAMES.size();
            findings.accept((all ? MISSING : ONE_MISSING)
                    .at(
                            folder,
                            String.join(" and ", missing) + (missing.size() > 1 ? " are" : " is")
                                    + " missing or empty"));
        }
        Optional<OpaqueFile> mediaId = computer.mediaId();
        if (mediaId.isEmpty()) {
            findings.accept(MEDIA_ID.at(computer.name(), "MediaId is missing"));
        } else if (mediaId.get().size() >= 0 && mediaId.get().size() != MEDIA_ID_SIZE) {
            findings.accept(MEDIA_ID.at(
                    computer.name() + "/MediaId", "has " + mediaId.get().size() + " bytes, expected " + MEDIA_ID_SIZE));
        }
        metadata(set, findings);
    }

    /** The documents of a version begin with the name of its file there. */
    private static void metadata(SetContents set, Consumer<Finding> findings) {
        List<UUID> prefixes = set.set().version().documents().stream()
                .map(SetDocument::name)
                .flatMap(name -> name.prefix().stream())
                .distinct()
                .toList();
        if (prefixes.isEmpty() || set.documents().writers().isEmpty()) {
            return;
        }
        Set<String> wanted = new HashSet<>();
        prefixes.forEach(prefix -> wanted.add("{" + prefix + "}"));
        boolean there = set.set().computer().metadataCache().stream()
                .anyMatch(file -> wanted.contains(file.name().toLowerCase(Locale.ROOT)) && file.size() != 0);
        if (!there) {
            findings.accept(METADATA.at(
                    SetPaths.computer(set) + "/SPPMetadataCache", "{" + prefixes.get(0) + "} is missing or empty"));
        }
    }
}
