package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.BackupLocation;
import dev.lifeboat.formats.backup.BackupStore;
import dev.lifeboat.mount.contained.ContainedBackup;
import dev.lifeboat.verify.report.ContainedVerifier;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import dev.lifeboat.verify.seal.LastCheck;
import dev.lifeboat.verify.seal.SealKeys;
import dev.lifeboat.verify.seal.SealPlaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says whether a backup can be restored. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Checks whether an image can be restored, from the image alone. Writes nothing to it. Of a folder with several"
                    + " computers: the newest backup of each, a line for each.",
            "The first line is the verdict; the next say what that means, and what was not checked."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no fault found",
            "1:not restorable",
            "2:wrong usage",
            "3:could not be read, or undecided",
            "4:restorable with loss",
            "70:an error inside Lifeboat: no verdict"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat verify E:\\WindowsImageBackup",
            "  lifeboat verify C.vhdx --all",
            "  lifeboat verify E:\\WindowsImageBackup --full",
            "  lifeboat verify E:\\WindowsImageBackup --html report.html",
            "  lifeboat verify E:\\WindowsImageBackup --max-age 30d --junit report.xml",
            "  lifeboat verify E:\\WindowsImageBackup --target 512GB --target-firmware uefi",
            "  lifeboat verify /mnt/nas/WindowsImageBackup --target-disk /dev/sdb",
            "  lifeboat verify /mnt/nas/WindowsImageBackup",
            "  lifeboat verify /mnt/nas/WindowsImageBackup --machine OFFICE-PC --json"
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Option(
            names = {"-a", "--all"},
            description = "Also show what is as it should be.")
    private boolean all;

    @Option(
            names = "--json",
            description = "Write the report as one JSON object; docs/verify.schema.json describes it.")
    private boolean json;

    @Mixin
    private ReportFiles files;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private LevelOption level = new LevelOption();

    /** One of them. */
    static final class LevelOption {
        /** The default, so that nothing has to ask. */
        @SuppressWarnings("UnusedVariable")
        @Option(
                names = "--quick",
                description = "Check what the image says about itself, in seconds. This is the default.")
        private boolean quick;

        @Option(
                names = "--full",
                description =
                        "Also read every byte, and compare it with the seal ('lifeboat seal') and with checksums beside the"
                                + " backup, where there are some; of a WIM also every file with its SHA-1.")
        private boolean full;
    }

    @Option(
            names = "--seal-key",
            paramLabel = "FILE",
            description =
                    "The seal has to be signed with this key: a PEM file with a public key of Ed25519, as 'openssl pkey -pubout'"
                            + " writes it.")
    private Path sealKey;

    @Option(
            names = "--max-age",
            paramLabel = "AGE",
            converter = AgeOption.class,
            description =
                    "A backup that is older, or was compared with its seal longer ago, is a finding (exit code 4): 12h, 30d or 4w.")
    private Duration maxAge;

    @Mixin
    private TargetOptions target;

    @Override
    public Integer call() throws IOException {
        target.check(spec.commandLine());
        files.check();
        try {
            Optional<BackupStore> several = image.backup().isEmpty() ? image.severalComputers() : Optional.empty();
            return several.isPresent() ? computers(several.get()) : one();
        } catch (IOException e) {
            files.write(List.of(), Map.of(image.path().toString(), Errors.message(e)));
            throw e;
        }
    }

    /**
     * So that the next check can tell how long ago this one was. Comes after the report, and takes nothing of it back.
     *
     * @param report of the check
     * @param container what the backup lies inside of: then that was compared, and not the backup
     */
    private void noteCheck(Report report, Optional<ContainedBackup> container) {
        if (!report.matchesSeal()) {
            return;
        }
        try {
            BackupLocation compared = container.isEmpty()
                    ? report.location()
                    : BackupLocation.find(container.get().image(), Optional.empty(), Optional.empty());
            LastCheck.note(SealPlaces.of(compared), Instant.now());
        } catch (IOException | RuntimeException e) { // the latter where a file system cannot be written at all
            String problem = e instanceof IOException failed ? Errors.message(failed) : e.toString();
            spec.commandLine().getErr().println("That every byte was compared could not be noted: " + problem);
        }
    }

    private int computers(BackupStore store) throws IOException {
        files.requireOneReport(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        StoreVerification verification;
        try (ProgressLine line = ProgressLine.on(spec.commandLine())) {
            verification = StoreVerification.run(store, options(), new VerifyProgress(line));
        }
        files.write(verification.reports(), verification.failures());
        if (json) {
            verification.json(out);
        } else {
            verification.text(out, Instant.now());
        }
        out.flush();
        verification.reports().forEach(report -> noteCheck(report, Optional.empty()));
        return verification.exitCode();
    }

    private int one() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ContainedBackup> container = image.container();
        if (target.given() && container.isEmpty() && Verifier.isWim(image.locate())) {
            throw new ParameterException(
                    spec.commandLine(), "--target is for backups and images of disks; " + image.path() + " is a WIM");
        }
        if (maxAge != null && container.isEmpty() && Verifier.isWim(image.locate())) {
            throw new ParameterException(spec.commandLine(), "--max-age is for backups; " + image.path() + " is a WIM");
        }
        Report report = verify(container);
        if (json) {
            ReportJson.write(report, container, out);
        } else {
            new ReportText(out, Terminal.width(), all).write(report, container);
        }
        out.flush();
        files.write(List.of(report), Map.of());
        files.writeHtml(report, image);
        noteCheck(report, container);
        return report.verdict().exitCode();
    }

    private VerifyOptions options() throws IOException {
        Optional<SealKeys> key = sealKey == null ? Optional.empty() : Optional.of(SealKeys.toCheck(sealKey));
        return new VerifyOptions(
                level.full ? Level.FULL : Level.QUICK,
                true,
                key,
                Optional.ofNullable(maxAge),
                target.target(spec.commandLine()));
    }

    private Report verify(Optional<ContainedBackup> container) throws IOException {
        try (ProgressLine line = ProgressLine.on(spec.commandLine())) {
            Progress progress = new VerifyProgress(line);
            return container.isEmpty()
                    ? Verifier.verify(image.locate(), options(), progress)
                    : ContainedVerifier.verify(container.get(), image.machine(), image.backup(), options(), progress);
        } finally {
            if (container.isPresent()) {
                container.get().close();
            }
        }
    }
}
