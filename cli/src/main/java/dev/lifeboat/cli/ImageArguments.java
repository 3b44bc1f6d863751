package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.ImageSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that reads an image has in common: where the image is. */
final class ImageArguments {
    @Parameters(
            index = "0",
            paramLabel = "PATH",
            description =
                    "A WindowsImageBackup folder, the drive or folder that holds it, a computer or a version in it,"
                            + " or one image: .vhdx, .vhd, .img, a disk.")
    private Path path;

    @Option(
            names = "--machine",
            paramLabel = "NAME",
            description = "Which computer, where there are backups of several.")
    private String machine;

    @Option(
            names = "--backup",
            paramLabel = "ID",
            description = "Which version, such as '2026-01-31 120000'; the newest if not given.")
    private String backup;

    Path path() {
        return path;
    }

    BackupLocation locate() throws IOException {
        return BackupLocation.find(path, Optional.ofNullable(machine), Optional.ofNullable(backup));
    }

    ImageSet open() throws IOException {
        return ImageSet.open(locate());
    }
}
