package dev.lifeboat.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** The commands, in the order in which the help shows them. The name of each is the constant's in small letters. */
enum Subcommand {
    VERIFY(VerifyCommand.class),
    SEAL(SealCommand.class),
    LIST(ListCommand.class),
    INFO(InfoCommand.class),
    LS(LsCommand.class),
    FIND(FindCommand.class),
    TREE(TreeCommand.class),
    CAT(CatCommand.class),
    EXTRACT(ExtractCommand.class),
    MOUNT(MountCommand.class),
    MOUNTS(MountsCommand.class),
    UNMOUNT(UnmountCommand.class),
    EXPORT(ExportCommand.class),
    SERVE(ServeCommand.class),
    EXPLAIN(ExplainCommand.class),
    HELP(HelpCommand.class);

    private final Class<?> type;

    Subcommand(Class<?> type) {
        this.type = type;
    }

    private String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Adds the command that a command line begins with, or all if it begins otherwise: picocli reads a command from its
     * annotations, which takes several milliseconds each.
     *
     * @param line the command above them
     * @param args the command line
     */
    static void addTo(CommandLine line, String... args) {
        for (Subcommand one : values()) {
            if (args.length > 0 && one != HELP && args[0].equals(one.command())) {
                line.addSubcommand(one.command(), one.type);
                return;
            }
        }
        for (Subcommand each : values()) {
            line.addSubcommand(each.command(), each.type);
        }
    }
}
