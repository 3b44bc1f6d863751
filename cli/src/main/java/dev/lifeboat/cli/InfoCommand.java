package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupSet;
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

/** Shows everything that a backup says about itself. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows everything that a backup's documents, catalogs and images say about themselves: for those who want to know,"
                    + " and for scripts.",
            "Of a volume with Windows: which Windows, of which computer, for whom, as its registry says. Of a registry hive"
                    + " (SYSTEM, BCD, NTUSER.DAT): its state and size.",
            "Of a program (.efi, .exe, .dll): what it is, its version, and who signed it. Whether to trust them it does not say.",
            "Judges nothing; 'verify' does. Writes nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:fine",
            "2:wrong usage",
            "3:the input could not be read",
            "4:part of it could not be read; with --compare: something differs",
            "5:Windows could not be asked",
            "6:Windows would not read it"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat info E:\\WindowsImageBackup",
            "  lifeboat info C.vhdx",
            "  lifeboat info --boot E:\\WindowsImageBackup",
            "  lifeboat info bootx64.efi",
            "  lifeboat info E:\\ --compare --elevate",
            "  lifeboat info /mnt/nas/WindowsImageBackup --machine OFFICE-PC --json"
        })
final class InfoCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Option(
            names = "--boot",
            description =
                    "Show what the computer starts and from where: the boot stores (BCD) of all volumes, or the one that"
                            + " PATH is.")
    private boolean boot;

    @Option(
            names = "--compare",
            description =
                    "Windows: read every byte of the disks through Windows' own driver, too, and compare. Needs administrator rights."
                            + " Nothing is mounted.")
    private boolean compare;

    @Option(names = "--elevate", description = "Windows: run with administrator rights; Windows asks you.")
    private boolean elevate;

    @Option(names = "--json", description = "Write one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (compare) {
            int code = new WindowsComparison(spec.commandLine(), elevate).run(image);
            out.flush();
            return code;
        }
        if (HiveFacts.isHive(image.path())) {
            return hive(out);
        }
        if (PeFacts.isProgram(image.path())) {
            PeFacts program = new PeFacts();
            write(program.facts(image.path()), out);
            return program.complete() ? ExitCode.OK : ExitCode.WARNINGS;
        }
        if (boot) {
            try (ImageInput input = image.open()) {
                return boot(BootStores.in(input.images()), out);
            }
        }
        try (ImageInput input = image.openAny()) {
            Facts facts = new Facts();
            boolean complete = true;
            Optional<BackupSet> backup = input.images().location().set().filter(set -> !Missing.isFolderOfImages(set));
            if (backup.isPresent()) {
                SetFacts set = new SetFacts(backup.get());
                facts.add("set", set.facts(Instant.now()));
                complete = set.complete();
            }
            input.container()
                    .ifPresent(inside -> facts.add(
                            "container", new Facts().add("file", inside.image()).add("volume", inside.volume())));
            ImageFacts images = new ImageFacts(input.images());
            facts.add("images", images.facts());
            if (!input.damage().isEmpty()) { // by now, all folders were looked at
                facts.add(
                        "containerDamage",
                        input.damage().stream().map(Throwable::getMessage).toList());
            }
            write(facts, out);
            if (input.images().images().isEmpty() && input.images().failures().isEmpty()) {
                input.images().requireImages(); // says that there are none
            }
            if (input.images().images().isEmpty()) {
                return ExitCode.UNREADABLE;
            }
            return complete && images.complete() && input.damage().isEmpty() ? ExitCode.OK : ExitCode.WARNINGS;
        }
    }

    private int hive(PrintWriter out) throws IOException {
        if (boot) {
            return boot(BootStores.of(image.path()), out);
        }
        HiveFacts hive = new HiveFacts();
        write(hive.facts(image.path()), out);
        return hive.complete() ? ExitCode.OK : ExitCode.WARNINGS;
    }

    private int boot(BootStores stores, PrintWriter out) throws IOException {
        if (json) {
            write(BootFacts.of(stores), out);
        } else {
            new BootText(out).write(stores);
            out.flush();
        }
        return stores.complete() ? ExitCode.OK : ExitCode.WARNINGS;
    }

    private void write(Facts facts, PrintWriter out) throws IOException {
        if (json) {
            FactsJson.write(facts, out);
        } else {
            new FactsText(out).write(facts);
        }
        out.flush();
    }
}
