package dev.lifeboat.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a mount of Lifeboat. */
@Command(
        name = "unmount",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Ends a mount that 'lifeboat mount' made, also one whose process is gone.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is mounted there any more",
            "2:wrong usage",
            "5:it is in use, or the system refused; the message says why",
            "6:it is no mount of Lifeboat"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  lifeboat unmount ~/backup", "  lifeboat unmount ~/backup --lazy", "  lifeboat unmount V:"})
final class UnmountCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WHERE", description = "The folder, or the drive letter.")
    private Path where;

    @Option(
            names = "--lazy",
            description =
                    "Take it out of the folder although programs use it. They keep what they have open; the mount's"
                            + " process ends with the last of them.")
    private boolean lazy;

    @Option(names = "--elevate", description = "Windows: run with administrator rights; Windows asks you.")
    private boolean elevate;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Mounting.ofThisSystem().unmount(new UnmountRequest(where, lazy, elevate, spec.commandLine()));
        return ExitCode.OK;
    }
}
