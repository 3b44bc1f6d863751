package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.backup.BackupVersion;
import dev.lifeboat.formats.backup.ComputerBackups;
import dev.lifeboat.formats.backup.SetImage;
import dev.lifeboat.formats.backup.document.AsrMetadata;
import dev.lifeboat.formats.backup.document.Firmware;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether each version has its images, each image its version, and all versions that were made are here. */
final class VersionsCheck implements Check<SetContents> {
    static final Rule GOOD = new Rule("set.versions", Severity.GOOD, "The version has its images.", "");
    static final Rule EMPTY = new Rule(
            "set.version-without-images",
            Severity.LOST,
            "The folder of this backup holds no image: there is nothing to restore.",
            "Use another version or another drive. If the folder was copied, copy it again; the copy may not have been finished.");
    static final Rule OTHER_EMPTY = new Rule(
            "set.other-version-without-images",
            Severity.NOTE,
            "Another version of this computer's backup has no images. Windows may still list it.",
            "Do not choose that version at a restore.");
    static final Rule STRAY = new Rule(
            "set.stray-image",
            Severity.NOTE,
            "An image lies outside any version's folder. As far as is known, Windows does not look for it there.",
            "If it belongs to a version, move it back into that folder; otherwise leave it.");
    static final Rule TWICE = new Rule(
            "set.two-images-of-one-volume",
            Severity.UNDECIDED,
            "Two image files claim to be of the same volume, and nobody can tell which of them Windows would restore.",
            "Keep the one that Windows wrote, and move the other out of the folder; then verify again.");
    static final Rule SAME_FILE = new Rule(
            "set.one-file-for-two-volumes",
            Severity.UNDECIDED,
            "Two images have different names but are one and the same file, by a link. It can be the image of one volume only; which,"
                    + " nobody can tell.",
            "Copy the folder again from the original into an empty one; then verify again.");
    static final Rule OLDER = new Rule(
            "set.older-versions-elsewhere",
            Severity.NOTE,
            "Older versions of this backup exist only as shadow copies of the drive that it was made to. In a copy of the folder"
                    + " they are lost; here only the newest is checked.",
            "If an older version matters, restore it from the original drive.");

    @Override
    public String question() {
        return "Does every version have its images?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(GOOD, EMPTY, OTHER_EMPTY, STRAY, TWICE, SAME_FILE, OLDER);
    }

    @Override
    public void run(SetContents set, Consumer<Finding> findings) {
        ComputerBackups computer = set.set().computer();
        BackupVersion version = set.set().version();
        if (!version.images().isEmpty()) {
            findings.accept(GOOD.at(SetPaths.version(set), version.images().size() + " images"));
        } else if (version.problem().isEmpty()) {
            findings.accept(EMPTY.at(SetPaths.version(set), "holds no .vhdx and no .vhd"));
        }
        for (BackupVersion other : computer.versions()) {
            if (!other.name().equals(version.name())
                    && other.images().isEmpty()
                    && other.problem().isEmpty()) {
                findings.accept(OTHER_EMPTY.at(computer.name() + "/" + other.name(), "holds no .vhdx and no .vhd"));
            }
        }
        stray(set, findings);
        twice(set, findings);
        sameFile(set, findings);
        int made = computer.versionsMade();
        if (made > computer.versions().size()) {
            findings.accept(OLDER.at(
                    computer.name() + "/SPPMetadataCache",
                    "names " + made + " versions, the folder holds "
                            + computer.versions().size()));
        }
    }

    private static void stray(SetContents set, Consumer<Finding> findings) {
        List<Path> outside = new ArrayList<>(set.set().computer().others());
        set.set().store().ifPresent(store -> outside.addAll(store.others()));
        for (Path file : outside) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if ((name.endsWith(".vhdx") || name.endsWith(".vhd")) && !Files.isDirectory(file)) {
                findings.accept(STRAY.at(SetPaths.inSet(set, file), "lies in no folder of a version"));
            }
        }
    }

    private static void sameFile(SetContents set, Consumer<Finding> findings) {
        Map<Object, SetImage> byFile = new HashMap<>();
        for (SetImage image : set.set().version().images()) {
            Optional<Object> key = key(image.file());
            SetImage first = key.map(k -> byFile.putIfAbsent(k, image)).orElse(null);
            if (first != null) {
                findings.accept(
                        SAME_FILE.at(SetPaths.version(set), image.name() + " is the same file as " + first.name()));
            }
        }
    }

    /** Empty on Windows, which does not tell, and for what cannot be asked, of which the check of access has told. */
    private static Optional<Object> key(Path file) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void twice(SetContents set, Consumer<Finding> findings) {
        String esp = set.documents()
                .asr()
                .filter(asr -> asr.firmware().filter(f -> f == Firmware.UEFI).isPresent())
                .flatMap(AsrMetadata::systemVolume)
                .map(volume -> volume.guid().toString())
                .orElse("");
        Map<String, SetImage> byStem = new HashMap<>();
        for (SetImage image : set.set().version().images()) {
            String name = image.name().toLowerCase(Locale.ROOT);
            String stem = name.substring(0, name.lastIndexOf('.'));
            SetImage first = byStem.putIfAbsent(stem.equals(esp) ? "esp" : stem, image);
            if (first != null) {
                findings.accept(TWICE.at(
                        SetPaths.version(set), image.name() + " and " + first.name() + " are of the same volume"));
            }
        }
    }
}
