package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.partition.PartitionScheme;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what an image holds. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows the images and volumes of a backup. Writes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "2:wrong usage", "3:the input could not be read", "4:part of it could not be read"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat list E:\\",
            "  lifeboat list /mnt/nas/WindowsImageBackup --machine OFFICE-PC --json",
            "",
            "The number in front of a volume is how other commands call it: 'lifeboat ls PATH 2:/Users'."
        })
final class ListCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Option(names = "--json", description = "Write one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ImageInput input = image.open()) {
            ImageSet set = input.images();
            boolean complete = set.failures().isEmpty();
            if (json) {
                ListJson listing = new ListJson(input);
                listing.write(out);
                complete &= listing.complete();
            } else {
                container(input, out);
                complete &= text(set, out);
            }
            for (ImageSet.Failure failure : set.failures()) {
                spec.commandLine().getErr().println("lifeboat: " + Text.safe(Errors.message(failure.problem())));
            }
            for (ImageException damage : input.damage()) {
                complete = false;
                spec.commandLine().getErr().println("lifeboat: " + Text.safe(Errors.message(damage)));
            }
            return complete ? ExitCode.OK : ExitCode.WARNINGS;
        }
    }

    private static void container(ImageInput input, PrintWriter out) {
        input.container()
                .ifPresent(inside ->
                        out.println("Inside    " + Text.safe(inside.image().toString()) + ", volume " + inside.volume()
                                + " (--outer shows that image itself)"));
    }

    /** Tells whether all could be read. */
    private static boolean text(ImageSet set, PrintWriter out) throws IOException {
        boolean complete = true;
        set.location().computer().ifPresent(name -> out.println("Computer  " + Text.safe(name)));
        set.location().backup().ifPresent(name -> {
            out.println("Backup    " + Text.safe(name) + " (time is UTC)");
            out.println("Folder    "
                    + Text.safe(String.valueOf(set.images().get(0).path().getParent())));
        });
        for (DiskImage disk : set.images()) {
            String file = Files.isRegularFile(disk.path()) ? Text.size(Files.size(disk.path())) + " file, " : "";
            out.println("Image     " + Text.safe(name(set, disk)) + ": "
                    + disk.container().label() + ", " + scheme(disk) + ", " + file + "disk of "
                    + Text.size(disk.disk().size()));
            Table table = new Table("No", "Label", "File system", ">Size", ">Used", "Partition");
            for (NumberedVolume volume : set.volumes()) {
                if (volume.image() == disk) {
                    VolumeFacts facts = VolumeFacts.of(volume.volume());
                    complete &= facts.problem().isEmpty();
                    table.row(
                            String.valueOf(volume.number()),
                            facts.label(),
                            volume.volume().kind().label(),
                            Text.size(volume.volume().size()),
                            facts.used().isPresent() ? Text.size(facts.used().getAsLong()) : "",
                            facts.problem().orElse(facts.partition()));
                }
            }
            table.print(out);
        }
        return complete;
    }

    /** The images of a version lie in one folder, which is said once. */
    private static String name(ImageSet set, DiskImage disk) {
        return set.location().backup().isPresent()
                ? disk.path().getFileName().toString()
                : disk.path().toString();
    }

    private static String scheme(DiskImage disk) {
        return disk.table().scheme() == PartitionScheme.NONE
                ? "no partition table"
                : disk.table().scheme().name();
    }
}
