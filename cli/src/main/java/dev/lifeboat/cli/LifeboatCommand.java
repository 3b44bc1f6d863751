package dev.lifeboat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: shows what there is. */
@Command(
        name = "lifeboat",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Tells whether a Windows system image can be restored, and copies files out of it.",
            "An image is never changed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "1:not restorable (only from verify)",
            "2:wrong usage",
            "3:the input could not be read, or there is no verdict",
            "4:done, with warnings",
            "5:something could not be done on this computer",
            "6:refused for safety",
            "70:an error inside Lifeboat",
            "130:interrupted"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat verify E:\\WindowsImageBackup",
            "  lifeboat list /mnt/usb/WindowsImageBackup",
            "  lifeboat extract C.vhdx 1:/Users/me/Pictures --to rescued",
            "",
            "'lifeboat help COMMAND' shows the options of a command."
        })
final class LifeboatCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Also show where in the program an error came up.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See the list below.");
    }
}
