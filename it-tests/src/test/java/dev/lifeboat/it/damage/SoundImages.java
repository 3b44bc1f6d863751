package dev.lifeboat.it.damage;

import dev.lifeboat.it.Tools;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** Small images of every kind, made by other people's tools; those that no tool makes, by the Python of this module. */
final class SoundImages {
    private static final int MIB = 1 << 20;
    private static final int SECTOR = 512;
    /** The least that FAT32 can be; most of it is not stored in the image. */
    private static final int ESP = 34 * MIB;

    private static final int WINDOWS_AT = MIB + ESP;
    private static final int WINDOWS = 5 * MIB;

    private static final Path PYTHON = Path.of("src", "test", "python").toAbsolutePath();

    private final Path folder;

    /**
     * How to make an image.
     *
     * @param kind its name
     */
    record Recipe(String kind, Steps steps) {
        SoundImage make(Path folder) throws IOException {
            return steps.make(new SoundImages(folder), kind);
        }
    }

    private interface Steps {
        SoundImage make(SoundImages images, String kind) throws IOException;
    }

    private SoundImages(Path folder) {
        this.folder = folder;
    }

    static List<Recipe> recipes() {
        return List.of(
                new Recipe("vhdx", (images, kind) -> images.vhdx(kind)),
                new Recipe("vhdx-dirty", (images, kind) -> images.dirtyVhdx(kind)),
                new Recipe("vhdx-child", (images, kind) -> images.childVhdx(kind)),
                new Recipe("vhdx-4k", (images, kind) -> images.vhdxOfLargeSectors(kind)),
                new Recipe("vhd", (images, kind) -> images.vhd(kind)),
                new Recipe("vhd-child", (images, kind) -> images.childVhd(kind)),
                new Recipe("ntfs", (images, kind) -> images.ntfs(kind)),
                new Recipe("ntfs-tree", (images, kind) -> images.ntfsTree(kind)),
                new Recipe("fat12", (images, kind) -> images.fat(kind, 12, MIB)),
                new Recipe("fat16", (images, kind) -> images.fat(kind, 16, 5 * MIB)));
    }

    // Volumes

    /** Attribute lists in the record and outside of it, streams, links, holes, compression, many runs. */
    private SoundImage ntfs(String kind) throws IOException {
        return volume(kind, NtfsFiller.make(folder, "ntfs.img", 8 * MIB, SECTOR, volume -> {
            fill(volume);
            volume.directory("lists");
            volume.file("lists/streams.bin", 3000);
            for (int i = 0; i < 24; i++) {
                volume.stream("lists/streams.bin", "stream number " + i, 40 + 300 * i);
            }
            volume.file("lists/links.bin", 20_000);
            for (int i = 0; i < 60; i++) {
                volume.hardLink("lists/a rather long name for a link to the same file, number " + i, "lists/links.bin");
            }
            volume.compressedDirectory("compressed");
            volume.file("compressed/text.txt", volume.text(200_000));
            volume.file("compressed/noise.bin", 100_000);
            volume.file("compressed/small.txt", volume.text(300));
            volume.sparse("sparse.bin", 3 * MIB);
            volume.directory("pieces");
            volume.fragmented(60, "pieces/a.bin", "pieces/b.bin");
        }));
    }

    /** A directory of 3,000 names, in a B-tree of several levels, whose files lie in their records. */
    private SoundImage ntfsTree(String kind) throws IOException {
        return volume(kind, NtfsFiller.make(folder, "tree.img", 9 * MIB, SECTOR, volume -> {
            volume.directory("many");
            for (int i = 0; i < 3_000; i++) {
                volume.file("many/file with a number, " + i * 7919 % 3_000 + ".txt", i % 5 == 0 ? 100 + i % 400 : 8);
            }
            for (int i = 0; i < 3_000; i += 11) {
                volume.delete("many/file with a number, " + i + ".txt");
            }
            String path = "deep";
            for (int i = 0; i < 30; i++) {
                path += "/level " + i;
            }
            volume.directory(path);
            volume.file(path + "/end.txt", 77);
        }));
    }

    private static void fill(NtfsFiller volume) throws IOException {
        volume.directory("Users/me/Documents");
        volume.file("Users/me/Documents/letter.txt", 500);
        volume.file("Users/me/Documents/photo.jpg", 150_000);
        volume.file("Users/me/Documents/empty", 0);
        volume.stream("Users/me/Documents/letter.txt", "Zone.Identifier", 26);
        volume.stream("Users/me/Documents/photo.jpg", "thumbnail", 9_000);
        volume.directory("Windows/System32");
        for (int i = 0; i < 40; i++) {
            volume.file("Windows/System32/library number " + i + ".dll", 200 + 900 * i);
        }
        volume.hardLink("Windows/linked.dll", "Windows/System32/library number 39.dll");
        volume.symbolicLink("Windows/link", "C:\\Users\\me\\Documents");
    }

    private Path fatVolume(String name, int bits, int size) throws IOException {
        Tools.require("mkfs.fat", "mcopy", "mmd");
        Path image = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        String sectorsPerCluster = bits == 12 ? "2" : "1";
        Tools.run(folder, "mkfs.fat", "-F", String.valueOf(bits), "-s", sectorsPerCluster, "-n", "LIFEBOAT", name);
        SplittableRandom random = new SplittableRandom(1977);
        Tools.run(folder, "mmd", "-i", name, "::EFI", "::EFI/Microsoft", "::EFI/Microsoft/Boot");
        for (int i = 0; i < 24; i++) {
            byte[] content = new byte[1 + i * 700];
            random.nextBytes(content);
            Path file = Files.write(folder.resolve("content"), content);
            String path = i % 3 == 0 ? "::EFI/Microsoft/Boot/FILE" + i + ".BIN" : "::EFI/a file with a long name " + i;
            Tools.run(folder, "mcopy", "-i", name, file.toString(), path);
        }
        Files.delete(folder.resolve("content"));
        return image;
    }

    private SoundImage fat(String kind, int bits, int size) throws IOException {
        return volume(kind, fatVolume(kind + ".img", bits, size));
    }

    private static SoundImage volume(String kind, Path image) throws IOException {
        StructureMap map = new StructureMap();
        PartitionMap.paintVolume(Layer.of(Files.readAllBytes(image), map::paint));
        return new SoundImage(kind, image, map);
    }

    // Disks

    /** EFI system partition and Windows, as the image of a computer has them. */
    private Path gptDisk() throws IOException {
        Tools.require("sgdisk");
        Path esp = fatVolume("esp.img", 32, ESP);
        Path windows = NtfsFiller.make(folder, "windows.img", WINDOWS, SECTOR, SoundImages::fill);
        Path disk = disk(WINDOWS_AT + WINDOWS + MIB);
        Tools.run(folder, "sgdisk", "-n", "1:2048:+34M", "-t", "1:ef00", "-n", "2:0:+5M", "-t", "2:0700", "disk.img");
        place(esp, disk, MIB);
        place(windows, disk, WINDOWS_AT);
        return disk;
    }

    /** A primary partition, and two logical ones in an extended one. */
    private Path mbrDisk() throws IOException {
        Tools.require("sfdisk");
        Path windows = NtfsFiller.make(folder, "windows.img", 4 * MIB, SECTOR, SoundImages::fill);
        Path disk = disk(10 * MIB);
        String script =
                """
                label: dos
                start=2048, size=8192, type=7, bootable
                start=10240, size=10240, type=f
                start=12288, size=2048, type=1
                start=16384, size=2048, type=1
                """;
        Tools.Result result = Tools.runWithInput(folder, script, "sfdisk", "-q", "disk.img");
        if (result.exit() != 0) {
            throw new IOException(result.output());
        }
        place(windows, disk, MIB);
        place(fatVolume("first.img", 12, MIB), disk, 6 * MIB);
        place(fatVolume("second.img", 12, MIB), disk, 8 * MIB);
        return disk;
    }

    /** One partition, its table counting sectors of 4096 bytes. No tool at hand writes that to a file. */
    private Path diskOfLargeSectors() throws IOException {
        Path windows = NtfsFiller.make(folder, "windows.img", 5 * MIB, 4096, SoundImages::fill);
        Path disk = disk(7 * MIB);
        ByteBuffer table = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        table.put(446 + 4, (byte) 7).putInt(446 + 8, MIB / 4096).putInt(446 + 12, 5 * MIB / 4096);
        table.putShort(510, (short) 0xaa55);
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.write(table.array());
        }
        place(windows, disk, MIB);
        return disk;
    }

    private Path disk(int size) throws IOException {
        Path disk = folder.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(size);
        }
        return disk;
    }

    private static void place(Path volume, Path disk, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.seek(at);
            file.write(Files.readAllBytes(volume));
        }
        Files.delete(volume);
    }

    // Containers

    private SoundImage vhdx(String kind) throws IOException {
        Tools.require("qemu-img");
        Path disk = gptDisk();
        Tools.run(
                folder,
                "qemu-img",
                "convert",
                "-O",
                "vhdx",
                "-o",
                "subformat=dynamic,block_size=1M",
                "disk.img",
                "C.vhdx");
        return vhdx(kind, disk, 512);
    }

    private SoundImage dirtyVhdx(String kind) throws IOException {
        Path disk = gptDisk();
        python("mkvhdx.py", "disk.img", "--output", "C.vhdx", "--log", "dirty");
        return vhdx(kind, disk, 512);
    }

    private SoundImage vhdxOfLargeSectors(String kind) throws IOException {
        Path disk = diskOfLargeSectors();
        python("mkvhdx.py", "disk.img", "--output", "C.vhdx", "--logical-sector", "4096");
        return vhdx(kind, disk, 4096);
    }

    private SoundImage childVhdx(String kind) throws IOException {
        Path disk = changedDisk(gptDisk(), WINDOWS_AT, WINDOWS);
        python("mkvhdx.py", "base.img", "disk.img", "--output", "base.vhdx", "C.vhdx");
        return vhdx(kind, disk, 512);
    }

    private SoundImage vhd(String kind) throws IOException {
        Tools.require("qemu-img");
        Path disk = mbrDisk();
        Tools.run(
                folder, "qemu-img", "convert", "-O", "vpc", "-o", "subformat=dynamic,force_size", "disk.img", "C.vhd");
        return vhd(kind, disk);
    }

    private SoundImage childVhd(String kind) throws IOException {
        Path disk = changedDisk(mbrDisk(), MIB, 4 * MIB);
        python("mkvhd.py", "base.img", "disk.img", "--output", "base.vhd", "C.vhd");
        return vhd(kind, disk);
    }

    /** Changes files of the NTFS volume on a disk; the disk as it was becomes base.img. */
    private Path changedDisk(Path disk, int at, int length) throws IOException {
        Path volume = folder.resolve("windows.img");
        byte[] bytes = Files.readAllBytes(disk);
        Files.write(folder.resolve("base.img"), bytes);
        Files.write(volume, Arrays.copyOfRange(bytes, at, at + length));
        NtfsFiller.change(volume, changed -> {
            changed.file("Users/me/Documents/letter.txt", 600);
            changed.file("Users/me/Documents/new.bin", 40_000);
            changed.delete("Windows/System32/library number 20.dll");
        });
        place(volume, disk, at);
        return disk;
    }

    private SoundImage vhdx(String kind, Path disk, int sectorSize) throws IOException {
        Path image = folder.resolve("C.vhdx");
        StructureMap map = new StructureMap();
        byte[] bytes = Files.readAllBytes(image);
        Layer file = Layer.of(bytes, map::paint);
        PartitionMap.paint(VhdxMap.paint(file, replayed(bytes), Files.readAllBytes(disk)), sectorSize);
        Files.delete(disk);
        return new SoundImage(kind, image, map);
    }

    private SoundImage vhd(String kind, Path disk) throws IOException {
        Path image = folder.resolve("C.vhd");
        StructureMap map = new StructureMap();
        Layer file = Layer.of(Files.readAllBytes(image), map::paint);
        PartitionMap.paint(VhdMap.paint(file, Files.readAllBytes(disk)), SECTOR);
        Files.delete(disk);
        return new SoundImage(kind, image, map);
    }

    /** The file with its log applied, by a program that shares nothing with ours. */
    private byte[] replayed(byte[] file) throws IOException {
        boolean dirty = IntStream.of(0x10030, 0x20030)
                .anyMatch(at -> IntStream.range(at, at + 16).anyMatch(i -> file[i] != 0));
        if (!dirty) {
            return file;
        }
        String program =
                "import log_replay, sys; open('replayed', 'wb').write(log_replay.replay(open('C.vhdx', 'rb').read()))";
        requirePython("log_replay.py");
        Tools.run(folder, "python3", "-c", "import sys; sys.path.insert(0, '" + PYTHON + "'); " + program);
        byte[] replayed = Files.readAllBytes(folder.resolve("replayed"));
        Files.delete(folder.resolve("replayed"));
        return replayed;
    }

    private void python(String... command) throws IOException {
        requirePython(command[0]);
        String[] line = new String[command.length + 1];
        line[0] = "python3";
        System.arraycopy(command, 0, line, 1, command.length);
        line[1] = PYTHON.resolve(command[0]).toString();
        Tools.run(folder, line);
    }

    private static void requirePython(String program) {
        Tools.require("python3");
        Assumptions.assumeTrue(Files.exists(PYTHON.resolve(program)), "there is no " + program);
    }
}
