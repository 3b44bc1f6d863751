package dev.lifeboat.cli;

import dev.lifeboat.formats.image.DiskImage;
import dev.lifeboat.formats.image.Image;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.mount.windows.MountRefusedException;
import dev.lifeboat.mount.windows.NativeDisk;
import dev.lifeboat.mount.windows.NotElevatedException;
import dev.lifeboat.mount.windows.WindowsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Whether Windows' own driver reads images as Lifeboat does: a second opinion on every byte of the disks in them. */
final class WindowsComparison {
    private static final int CHUNK = 1 << 20;
    private static final int MOST_DIFFERENCES = 10;

    private final CommandLine line;
    private final boolean elevate;

    WindowsComparison(CommandLine line, boolean elevate) {
        this.line = line;
        this.elevate = elevate;
    }

    /**
     * Compares.
     *
     * @param arguments where the images are
     * @return the exit code: 4 if something differs
     * @throws IOException if an image cannot be read
     */
    int run(ImageArguments arguments) throws IOException {
        if (!Main.isWindows()) {
            throw new FailedException(
                    ExitCode.FAILED, "--compare asks the driver of Windows, and this is another system");
        }
        try (ImageInput input = arguments.open()) {
            boolean same = true;
            for (Image image : input.images().images()) {
                if (image instanceof DiskImage disk) {
                    same &= compare(disk);
                }
            }
            return same ? ExitCode.OK : ExitCode.WARNINGS;
        } catch (NotElevatedException e) {
            List<String> again = new ArrayList<>(
                    List.of("info", arguments.path().toAbsolutePath().toString(), "--compare"));
            arguments.machine().ifPresent(machine -> again.addAll(List.of("--machine", machine)));
            arguments.backup().ifPresent(backup -> again.addAll(List.of("--backup", backup)));
            return Elevation.offer(
                    line, elevate, "To read an image by its own driver, Windows wants administrator rights", again);
        } catch (MountRefusedException e) {
            throw new FailedException(ExitCode.REFUSED, e.getMessage());
        } catch (WindowsException e) {
            throw new FailedException(ExitCode.FAILED, e.getMessage());
        }
    }

    private boolean compare(DiskImage image) throws IOException {
        String name = String.valueOf(image.path().getFileName());
        List<Long> differences = new ArrayList<>();
        try (NativeDisk windows = NativeDisk.open(image.path());
                ProgressLine progress = ProgressLine.on(line)) {
            ByteSource own = image.disk();
            if (windows.size() != own.size()) {
                line.getOut()
                        .println(Text.safe(name + ": Windows sees a disk of " + windows.size()
                                + " bytes, Lifeboat one of " + own.size()));
                return false;
            }
            ByteBuffer ours = ByteBuffer.allocate(CHUNK);
            ByteBuffer theirs = ByteBuffer.allocate(CHUNK);
            for (long at = 0; at < own.size() && differences.size() < MOST_DIFFERENCES; at += CHUNK) {
                int length = (int) Math.min(CHUNK, own.size() - at);
                own.read(at, ours.clear().limit(length));
                windows.read(at, theirs.clear().limit(length));
                int first = ours.flip().mismatch(theirs.flip());
                if (first >= 0) {
                    differences.add(at + first);
                }
                progress.copying(name, at + length, own.size());
            }
        }
        if (differences.isEmpty()) {
            line.getOut()
                    .println(Text.safe(name + ": Windows' own driver reads all "
                            + Text.size(image.disk().size()) + " of the disk as Lifeboat does."));
            return true;
        }
        line.getOut()
                .println(Text.safe(name
                        + ": Windows' own driver reads other bytes than Lifeboat. Please report this. Byte "
                        + String.join(
                                ", ", differences.stream().map(String::valueOf).toList())
                        + (differences.size() == MOST_DIFFERENCES ? ", and perhaps more" : "")));
        return false;
    }
}
