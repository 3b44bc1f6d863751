package dev.lifeboat.cli;

import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.contained.ContainedBackup;
import dev.lifeboat.verify.report.ContainedVerifier;
import dev.lifeboat.verify.report.Level;
import dev.lifeboat.verify.report.Progress;
import dev.lifeboat.verify.report.Report;
import dev.lifeboat.verify.report.Verifier;
import dev.lifeboat.verify.report.VerifyOptions;
import dev.lifeboat.verify.seal.SealKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a backup can be restored. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Checks whether an image can be restored, from the image alone. Writes nothing to it.",
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
            "  lifeboat verify /mnt/nas/WindowsImageBackup --machine OFFICE-PC --json"
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Option(
            names = {"-a", "--all"},
            description = "Also show what is as it should be.")
    private boolean all;

    @Option(names = "--json", description = "Write the report as one JSON object.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Also write the report as a page for a browser, with a map of each image and the steps of a restore.")
    private Path html;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Also write the report as JUnit's XML, for build servers and monitors.")
    private Path junit;

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

    @Override
    public Integer call() throws IOException {
        checkFiles();
        PrintWriter out = spec.commandLine().getOut();
        Optional<ContainedBackup> container = image.container();
        Report report = verify(container);
        writeFiles(report);
        if (json) {
            ReportJson.write(report, container, out);
        } else {
            new ReportText(out, Terminal.width(), all).write(report, container);
        }
        return report.verdict().exitCode();
    }

    private void checkFiles() throws IOException {
        if (html != null) {
            ReportFile.check(html, "--html", ReportHtml.BEGINNING);
        }
        if (junit != null) {
            ReportFile.check(junit, "--junit", ReportJunit.BEGINNING);
        }
    }

    private void writeFiles(Report report) throws IOException {
        Instant now = Instant.now();
        if (junit != null) {
            ReportFile.write(junit, ReportJunit.write(report, now));
        }
        if (html != null) {
            try (ImageInput input = image.open()) {
                ReportFile.write(html, new ReportHtml(report, Optional.of(input.images()), now).page());
            } catch (ImageException e) {
                ReportFile.write(html, new ReportHtml(report, Optional.empty(), now).page());
            }
        }
    }

    private Report verify(Optional<ContainedBackup> container) throws IOException {
        Optional<SealKeys> key = sealKey == null ? Optional.empty() : Optional.of(SealKeys.toCheck(sealKey));
        VerifyOptions options = new VerifyOptions(level.full ? Level.FULL : Level.QUICK, true, key);
        try (ProgressLine line = ProgressLine.on(spec.commandLine())) {
            Progress progress = new VerifyProgress(line);
            return container.isEmpty()
                    ? Verifier.verify(image.locate(), options, progress)
                    : ContainedVerifier.verify(container.get(), image.machine(), image.backup(), options, progress);
        } finally {
            if (container.isPresent()) {
                container.get().close();
            }
        }
    }
}
