package dev.lifeboat.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A disk partitioned as Windows does it, only smaller, and made by tools of Linux. Needs neither root nor FUSE. */
final class WindowsDisk {
    static final int SECTOR = 512;
    static final int MIB = 1 << 20;
    /** Where the volumes start. The second partition is the reserved one. */
    static final int ESP = MIB;

    static final int WINDOWS = 14 * MIB;
    static final int RECOVERY = 54 * MIB;

    private static final int SIZE = 64 * MIB;

    private WindowsDisk() {}

    static void requireTools() {
        Tools.require("sgdisk", "mkfs.fat", "mmd", "mcopy", "mkntfs", "ntfscp", "qemu-img");
    }

    /** The files of the Windows volume, {@code name} or {@code name:stream}, all in its root. */
    static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("letter.txt", "Dear reader\n".getBytes(UTF_8));
        files.put("letter.txt:note", "a stream".getBytes(UTF_8));
        files.put("Größe 日.txt", "Größe 日\n".getBytes(UTF_8));
        files.put("photo.jpg", noise(300_000));
        for (int i = 0; i < 40; i++) { // enough for the index of the root to leave its record
            files.put("document number " + i + ".txt", noise(100 * i));
        }
        return files;
    }

    /** Makes {@code disk.raw} in a folder. */
    static Path makeRaw(Path folder) throws IOException {
        Path disk = folder.resolve("disk.raw");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        Tools.run(
                folder,
                "sgdisk",
                "--new=1:2048:+12M",
                "--typecode=1:ef00",
                "--change-name=1:EFI system partition",
                "--new=2:0:+1M",
                "--typecode=2:0c01",
                "--new=3:0:+40M",
                "--typecode=3:0700",
                "--change-name=3:Basic data partition",
                "--new=4:0:+8M",
                "--typecode=4:2700",
                "disk.raw");
        makeEsp(folder);
        put(folder.resolve("esp.img"), disk, ESP);
        makeNtfs(folder, "windows.img", "Windows", 40);
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            String[] names = file.getKey().split(":", 2);
            Files.write(folder.resolve("content"), file.getValue());
            if (names.length == 1) {
                Tools.run(folder, "ntfscp", "windows.img", "content", names[0]);
            } else {
                Tools.run(folder, "ntfscp", "--attr-name", names[1], "windows.img", "content", names[0]);
            }
        }
        put(folder.resolve("windows.img"), disk, WINDOWS);
        makeNtfs(folder, "recovery.img", "Recovery", 8);
        put(folder.resolve("recovery.img"), disk, RECOVERY);
        return disk;
    }

    /** Makes {@code disk.vhdx} with the same content. */
    static Path makeVhdx(Path folder) throws IOException {
        makeRaw(folder);
        Tools.run(folder, "qemu-img", "convert", "-O", "vhdx", "-o", "block_size=1M", "disk.raw", "disk.vhdx");
        return folder.resolve("disk.vhdx");
    }

    private static void makeEsp(Path folder) throws IOException {
        make(folder.resolve("esp.img"), 12);
        Tools.run(folder, "mkfs.fat", "-F", "16", "-n", "SYSTEM", "esp.img");
        Tools.run(folder, "mmd", "-i", "esp.img", "::/EFI", "::/EFI/Boot", "::/EFI/Microsoft", "::/EFI/Microsoft/Boot");
        Files.write(folder.resolve("content"), noise(20_000));
        Tools.run(folder, "mcopy", "-i", "esp.img", "content", "::/EFI/Boot/bootx64.efi");
        Tools.run(folder, "mcopy", "-i", "esp.img", "content", "::/EFI/Microsoft/Boot/BCD");
    }

    private static void makeNtfs(Path folder, String image, String label, int mebibytes) throws IOException {
        make(folder.resolve(image), mebibytes);
        Tools.run(folder, "mkntfs", "-q", "-Q", "-F", "-s", "512", "-c", "4096", "-L", label, image);
    }

    private static void make(Path image, int mebibytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes * MIB);
        }
    }

    private static void put(Path volume, Path disk, int offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.seek(offset);
            file.write(Files.readAllBytes(volume));
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }
}
