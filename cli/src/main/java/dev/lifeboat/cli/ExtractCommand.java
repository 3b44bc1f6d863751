package dev.lifeboat.cli;

import dev.lifeboat.formats.backup.ImageSet;
import dev.lifeboat.formats.backup.NumberedVolume;
import dev.lifeboat.formats.image.DiskVolume;
import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.extract.ExtractListener;
import dev.lifeboat.mount.extract.Extraction;
import dev.lifeboat.mount.extract.HostWriteException;
import dev.lifeboat.mount.extract.Problem;
import dev.lifeboat.mount.extract.Selection;
import dev.lifeboat.mount.extract.TargetFolder;
import dev.lifeboat.mount.tree.FileTrees;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            "Files that are there already are left as they are. Links are listed, not created. What cannot be read is listed"
                    + " too, and the rest goes on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all was copied",
            "2:wrong usage",
            "3:the input could not be read",
            "4:something was left out or renamed; the summary says what",
            "5:the target could not be written to",
            "6:the target is in a backup, where nothing is ever written",
            "130:interrupted; files in the target are complete"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lifeboat extract C.vhdx 1:/Users/me/Pictures --to rescued",
            "  lifeboat extract E:\\WindowsImageBackup --to D:\\rescued"
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

    @Option(names = "--json", description = "Write one JSON object a line: each problem, then a summary.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private ExtractReport report;

    @Override
    public Integer call() throws IOException {
        refuseBackups(to);
        PrintWriter out = spec.commandLine().getOut();
        report = json ? new ExtractJson(out) : new ExtractText(out);
        try (ImageInput input = image.open()) {
            ImageSet set = input.images();
            Map<NumberedVolume, Selection> selections = what.isEmpty() ? everything(input) : named(set);
            TargetFolder target = TargetFolder.open(to);
            return extract(selections, target, readable(set) > 1);
        } catch (HostWriteException e) {
            throw new FailedException(
                    ExitCode.FAILED,
                    e.getMessage()
                            + ". Files that were copied before are complete. Make room, or name another folder with"
                            + " --to, and run the command again; what is there already is left out.");
        }
    }

    /** Looks at the path as it is written, and as it is behind links. */
    private static void refuseBackups(Path to) throws IOException {
        Path written = to.toAbsolutePath().normalize();
        Path existing = written;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (inBackup(written) || (Files.exists(existing) && inBackup(existing.toRealPath()))) {
            throw new FailedException(
                    ExitCode.REFUSED,
                    to + " is in a backup, where nothing is ever written; name another folder with --to");
        }
    }

    private static boolean inBackup(Path path) {
        for (Path part : path) {
            if (part.toString().equalsIgnoreCase("WindowsImageBackup")) {
                return true;
            }
        }
        return false;
    }

    private static long readable(ImageSet set) {
        return set.volumes().stream()
                .filter(volume -> FileTrees.supports(volume.volume()))
                .count();
    }

    private Map<NumberedVolume, Selection> named(ImageSet set) throws IOException {
        Map<NumberedVolume, List<String>> paths = new LinkedHashMap<>();
        for (String text : what) {
            VolumePath path = VolumePath.parse(text);
            paths.computeIfAbsent(path.volume(set), volume -> new ArrayList<>()).add(path.path());
        }
        Map<NumberedVolume, Selection> selections = new LinkedHashMap<>();
        for (Map.Entry<NumberedVolume, List<String>> entry : paths.entrySet()) {
            NumberedVolume volume = entry.getKey();
            selections.put(volume, Selection.of(FileTrees.open(volume.volume()), entry.getValue()));
        }
        return selections;
    }

    /** Volumes that cannot be read are reported; if there is no other, the last complaint is thrown. */
    private Map<NumberedVolume, Selection> everything(ImageInput input) throws IOException {
        ImageSet set = input.images();
        Map<NumberedVolume, Selection> selections = new LinkedHashMap<>();
        ImageException last = null;
        for (ImageSet.Failure failure : set.failures()) {
            report.problem(0, unreadable(failure.image().getFileName().toString(), failure.problem()));
        }
        for (ImageException damage : input.damage()) {
            report.problem(0, unreadable(damage.where(), damage));
        }
        for (NumberedVolume volume : set.volumes()) {
            if (volume.volume().holdsVolume() && volume.volume().kind() != VolumeKind.EMPTY) {
                try {
                    selections.put(volume, Selection.of(FileTrees.open(volume.volume()), List.of("/")));
                } catch (ImageException e) {
                    last = e;
                    report.problem(volume.number(), unreadable("/", e));
                }
            }
        }
        if (selections.isEmpty() && last != null) {
            throw last;
        }
        return selections;
    }

    private static Problem unreadable(String path, ImageException problem) {
        return new Problem(Problem.Kind.FAILED, path, Optional.empty(), problem.problem());
    }

    private int extract(Map<NumberedVolume, Selection> selections, TargetFolder target, boolean folders)
            throws IOException {
        Instant start = Instant.now();
        long bytes = plan(selections, target);
        Extraction extraction = new Extraction(target);
        boolean complete = false;
        try (OnInterrupt interrupt = new OnInterrupt();
                ProgressLine progress = ProgressLine.on(spec.commandLine())) {
            interrupt.run(() -> interrupted(extraction, target));
            for (Map.Entry<NumberedVolume, Selection> entry : selections.entrySet()) {
                int number = entry.getKey().number();
                extraction.copy(entry.getValue(), folders ? "volume-" + number : "", listener(number, progress, bytes));
            }
            complete = true;
        } finally {
            if (!extraction.stopped()) {
                report.summary(extraction.totals(), target.path(), Duration.between(start, Instant.now()), complete);
            }
        }
        return report.exitCode();
    }

    private long plan(Map<NumberedVolume, Selection> selections, TargetFolder target) throws IOException {
        Selection.Size size = new Selection.Size(0, 0);
        long needed = 0;
        for (Map.Entry<NumberedVolume, Selection> entry : selections.entrySet()) {
            Selection.Size more = entry.getValue().size();
            size = size.plus(more);
            // Holes and files with several names count in full, but no partition holds more than its size.
            needed += Math.min(
                    more.bytes(), entry.getKey().onDisk().map(DiskVolume::size).orElse(Long.MAX_VALUE));
        }
        long free = target.freeSpace();
        if (needed > free) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Warning: up to " + Text.size(needed) + " are to be copied, and " + target.path()
                    + " has room for " + Text.size(free) + ".");
            err.flush();
        }
        return size.bytes();
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
    private void interrupted(Extraction extraction, TargetFolder target) {
        extraction.stop();
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        err.println(
                "lifeboat: interrupted; the files in " + Text.safe(target.path().toString()) + " are complete");
        err.flush();
    }
}
