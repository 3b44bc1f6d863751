package dev.lifeboat.verify.check.disk;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.partition.VolumeSummary;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What each partition holds, by its first sectors, and whether all of it is there. */
final class VolumeCheck implements Check<Disk> {
    static final Rule GOOD =
            new Rule("disk.volume", Severity.GOOD, "Every volume says what it is, and fits its place on the disk.", "");
    static final Rule BOOT_SECTOR = new Rule(
            "disk.boot-sector",
            Severity.LOST,
            "The first sector of a volume is destroyed. Windows does not recognise the volume, although its files may all be"
                    + " there.",
            "Copy the files out with Lifeboat, which reads the spare copy of that sector; restore from another version of"
                    + " the backup.");
    static final Rule TOO_LARGE = new Rule(
            "disk.volume-too-large",
            Severity.LOST,
            "A volume is larger than its place on the disk: its end is missing, and Windows refuses such a volume.",
            "If the image was copied, copy it again from the original; the copy may have been cut short.");
    static final Rule UNREADABLE = new Rule(
            "disk.volume-unreadable",
            Severity.LOST,
            "The first sectors of a volume cannot be read from the image.",
            "If the image was copied, copy it again from the original; else use another version of the backup.");
    static final Rule NOTHING = new Rule(
            "disk.no-volume",
            Severity.LOST,
            "Nothing on this disk is a volume that Lifeboat knows, so there is nothing to restore from it.",
            "Use another version of the backup.");
    static final Rule UNKNOWN = new Rule(
            "disk.volume-unknown",
            Severity.DAMAGED,
            "What is in this part of the disk is no kind of volume that Lifeboat knows; if it was a volume of Windows, it is"
                    + " destroyed.",
            "Compare with another version of the backup.");
    static final Rule GONE = new Rule(
            "disk.volume-gone",
            Severity.UNDECIDED,
            "This part of the disk is marked as a volume for Windows and files, and there is none in it: it was never formatted,"
                    + " or it is destroyed, or the backup broke off before it was written. Whether Windows was on it cannot be"
                    + " told; if so, a restored computer does not start.",
            "Compare with 'lifeboat list' of another version of the backup, or with the computer itself. If there was a volume,"
                    + " do not rely on this image.");
    static final Rule EFI_SYSTEM = new Rule(
            "disk.efi-system",
            Severity.LOST,
            "The part of the disk that the computer starts from is destroyed: a restored computer would not start. The volumes"
                    + " with Windows and with files may be whole.",
            "Use another version of the backup, or copy your files out of this one with 'lifeboat extract'.");
    static final Rule EMPTY = new Rule(
            "disk.volume-empty",
            Severity.NOTE,
            "This part of the disk was never used, as far as its beginning and end show.",
            "");
    static final Rule NOT_CHECKED = new Rule(
            "disk.volume-not-checked",
            Severity.UNDECIDED,
            "This volume is of a kind that Lifeboat cannot look into, so nothing can be said about the files in it.",
            "Check it on Windows.");
    static final Rule BITLOCKER = new Rule(
            "disk.bitlocker",
            Severity.UNDECIDED,
            "This volume is encrypted with BitLocker, and was copied as it lies on the disk: a restore brings it back encrypted. Without"
                    + " its recovery key (48 digits) or password nobody gets at what is in it, and nothing can be said about its"
                    + " files here.",
            "Make sure that you have the recovery key, and not only on this computer: 'manage-bde -protectors -get C:' shows it. Backups"
                    + " that Windows makes while it runs hold the files unencrypted and can be checked.");
    static final Rule FOREIGN = new Rule(
            "disk.volume-foreign",
            Severity.NOTE,
            "This volume belongs to another system than Windows. Windows does not need it to start; its files are not"
                    + " checked.",
            "");
    static final Rule DISC = new Rule(
            "disk.disc",
            Severity.UNDECIDED,
            "This is an image of a disc, such as Windows is installed or repaired from, and not of a computer's disk. Lifeboat"
                    + " shows its files and copies them out; it checks none of them.",
            "To check a backup, name the folder WindowsImageBackup or an image in it. Whether a disc was downloaded without"
                    + " fault, its checksum tells, if its publisher names one.");

    @Override
    public String question() {
        return "Does every partition hold a volume that is known and complete?";
    }

    @Override
    public List<Rule> rules() {
        return List.of(
                GOOD,
                BOOT_SECTOR,
                TOO_LARGE,
                UNREADABLE,
                NOTHING,
                UNKNOWN,
                GONE,
                EFI_SYSTEM,
                EMPTY,
                NOT_CHECKED,
                BITLOCKER,
                FOREIGN,
                DISC);
    }

    @Override
    public void run(Disk disk, Consumer<Finding> findings) throws IOException {
        Optional<List<Volumes.Volume>> volumes = Volumes.of(disk);
        if (volumes.isEmpty()) {
            return;
        }
        List<Finding> made = new ArrayList<>();
        boolean anyVolume = false;
        for (Volumes.Volume volume : volumes.get()) {
            try {
                VolumeSummary summary = VolumeSummary.read(volume.bytes());
                made.add(judge(volume, summary));
                anyVolume |= summary.kind().isRecognised();
            } catch (ImageException complaint) {
                made.add(Finding.of(UNREADABLE, complaint));
            }
        }
        if (!anyVolume) {
            made.removeIf(f -> f.rule().equals(GONE)); // all of them are, which is worse
            made.add(NOTHING.at(disk.bytes().name(), "no volume was recognised"));
        }
        made.stream().filter(f -> !f.rule().equals(GOOD)).forEach(findings);
        String good = made.stream()
                .filter(f -> f.rule().equals(GOOD))
                .map(Finding::message)
                .collect(Collectors.joining("; "));
        if (!good.isEmpty() && made.stream().allMatch(f -> f.severity().compareTo(Severity.NOTE) <= 0)) {
            findings.accept(GOOD.at(disk.bytes().name(), good));
        }
    }

    private static Finding judge(Volumes.Volume part, VolumeSummary summary) {
        ByteSource volume = part.bytes();
        String kind = summary.kind().label();
        long size = summary.size().orElse(0);
        if (summary.fromBackup()) {
            return BOOT_SECTOR.at(
                    volume.name() + " at 0x0", "the boot sector is destroyed; its backup says that this is " + kind);
        }
        if (size > volume.size()) {
            return TOO_LARGE.at(
                    volume.name(), kind + " of " + size + " bytes does not fit in " + volume.size() + " bytes");
        }
        if (part.efiSystem() && !ruleFor(summary.kind()).equals(GOOD)) {
            return EFI_SYSTEM.at(volume.name(), "is the EFI system partition, and holds " + kind + ", expected FAT");
        }
        if (part.basicData() && !summary.kind().isRecognised()) {
            return GONE.at(volume.name(), kind + ", expected a volume of Windows");
        }
        if (part.type().isEmpty() && Volumes.isDisc(summary.kind())) {
            return DISC.at(volume.name(), kind);
        }
        if (part.foreign() && summary.kind() == VolumeKind.UNKNOWN) {
            return FOREIGN.at(volume.name(), kind);
        }
        return ruleFor(summary.kind()).at(volume.name(), size == 0 ? kind : kind + ", " + size + " bytes");
    }

    private static Rule ruleFor(VolumeKind kind) {
        return switch (kind) {
            case NTFS, FAT12, FAT16, FAT32 -> GOOD;
            case BITLOCKER -> BITLOCKER;
            case EXFAT, REFS -> NOT_CHECKED;
            case EMPTY -> EMPTY;
            case UNKNOWN -> UNKNOWN;
            default -> FOREIGN;
        };
    }
}
