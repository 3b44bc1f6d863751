package dev.lifeboat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images of the sample, each with one change that other tools made: they are unpacked, changed and packed again. */
final class SetImages {
    private static final int PARTITION = 128 * 512;
    /** What samples/make leaves free before and behind the partition. */
    private static final int AROUND = 1 << 20;

    private static final Pattern INODE = Pattern.compile("Dumping Inode (\\d+)");

    private final Path folder;
    private final Path version;

    SetImages(Path folder, Path version) {
        Tools.require("qemu-img", "ntfstruncate", "ntfsinfo", "mdel", "mmd", "mcopy");
        this.folder = folder;
        this.version = version;
    }

    /** The Windows volume; the kernel has no bytes. */
    Path withoutKernel() throws IOException {
        return once("kernel", SetCopy.C, disk -> {
            byte[] all = Files.readAllBytes(disk);
            int length = all.length - AROUND;
            Path part = folder.resolve("kernel.part");
            Files.write(part, java.util.Arrays.copyOfRange(all, PARTITION, PARTITION + length));
            String told = Tools.run(folder, "ntfsinfo", "-F", "/Windows/System32/ntoskrnl.exe", part.toString());
            Matcher inode = INODE.matcher(told);
            if (!inode.find()) {
                throw new IOException(told);
            }
            Tools.run(folder, "ntfstruncate", part.toString(), inode.group(1), "0");
            System.arraycopy(Files.readAllBytes(part), 0, all, PARTITION, length);
            Files.write(disk, all);
        });
    }

    /** The EFI system partition without the BCD. */
    Path withoutBootStore() throws IOException {
        return once("store", "Esp", disk -> mtools("mdel", disk, "::/EFI/Microsoft/Boot/BCD"));
    }

    /** The EFI system partition with what a BIOS starts instead. */
    Path forBios() throws IOException {
        return once("bios", "Esp", disk -> {
            Path file = Files.write(folder.resolve("bootmgr"), new byte[] {1});
            mtools("mdel", disk, "::/EFI/Microsoft/Boot/BCD");
            mtools("mmd", disk, "::/Boot");
            mtools("mcopy", disk, file.toString(), "::/bootmgr");
            mtools("mcopy", disk, file.toString(), "::/Boot/BCD");
        });
    }

    private void mtools(String tool, Path disk, String... names) throws IOException {
        String[] command = new String[3 + names.length];
        command[0] = tool;
        command[1] = "-i";
        command[2] = disk + "@@" + PARTITION;
        System.arraycopy(names, 0, command, 3, names.length);
        Tools.run(folder, command);
    }

    /** Changes a raw disk. */
    private interface Change {
        void apply(Path disk) throws IOException;
    }

    private Path once(String name, String image, Change change) throws IOException {
        Path packed = folder.resolve(name + ".vhdx");
        if (!Files.exists(packed)) {
            Path disk = folder.resolve(name + ".disk");
            Tools.run(
                    folder,
                    "qemu-img",
                    "convert",
                    "-O",
                    "raw",
                    version.resolve(image + ".vhdx").toString(),
                    disk.toString());
            change.apply(disk);
            Tools.run(folder, "qemu-img", "convert", "-f", "raw", "-O", "vhdx", disk.toString(), packed.toString());
        }
        return packed;
    }
}
