package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.mount.extract.ExtractListener;
import dev.lifeboat.mount.extract.ExtractOptions;
import dev.lifeboat.mount.extract.ExtractOptions.Streams;
import dev.lifeboat.mount.extract.Extraction;
import dev.lifeboat.mount.extract.HostWriteException;
import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Selection;
import dev.lifeboat.mount.extract.TargetFolder;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies files out of an image. */
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Copies files out of an image: what is named, or else everything on every volume that can be read.",
            "Files that are there already are left as they are. Links are listed, and created only if asked for. What cannot be"
                    + " read is listed too, and the rest goes on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all was copied",
            "2:wrong usage",
            "3:the input could not be read",
            "4:something was left out or renamed; the summary says what",
            "5:the target has no room, or could not be written to",
            "6:the target is in a backup, where nothing is ever written",
            "130:interrupted; files in the target are complete"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat extract C.vhdx 1:/Users/me/Pictures --to rescued",
            "  lifeboat extract E:\\WindowsImageBackup --to D:\\rescued",
            "  lifeboat extract C.vhdx --to rescued --streams all --links --attributes --acl"
        })
final class ExtractCommand implements Callable<Integer> {
    @Mixin
    private ImageArguments image;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "VOLUME:/WHAT",
            description = "Files, and directories with all that lies below; everything if not given.")
    private List<String> what = List.of();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "The folder that receives the files. If it is made, only you can read it.")
    private Path to;

    @Option(
            names = "--streams",
            paramLabel = "HOW",
            defaultValue = "auto",
            description =
                    "Alternate data streams: ${COMPLETION-CANDIDATES}. AUTO keeps them with their file where the target can"
                            + " (NTFS on Windows, extended attributes on Linux) and lists the others; ALL makes a file beside it of"
                            + " what does not fit; FILES makes a file of each; NONE only counts them. Default: auto.")
    private Streams streams;

    @Option(
            names = "--links",
            description =
                    "Create symbolic links and junctions that lead to something that was copied, as relative links.")
    private boolean links;

    @Option(
            names = "--attributes",
            negatable = true,
            description =
                    "Keep read-only, hidden, system and archive: on Windows the default, on Linux as user.DOSATTRIB,"
                            + " which Samba and Wine read.")
    private Boolean attributes;

    @Option(
            names = "--acl",
            description =
                    "Write owners and permissions of all files to Lifeboat-acl.jsonl in the target, as SDDL. On Windows, set them"
                            + " as well (owners: as administrator).")
    private boolean acl;

    @Option(
            names = "--resume",
            description =
                    "Go on with a run that was interrupted: files that are there with the size and time of the image's count"
                            + " as copied.")
    private boolean resume;

    @Option(
            names = "--no-space-check",
            description = "Copy as much as fits, even if there is certainly no room for all.")
    private boolean noSpaceCheck;

    @Option(names = "--json", description = "Write one JSON object a line: each problem, then a summary.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private ExtractReport report;

    @Override
    public Integer call() throws IOException {
        BackupGuard.refuse(to, "--to");
        PrintWriter out = spec.commandLine().getOut();
        report = json ? new ExtractJson(out) : new ExtractText(out);
        try (ImageInput input = image.open()) {
            ImageSet set = input.images();
            ExtractSelections all = new ExtractSelections(set, report);
            Map<NumberedVolume, Selection> selections =
                    what.isEmpty() ? all.everything(input.damage()) : all.named(what);
            TargetFolder target = TargetFolder.open(to);
            return extract(selections, target, readable(set) > 1);
        } catch (HostWriteException e) {
            throw new FailedException(
                    ExitCode.FAILED,
                    e.getMessage()
                            + ". Files that were copied before are complete. Make room and run the command again with --resume,"
                            + " or name another folder with --to.");
        }
    }

    private static long readable(ImageSet set) {
        return set.volumes().stream()
                .filter(volume -> FileTrees.supports(volume.volume()))
                .count();
    }

    private ExtractOptions options() {
        boolean keep = attributes == null ? ExtractOptions.usual().attributes() : attributes;
        return new ExtractOptions(streams, links, keep, acl, resume);
    }

    private int extract(Map<NumberedVolume, Selection> selections, TargetFolder target, boolean folders)
            throws IOException {
        Instant start = Instant.now();
        PrintWriter err = spec.commandLine().getErr();
        long bytes = new ExtractSpace(target, err).plan(selections, !noSpaceCheck && !resume);
        ExtractReport.End end = ExtractReport.End.FAILED;
        try (Extraction extraction = new Extraction(target, options());
                OnInterrupt interrupt = new OnInterrupt();
                ProgressLine progress = ProgressLine.on(spec.commandLine())) {
            interrupt.run(() -> interrupted(extraction, progress, target, start));
            try {
                for (Map.Entry<NumberedVolume, Selection> entry : selections.entrySet()) {
                    int number = entry.getKey().number();
                    extraction.copy(
                            entry.getValue(), folders ? "volume-" + number : "", listener(number, progress, bytes));
                }
                extraction.finish();
                end = ExtractReport.End.COMPLETE;
            } finally {
                progress.clear();
                if (!extraction.stopped()) {
                    report.end(extraction.totals(), target.path(), Duration.between(start, Instant.now()), end);
                }
            }
        }
        return report.exitCode();
    }

    private ExtractListener listener(int volume, ProgressLine progress, long total) {
        return new ExtractListener() {
            @Override
            public void problem(Problem problem) {
                report.problem(volume, problem);
            }

            @Override
            public void progress(String path, long bytes) {
                progress.copying(path, bytes, total);
            }
        };
    }

    /** Runs in a thread of its own while the process ends; the exit code is then the system's. */
    private void interrupted(Extraction extraction, ProgressLine progress, TargetFolder target, Instant start) {
        extraction.stop();
        progress.clear();
        report.end(
                extraction.totals(),
                target.path(),
                Duration.between(start, Instant.now()),
                ExtractReport.End.INTERRUPTED);
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        err.println("lifeboat: interrupted; the files in "
                + Text.safe(target.path().toString())
                + " are complete. The same command with --resume goes on.");
        err.flush();
    }
}
