package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
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
        description = {
            "Shows what is here: the computers, or the newest version of one with its images, volumes and what is missing.",
            "Writes nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "2:wrong usage", "3:the input could not be read", "4:part of it could not be read"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat list E:\\",
            "  lifeboat list /mnt/nas/WindowsImageBackup --machine OFFICE-PC --json",
            "",
            "The number in front of a volume is how other commands call it, or the drive letter that it had:",
            "'lifeboat ls PATH 2:/Users', 'lifeboat ls PATH C:/Users'."
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
        Optional<BackupStore> several = image.severalComputers();
        if (several.isPresent()) {
            return computers(new StoreList(several.get()), out);
        }
        try (ImageInput input = image.openAny()) {
            ImageSet set = input.images();
            boolean complete = set.failures().isEmpty();
            if (json) {
                ListJson listing = new ListJson(input);
                listing.write(out);
                complete &= listing.complete();
            } else {
                complete &= new ListText(input, out).write(Instant.now());
            }
            out.flush();
            for (ImageSet.Failure failure : set.failures()) {
                spec.commandLine().getErr().println("lifeboat: " + Text.safe(Errors.message(failure.problem())));
            }
            for (ImageException damage : input.damage()) {
                complete = false;
                spec.commandLine().getErr().println("lifeboat: " + Text.safe(Errors.message(damage)));
            }
            if (set.images().isEmpty() && set.failures().isEmpty()) {
                set.requireImages(); // says that there are none
            }
            return set.images().isEmpty() ? ExitCode.UNREADABLE : complete ? ExitCode.OK : ExitCode.WARNINGS;
        }
    }

    private int computers(StoreList list, PrintWriter out) {
        if (json) {
            list.json(out);
        } else {
            list.text(out, Instant.now());
        }
        return list.complete() ? ExitCode.OK : ExitCode.WARNINGS;
    }
}
