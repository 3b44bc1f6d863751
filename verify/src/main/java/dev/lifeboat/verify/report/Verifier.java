package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.Access;
import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupSet;
import dev.lifeboat.formats.backup.SetDocuments;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.ImageDisk;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.verify.check.Check;
import dev.lifeboat.verify.check.Finding;
import dev.lifeboat.verify.check.ImageFile;
import dev.lifeboat.verify.check.Rule;
import dev.lifeboat.verify.check.Severity;
import dev.lifeboat.verify.check.container.ContainerChecks;
import dev.lifeboat.verify.check.disk.Disk;
import dev.lifeboat.verify.check.disk.DiskChecks;
import dev.lifeboat.verify.check.fat.FatChecks;
import dev.lifeboat.verify.check.ntfs.NtfsChecks;
import dev.lifeboat.verify.check.set.AgeCheck;
import dev.lifeboat.verify.check.set.BackupAge;
import dev.lifeboat.verify.check.set.SetChecks;
import dev.lifeboat.verify.check.set.SetContents;
import dev.lifeboat.verify.check.set.UnreadImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Runs every check over the images of a backup: the files, the disks in them, the volumes on those. */
public final class Verifier {
    static final Rule UNREADABLE = new Rule(
            "image.unreadable",
            Severity.LOST,
            "The image file cannot be opened as a disk; nothing can be restored from it.",
            "Copy the image again from the original if this is a copy; otherwise make a new image.");
    static final Rule UNSUPPORTED = new Rule(
            "image.unsupported",
            Severity.UNDECIDED,
            "The image may be sound, but it uses something that this version of Lifeboat cannot read.",
            "Check it on Windows, or with a newer Lifeboat.");
    static final Rule FILE_SYSTEM = new Rule(
            "volume.unreadable",
            Severity.LOST,
            "The file system of a volume cannot be opened; Windows would not mount it after a restore.",
            "Copy the image again from the original if this is a copy; otherwise make a new image.");
    static final Rule TOO_MUCH = new Rule(
            "image.too-much-to-read",
            Severity.UNDECIDED,
            "To check this image, far more would have to be read than an image of its size holds: its tables lead to the same"
                    + " places again and again. No program writes such an image. The check was ended, and what it did not get"
                    + " to is not known.",
            "Do not rely on this image. Use another version of the backup, or make a new one.");

    static final Rule READ_ERROR = new Rule(
            "image.read-error",
            Severity.UNDECIDED,
            "The drive or the network did not hand over a part of this image file. If that stays so, a restore fails there, too:"
                    + " the drive may be about to fail.",
            "Try again with another cable or port. If it fails again, copy what can be copied to another drive first.");

    private static final Set<VolumeKind> MAY_HOLD_WINDOWS =
            EnumSet.of(VolumeKind.BITLOCKER, VolumeKind.REFS, VolumeKind.UNKNOWN);

    private final CheckRun checks;
    private final FindingLimit findings;
    private final long allowance;
    private WorkLimit limit;
    private final List<UnreadImage> unread = new ArrayList<>();
    private int volumes;

    private Verifier(Progress progress, long allowance) {
        this.checks = new CheckRun(progress, UNREADABLE);
        this.findings = checks.findings();
        this.allowance = allowance;
    }

    /**
     * Verifies a backup, or a single image. Bad bytes become findings.
     *
     * @param location the images
     * @param progress is told how far it is
     * @return what was found
     * @throws IOException if a single image cannot be read from the storage; of a set this is a finding
     */
    public static Report verify(BackupLocation location, Progress progress) throws IOException {
        return verify(location, VerifyOptions.IMAGE_ALONE, progress);
    }

    /**
     * Verifies a backup, a single image, or a WIM. Bad bytes become findings.
     *
     * @param location the images
     * @param options how much is checked
     * @param progress is told how far it is
     * @return what was found
     * @throws IOException if a single image cannot be read from the storage; of a set this is a finding
     */
    public static Report verify(BackupLocation location, VerifyOptions options, Progress progress) throws IOException {
        return verify(location, options, progress, WorkLimit.ALLOWANCE);
    }

    /** Of an image that holds a backup: it is as old as it may be, since only the backup has a date. */
    static Report verifyContainer(BackupLocation location, VerifyOptions options, Progress progress)
            throws IOException {
        return verify(location, options, progress, WorkLimit.ALLOWANCE, false);
    }

    /**
     * Tells whether a location is that of a WIM.
     *
     * @param location any
     * @return by its first bytes, or, where these are those of nothing, by its name
     * @throws IOException if it cannot be read
     */
    public static boolean isWim(BackupLocation location) throws IOException {
        return WimVerifier.isMeant(location);
    }

    /** As above, with another bound of the work on one image. */
    static Report verify(BackupLocation location, VerifyOptions options, Progress progress, long allowance)
            throws IOException {
        return verify(location, options, progress, allowance, true);
    }

    private static Report verify(
            BackupLocation location, VerifyOptions options, Progress progress, long allowance, boolean dated)
            throws IOException {
        if (WimVerifier.isMeant(location)) {
            return WimVerifier.verify(location, options, progress);
        }
        Verifier verifier = new Verifier(progress, allowance);
        Optional<SetWatch> watch = location.set().map(SetWatch::begin);
        for (Path image : location.images()) {
            try {
                verifier.image(image);
            } catch (IOException e) {
                if (location.images().size() == 1 && location.set().isEmpty()) {
                    throw e;
                }
                verifier.storageFailed(image, e);
            }
        }
        Optional<SetDocuments> documents = location.set().isPresent()
                ? Optional.of(SetDocuments.read(location.set().get().version()))
                : Optional.empty();
        new ComputerVerifier(location, documents, verifier.unread, verifier.checks, allowance).verify(options);
        ContentVerifier.run(location, false, options, verifier.findings, progress, verifier.checks::count);
        if (watch.isPresent()) { // last, since it tells what changed until now
            verifier.set(location.set().orElseThrow(), documents.orElseThrow(), watch.get());
        }
        if (dated) {
            verifier.age(location, options);
        }
        FindingLimit found = verifier.findings;
        return new Report(
                location, found.findings(), found.omitted(), verifier.volumes, Subject.SYSTEM_IMAGE, options.level());
    }

    /** What is known of the other images matters most when a drive fails. */
    private void storageFailed(Path image, IOException e) {
        unread.add(new UnreadImage(image, Optional.of(e)));
        Access access = Access.of(e);
        if (access == Access.FAILED
                || access == Access.MISSING) { // what is closed to this user is no fault of the drive
            String problem = access == Access.MISSING ? access.words() : String.valueOf(e.getMessage());
            findings.accept(READ_ERROR.at(String.valueOf(image.getFileName()), problem));
        }
    }

    private void notRead(Path image) {
        unread.add(new UnreadImage(image, Optional.empty()));
    }

    /**
     * Returns the rules of findings that are made in this package, rather than by a check.
     *
     * @return for the documentation
     */
    static List<Rule> rules() {
        return List.of(
                UNREADABLE,
                UNSUPPORTED,
                FILE_SYSTEM,
                TOO_MUCH,
                READ_ERROR,
                ContentVerifier.NOT_LISTED,
                ContainedVerifier.UNREADABLE,
                WimVerifier.UNREADABLE);
    }

    /**
     * Returns the checks of a kind of image file.
     *
     * @param container the kind
     * @return none for raw images, which have no structure of their own, and for WIM, which is no disk
     */
    static List<Check<ImageFile>> containerChecks(Container container) {
        return switch (container) {
            case VHDX -> ContainerChecks.vhdx();
            case VHD -> ContainerChecks.vhd();
            case RAW, WIM -> List.of();
        };
    }

    private void set(BackupSet set, SetDocuments documents, SetWatch watch) throws IOException {
        checks.run(
                set.computer().name(),
                SetChecks.all(),
                new SetContents(set, documents, unread, watch.changed(), watch.writer()));
    }

    private void age(BackupLocation location, VerifyOptions options) throws IOException {
        BackupAge age = new BackupAge(
                location.backup()
                        .orElseGet(() -> String.valueOf(location.images().get(0).getFileName())),
                location.set().flatMap(set -> set.version().time()),
                Instant.now(),
                options.maxAge());
        checks.run(age.where(), List.of(new AgeCheck()), age);
    }

    private void image(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        try {
            image(path, name);
        } catch (WorkLimit.Exceeded e) {
            findings.accept(TOO_MUCH.at(name, e.getMessage()));
            notRead(path);
        }
    }

    private void image(Path path, String name) throws IOException {
        int before = findings.findings().size();
        try (FileSource file = FileSource.open(path)) {
            limit = new WorkLimit(file.size(), allowance);
            ImageFile subject = new ImageFile(path, counted(file, name));
            Container container = Container.of(file);
            if (isDestroyedContainer(container, name)) {
                findings.accept(UNREADABLE.at(name, "is no VHDX and no VHD: neither signature nor headers are there"));
                notRead(path);
                return;
            }
            checks.run(name, containerChecks(container), subject);
        } catch (CorruptImageException e) { // the file lies in an image itself, which is damaged there
            findings.accept(Finding.of(UNREADABLE, e));
            return;
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNSUPPORTED, e));
            return;
        }
        try (ImageDisk disk = ImageDisk.open(path)) {
            disk(path, name, disk);
        } catch (CorruptImageException e) {
            notRead(path);
            if (!isExplained(before, Severity.LOST)) {
                findings.accept(Finding.of(UNREADABLE, e));
            }
        } catch (UnsupportedImageException e) {
            notRead(path);
            if (!isExplained(before, Severity.UNDECIDED)) {
                findings.accept(Finding.of(UNSUPPORTED, e));
            }
        }
    }

    /** Tells whether a check has already said why an image cannot be opened: something at least so bad. */
    private boolean isExplained(int before, Severity severity) {
        return findings.findings().stream()
                .skip(before)
                .anyMatch(finding -> finding.severity().compareTo(severity) >= 0);
    }

    /** Nothing but a name tells what the file was to be, when its beginning is destroyed. */
    static boolean isDestroyedContainer(Container container, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return container == Container.RAW && (lower.endsWith(".vhdx") || lower.endsWith(".vhd"));
    }

    private void disk(Path path, String name, ImageDisk disk) throws IOException {
        checks.run(name, DiskChecks.all(), new Disk(counted(disk.bytes(), name), disk.sectorSize()));
        for (DiskVolume volume : DiskImage.of(disk).volumes()) {
            if (volume.source().isPresent()) {
                volume(path, volume.source().get().name(), volume);
            } else {
                notRead(path);
            }
        }
    }

    private void volume(Path path, String name, DiskVolume volume) throws IOException {
        ByteSource source = counted(volume.source().orElseThrow(), name);
        try {
            switch (volume.kind()) {
                case NTFS -> checks.run(name, NtfsChecks.all(), NtfsVolume.read(source));
                case FAT12, FAT16, FAT32 -> fat(name, volume, FatVolume.read(source));
                default -> {
                    if (MAY_HOLD_WINDOWS.contains(volume.kind())) {
                        notRead(path);
                    }
                    return; // the checks of the disk have said what it is
                }
            }
            volumes++;
        } catch (CorruptImageException e) {
            notRead(path);
            findings.accept(Finding.of(FILE_SYSTEM, e));
        } catch (UnsupportedImageException e) {
            notRead(path);
            findings.accept(Finding.of(UNSUPPORTED, e));
        }
    }

    private void fat(String name, DiskVolume volume, FatVolume fat) throws IOException {
        if (!volume.summary().fromBackup()) { // else the check of the disk has said so
            fat.bootSectorComplaint().ifPresent(e -> findings.accept(Finding.of(FILE_SYSTEM, e)));
        }
        checks.run(name, FatChecks.all(), fat);
    }

    private ByteSource counted(ByteSource source, String name) {
        return checks.counted(source, name, limit);
    }
}
