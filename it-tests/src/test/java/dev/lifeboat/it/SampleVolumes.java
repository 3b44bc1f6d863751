package dev.lifeboat.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The sample that comes with Lifeboat, as other tools read it. */
final class SampleVolumes {
    static final Path SAMPLE = Checkout.top().resolve("samples/WindowsImageBackup");
    static final Path COMPUTER = SAMPLE.resolve("OFFICE-PC");
    static final Path BACKUP = COMPUTER.resolve("Backup 2026-01-31 120000");
    static final String DISK = "c7a4e1d2-90b3-4f6e-8a51-2d3e4f506172";
    static final String ESP = "1f6f2f6a-7c1d-4a8e-9b52-5e0a6c3d1b21";
    static final String WINDOWS = "5d1f0c2e-3b44-4c55-9a66-0718293a4b5c";
    static final String RECOVERY = "9e8d7c6b-5a49-4f38-8e27-16f5e4d3c2b1";

    private static final long START = 128L * 512;

    private SampleVolumes() {}

    static void requireTools() {
        Tools.require(
                "qemu-img",
                "sgdisk",
                "mdir",
                "mcopy",
                "fsck.fat",
                "7zz",
                "ntfsls",
                "hivexregedit",
                "reglookup",
                "wimlib-imagex");
    }

    static List<Path> images() throws IOException {
        try (Stream<Path> files = Files.list(BACKUP)) {
            return files.filter(file -> file.toString().endsWith(".vhdx"))
                    .sorted()
                    .toList();
        }
    }

    /** The whole disk of an image, by qemu-img. */
    static Path disk(Path folder, String image) throws IOException {
        Path disk = folder.resolve(image + ".disk");
        if (!Files.exists(disk)) {
            String source = BACKUP.resolve(image + ".vhdx").toString();
            Tools.run(folder, "qemu-img", "convert", "-f", "vhdx", "-O", "raw", source, disk.toString());
        }
        return disk;
    }

    /** The only partition of an image, without the sector and more that follow it. */
    static Path partition(Path folder, String image, long size) throws IOException {
        Path partition = folder.resolve(image + ".partition");
        if (!Files.exists(partition)) {
            try (FileChannel from = FileChannel.open(disk(folder, image));
                    FileChannel to =
                            FileChannel.open(partition, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                long copied = 0;
                while (copied < size) {
                    copied += from.transferTo(START + copied, size - copied, to);
                }
            }
        }
        return partition;
    }

    static Path esp(Path folder) throws IOException {
        return partition(folder, "Esp", 48L << 20);
    }

    /** A folder with all that 7-Zip finds in {@code \Windows} and {@code \Users} of C:. */
    static Path windows(Path folder) throws IOException {
        return unpack(folder, WINDOWS, 64L << 20, "Windows", "Users");
    }

    /** A folder with all that 7-Zip finds in {@code \Recovery} of the recovery partition. */
    static Path recovery(Path folder) throws IOException {
        return unpack(folder, RECOVERY, 16L << 20, "Recovery");
    }

    private static Path unpack(Path folder, String image, long size, String first, String... more) throws IOException {
        Path unpacked = folder.resolve(image);
        if (!Files.exists(unpacked)) {
            String partition = partition(folder, image, size).toString();
            String[] command = Stream.concat(Stream.of("7zz", "x", "-o" + unpacked, partition, first), Stream.of(more))
                    .toArray(String[]::new);
            Tools.run(folder, command);
        }
        return unpacked;
    }

    /** The BCD store of the EFI system partition, by mtools. */
    static Path bcd(Path folder) throws IOException {
        Path store = folder.resolve("BCD");
        if (!Files.exists(store)) {
            Tools.run(folder, "mcopy", "-i", esp(folder).toString(), "::/EFI/Microsoft/Boot/BCD", store.toString());
        }
        return store;
    }
}
