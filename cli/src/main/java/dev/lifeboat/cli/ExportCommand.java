package dev.lifeboat.cli;

import dev.lifeboat.mount.export.Export;
import dev.lifeboat.mount.export.ExportException;
import dev.lifeboat.mount.export.ExportFormat;
import dev.lifeboat.mount.export.ExportListener;
import dev.lifeboat.mount.export.ExportOptions;
import dev.lifeboat.mount.export.ExportResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a volume or disk into a file of another format. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes a volume, or the disk it is on, into a new file: raw bytes, VHDX, VHD or qcow2, for virtual machines and"
                    + " other tools.",
            "What is all zeros is left out. The file has another name until it is complete; then it is read again and"
                    + " compared. A differencing disk becomes one file with all that its parents hold."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all was written, and compared",
            "2:wrong usage",
            "3:the input could not be read; the message says where",
            "4:written, with zeros for what could not be read (--ignore-errors)",
            "5:the target has no room, could not be written, or does not hold what was written",
            "6:refused: something is there already, or the target is in a backup or the image itself",
            "130:interrupted; the same command with --resume goes on"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat export E:\\WindowsImageBackup C: --format raw --to D:\\c.raw",
            "  lifeboat export C.vhdx --disk --format qcow2 --to disk.qcow2",
            "  lifeboat export backup 2 --disk --format vhdx --to disk.vhdx --resume"
        })
final class ExportCommand implements Callable<Integer> {
    private static final int SECONDS_TO_END = 10;

    @Mixin
    private ImageArguments image;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VOLUME",
            description = "Its number, drive letter, label, GUID, or ESP; may be left out where there is only one.")
    private String volume;

    @Option(names = "--disk", description = "The whole disk that VOLUME is on, with its partition table.")
    private boolean disk;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "raw, vhdx, vhd (at most 2040 GiB) or qcow2.")
    private ExportFormat format;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The file to be made; only you can read it.")
    private Path to;

    @Option(
            names = "--resume",
            description =
                    "Go on with a run that was interrupted. What it has written is compared with its checksums first,"
                            + " and samples of the image with what was written.")
    private boolean resume;

    @Option(
            names = "--ignore-errors",
            description =
                    "Write zeros for what cannot be read, and list it. Without this, the first such place ends the run.")
    private boolean ignoreErrors;

    @Option(names = "--no-verify", description = "Do not read the file again and compare it.")
    private boolean noVerify;

    @Option(names = "--overwrite", description = "Replace FILE if it is there, once the new one is complete.")
    private boolean overwrite;

    @Option(names = "--no-space-check", description = "Begin even if there may not be room for all.")
    private boolean noSpaceCheck;

    @Option(names = "--json", description = "Write one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ExportTarget target = new ExportTarget(to);
        BackupGuard.refuse(to, "--to");
        try (ImageInput input = image.open()) {
            target.require(input.images(), image.path());
            ExportedDisk exported = ExportedDisk.of(input.images(), Optional.ofNullable(volume), disk);
            return export(target, exported);
        } catch (ExportException e) {
            throw failed(e);
        }
    }

    private int export(ExportTarget target, ExportedDisk exported) throws IOException {
        long size = exported.source().bytes().size();
        String obstacle = format.obstacle(size, exported.source().sectorSize());
        if (!obstacle.isEmpty()) {
            throw new FailedException(ExitCode.FAILED, exported.name() + " cannot be exported so: " + obstacle);
        }
        Instant start = Instant.now();
        CountDownLatch ended = new CountDownLatch(1);
        try (OnInterrupt interrupt = new OnInterrupt();
                ProgressLine progress = ProgressLine.on(spec.commandLine())) {
            Export export = new Export(
                    exported.source(),
                    new ExportOptions(format, resume, ignoreErrors, !noVerify, overwrite),
                    to,
                    (step, done, total) -> progress.copying(text(step), done, total));
            target.requireRoom(export.need(), !noSpaceCheck, spec.commandLine().getErr());
            interrupt.run(() -> interrupted(export, progress, ended));
            ExportResult result;
            try {
                result = export.run();
            } finally {
                ended.countDown();
            }
            progress.clear();
            return result.complete() ? report(exported, size, result, start) : 130; // the process is ending, anyway
        }
    }

    private int report(ExportedDisk exported, long size, ExportResult result, Instant start) {
        PrintWriter out = spec.commandLine().getOut();
        ExportReport report = new ExportReport(
                exported.name(), format, size, to, !noVerify, result, Duration.between(start, Instant.now()));
        if (json) {
            report.json(out);
        } else {
            report.text(out);
        }
        return result.damage().isEmpty() ? ExitCode.OK : ExitCode.WARNINGS;
    }

    private String text(ExportListener.Step step) {
        return switch (step) {
            case RESUMING -> "comparing what is there";
            case COPYING -> String.valueOf(to.getFileName());
            case COMPARING -> "comparing " + to.getFileName();
        };
    }

    /** Runs in a thread of its own while the process ends; waits so that what is written is noted. */
    private void interrupted(Export export, ProgressLine progress, CountDownLatch ended) {
        export.stop();
        try {
            if (!ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.clear();
        PrintWriter err = spec.commandLine().getErr();
        err.println("lifeboat: interrupted; what was written is in "
                + Text.safe(export.part().toString()) + ". The same command with --resume goes on.");
        err.flush();
    }

    private FailedException failed(ExportException e) {
        return switch (e.reason()) {
            case SOURCE -> new FailedException(
                    ExitCode.UNREADABLE,
                    "the image cannot be read " + e.getMessage() + ". What was written before stays; --resume"
                            + " --ignore-errors goes on, with zeros for what cannot be read");
            case TARGET -> new FailedException(
                    ExitCode.FAILED, e.getMessage() + ". If that is mended, the same command with --resume goes on");
            case REFUSED -> new FailedException(ExitCode.REFUSED, e.getMessage());
        };
    }
}
