package dev.lifeboat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the mounts of Lifeboat. */
@Command(
        name = "mounts",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Lists what 'lifeboat mount' shows, and where.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "4:a mount does not answer", "5:this system has no mounts of Lifeboat"},
        footerHeading = "%nExamples:%n",
        footer = "  lifeboat mounts --json")
final class MountsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Write one JSON object a line: where, source, answers.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Mounting.Mounted> mounts = Mounting.ofThisSystem().mounts();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            mounts.forEach(mount -> JsonLine.write(out, line -> {
                line.writeStringProperty("where", mount.where());
                line.writeStringProperty("source", mount.source());
                line.writeBooleanProperty("answers", mount.answers());
            }));
        } else if (mounts.isEmpty()) {
            out.println("Lifeboat has nothing mounted.");
        } else {
            Table table = new Table("Where", "What", "State");
            mounts.forEach(mount -> table.row(
                    mount.where(),
                    mount.source(),
                    mount.answers() ? "answers" : "does not answer; 'lifeboat unmount' removes it"));
            table.print(out);
        }
        return mounts.stream().allMatch(Mounting.Mounted::answers) ? ExitCode.OK : ExitCode.WARNINGS;
    }
}
