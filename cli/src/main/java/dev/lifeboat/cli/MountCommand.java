package dev.lifeboat.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows images in a folder. */
@Command(
        name = "mount",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows the files of images in a folder, read-only, until 'lifeboat unmount' or Ctrl-C ends it: of a backup"
                    + " COMPUTER/VERSION/VOLUME/..., of a single image VOLUME/...",
            "Linux needs the package fuse3. Links that lead out of their volume lead nowhere. Alternate streams are"
                    + " extended attributes (user.NAME), attributes and times of Windows too, as with ntfs-3g"
                    + " (system.ntfs_attrib_be, system.ntfs_times_be). What cannot be read is an input/output error for the"
                    + " program, and a line here.",
            "Windows shows VHDX and VHD by its own virtual disk driver, which needs administrator rights: one volume under a letter, or"
                    + " each volume as a folder of WHERE. Nothing is written into the image."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the mount was ended; with --background: it answers",
            "2:wrong usage",
            "3:the input could not be read",
            "5:it could not be mounted; the message says what is missing",
            "6:refused: WHERE is in a backup, where nothing is ever mounted; or Windows would not mount the image, or should not",
            "130:interrupted; the mount has ended"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat mount /media/usb/WindowsImageBackup ~/backup",
            "  lifeboat mount C.vhdx ~/c --volume 1 --background",
            "  lifeboat mount C.vhdx ~/raw --raw, then: sudo mount -o ro,loop ~/raw/1.img /mnt",
            "  lifeboat mount E:\\ V: --volume C",
            "  lifeboat mount E:\\ C:\\Backup --background --elevate"
        })
final class MountCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Parameters(
            index = "1",
            paramLabel = "WHERE",
            description = "An empty folder; on Windows also a drive letter (V:), or a folder to be made.")
    private Path where;

    @Option(
            names = "--volume",
            paramLabel = "V",
            description = "Show this volume alone, its root in WHERE: a drive letter, a number, a label.")
    private String volume;

    @Option(names = "--raw", description = "Show each volume and each disk as one file, for other programs.")
    private boolean raw;

    @Option(
            names = "--background",
            description = "Return when the mount answers, and go on without a terminal; messages go to a log file.")
    private boolean background;

    @Option(
            names = "--allow-other",
            description = "Let other users of this computer read all of it. Needs root, or user_allow_other in"
                    + " /etc/fuse.conf.")
    private boolean allowOther;

    @Option(
            names = "--overlay",
            description =
                    "Windows: let it write, into a temporary file that is removed at the end. For disks that Windows takes for"
                            + " copies of another one, and for volumes that it mounts only where it can write.")
    private boolean overlay;

    @Option(names = "--elevate", description = "Windows: run with administrator rights; Windows asks you.")
    private boolean elevate;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Mounting mounting = Mounting.ofThisSystem();
        if (!WindowsMount.isLetter(where.toString())) {
            BackupGuard.refuse(where, "WHERE");
        }
        MountInput input = new MountInput(image, raw);
        return mounting.mount(new MountRequest(
                image.path(),
                where,
                image,
                Optional.ofNullable(volume).map(MountCommand::withoutColon),
                raw,
                overlay,
                elevate,
                allowOther,
                background,
                () -> volume == null ? input.all() : input.volume(volume),
                spec.commandLine()));
    }

    private static String withoutColon(String volume) {
        return volume.endsWith(":") ? volume.substring(0, volume.length() - 1) : volume;
    }
}
