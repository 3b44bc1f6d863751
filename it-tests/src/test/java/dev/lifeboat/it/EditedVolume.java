package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A volume of the sample, taken out of its image, changed file by file with ntfsprogs, mtools and hivex, and packed again. */
final class EditedVolume {
    private static final int PARTITION = 128 * 512;
    /** What samples/make leaves free before and behind the partition. */
    private static final int AROUND = 1 << 20;

    private static final Pattern INODE = Pattern.compile("Dumping Inode (\\d+)");

    private final Path folder;
    private final Path part;
    private final boolean fat;

    /** Changes a volume. */
    interface Editing {
        void apply(EditedVolume volume) throws IOException;
    }

    private EditedVolume(Path folder, boolean fat) {
        this.folder = folder;
        this.part = folder.resolve("part");
        this.fat = fat;
    }

    static void requireTools() {
        Tools.require("qemu-img", "ntfscat", "ntfscp", "ntfsinfo", "ntfstruncate", "mcopy", "mdel", "hivexregedit");
    }

    /** Makes a changed copy of an image. */
    static Path of(Path image, Path folder, Editing editing) throws IOException {
        Path work = Files.createTempDirectory(folder, "volume");
        Path disk = work.resolve("disk");
        Tools.run(work, "qemu-img", "convert", "-O", "raw", image.toString(), disk.toString());
        EditedVolume volume =
                new EditedVolume(work, image.getFileName().toString().equals("Esp.vhdx"));
        long length = Files.size(disk) - AROUND;
        copy(disk, PARTITION, volume.part, 0, length);
        editing.apply(volume);
        copy(volume.part, 0, disk, PARTITION, length);
        Path packed = work.resolve("image.vhdx");
        Tools.run(work, "qemu-img", "convert", "-f", "raw", "-O", "vhdx", disk.toString(), packed.toString());
        Files.delete(disk);
        Files.delete(volume.part);
        return packed;
    }

    private static void copy(Path from, long at, Path to, long target, long length) throws IOException {
        try (FileChannel source = FileChannel.open(from);
                FileChannel sink = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            sink.position(target);
            for (long done = 0; done < length; ) {
                done += source.transferTo(at + done, length - done, sink);
            }
        }
    }

    byte[] read(String path) throws IOException {
        Path file = folder.resolve("read");
        Files.deleteIfExists(file);
        if (fat) {
            Tools.run(folder, "mcopy", "-i", part.toString(), "::/" + path, file.toString());
        } else {
            Tools.run(folder, "sh", "-c", "ntfscat -f part '" + path + "' > read");
        }
        return Files.readAllBytes(file);
    }

    void write(String path, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("written"), content);
        if (fat) {
            Tools.run(folder, "mcopy", "-o", "-i", part.toString(), file.toString(), "::/" + path);
        } else {
            boolean shorter = content.length < read(path).length;
            Tools.run(folder, "ntfscp", "-f", part.toString(), file.toString(), path);
            if (shorter) {
                truncate(path, content.length);
            }
        }
    }

    /** A file that is not there yet, in a folder of NTFS that is. */
    void add(String path, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("written"), content);
        Tools.run(folder, "ntfscp", "-f", part.toString(), file.toString(), path);
    }

    /** Leaves a file without bytes, which is as good as none. */
    void empty(String path) throws IOException {
        if (fat) {
            Tools.run(folder, "mdel", "-i", part.toString(), "::/" + path);
        } else {
            truncate(path, 0);
        }
    }

    private void truncate(String path, int length) throws IOException {
        String told = Tools.run(folder, "ntfsinfo", "-f", "-F", "/" + path, part.toString());
        Matcher inode = INODE.matcher(told);
        if (!inode.find()) {
            throw new IOException(told);
        }
        Tools.run(folder, "ntfstruncate", "-f", part.toString(), inode.group(1), String.valueOf(length));
    }

    /** Flips one bit of a file. */
    void flip(String path, int at) throws IOException {
        byte[] content = read(path);
        content[at] ^= 1;
        write(path, content);
    }

    /** Merges text in the form of regedit into a hive; its keys begin with {@code HIVE}. */
    void registry(String path, String... lines) throws IOException {
        Path hive = Files.write(folder.resolve("hive"), read(path));
        String text = "Windows Registry Editor Version 5.00\n"
                + String.join("\n", lines).replace("[HIVE", "\n[HIVE") + "\n";
        Files.write(folder.resolve("text.reg"), text.getBytes(UTF_8));
        Tools.run(folder, "hivexregedit", "--merge", hive.toString(), "--prefix", "HIVE", "text.reg");
        write(path, Files.readAllBytes(hive));
    }
}
