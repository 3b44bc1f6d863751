package dev.lifeboat.verify.report;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.fat.FatVolume;
import dev.lifeboat.formats.image.Container;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.image.ImageDisk;
import dev.lifeboat.formats.ntfs.NtfsVolume;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.CorruptImageException;
import dev.lifeboat.formats.source.FileSource;
import dev.lifeboat.formats.source.ImageException;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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

    private final Progress progress;
    private final FindingLimit findings = new FindingLimit();
    private long bytesRead;
    private int volumes;

    private Verifier(Progress progress) {
        this.progress = progress;
    }

    /**
     * Verifies a backup, or a single image. Bad bytes become findings.
     *
     * @param location the images
     * @param progress is told how far it is
     * @return what was found
     * @throws IOException only if the storage cannot be read
     */
    public static Report verify(BackupLocation location, Progress progress) throws IOException {
        Verifier verifier = new Verifier(progress);
        for (Path image : location.images()) {
            verifier.image(image);
        }
        FindingLimit found = verifier.findings;
        return new Report(location, found.findings(), found.omitted(), verifier.volumes);
    }

    /**
     * Returns the rules of findings that are made in this package, rather than by a check.
     *
     * @return for the documentation
     */
    static List<Rule> rules() {
        return List.of(UNREADABLE, UNSUPPORTED, FILE_SYSTEM, ContainedVerifier.UNREADABLE);
    }

    /**
     * Returns the checks of a kind of image file.
     *
     * @param container the kind
     * @return none for raw images, which have no structure of their own
     */
    static List<Check<ImageFile>> containerChecks(Container container) {
        return switch (container) {
            case VHDX -> ContainerChecks.vhdx();
            case VHD -> ContainerChecks.vhd();
            case RAW -> List.of();
        };
    }

    private void image(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        int before = findings.findings().size();
        try (FileSource file = FileSource.open(path)) {
            ImageFile subject = new ImageFile(path, counted(file, name));
            Container container = Container.of(file);
            if (container == Container.RAW && isNamedAsContainer(name)) {
                findings.accept(UNREADABLE.at(name, "is no VHDX and no VHD: neither signature nor headers are there"));
                return;
            }
            run(name, containerChecks(container), subject);
        } catch (CorruptImageException e) { // the file lies in an image itself, which is damaged there
            findings.accept(Finding.of(UNREADABLE, e));
            return;
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNSUPPORTED, e));
            return;
        }
        try (ImageDisk disk = ImageDisk.open(path)) {
            disk(name, disk);
        } catch (CorruptImageException e) {
            boolean explained =
                    findings.findings().stream().skip(before).anyMatch(finding -> finding.severity() == Severity.LOST);
            if (!explained) {
                findings.accept(Finding.of(UNREADABLE, e));
            }
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNSUPPORTED, e));
        }
    }

    /** Nothing but a name tells what the file was to be, when its beginning is destroyed. */
    private static boolean isNamedAsContainer(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".vhdx") || lower.endsWith(".vhd");
    }

    private void disk(String name, ImageDisk disk) throws IOException {
        run(name, DiskChecks.all(), new Disk(counted(disk.bytes(), name), disk.sectorSize()));
        for (DiskVolume volume : DiskImage.of(disk).diskVolumes()) {
            if (volume.source().isPresent()) {
                volume(volume.source().get().name(), volume);
            }
        }
    }

    private void volume(String name, DiskVolume volume) throws IOException {
        ByteSource source = counted(volume.source().orElseThrow(), name);
        try {
            switch (volume.kind()) {
                case NTFS -> run(name, NtfsChecks.all(), NtfsVolume.read(source));
                case FAT12, FAT16, FAT32 -> run(name, FatChecks.all(), FatVolume.read(source));
                default -> {
                    return; // the checks of the disk have said what it is
                }
            }
            volumes++;
        } catch (CorruptImageException e) {
            findings.accept(Finding.of(FILE_SYSTEM, e));
        } catch (UnsupportedImageException e) {
            findings.accept(Finding.of(UNSUPPORTED, e));
        }
    }

    private <S> void run(String name, List<Check<S>> checks, S subject) throws IOException {
        for (Check<S> check : checks) {
            progress.at(name + ": " + check.question(), bytesRead);
            try {
                check.run(subject, findings);
            } catch (CorruptImageException e) {
                findings.accept(Finding.of(UNREADABLE, e));
            } catch (ImageException e) {
                findings.accept(Finding.of(UNSUPPORTED, e));
            }
        }
    }

    private ByteSource counted(ByteSource source, String name) {
        return new CountingSource(source, n -> {
            bytesRead += n;
            progress.at(name, bytesRead);
        });
    }
}
