package dev.lifeboat.verify.check.set;

import dev.lifeboat.formats.partition.VolumeKind;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.mount.tree.FileNode;
import dev.lifeboat.mount.tree.FileTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks on a volume for the files that Windows does not start without. */
public final class WindowsFiles {
    private static final String SYSTEM = "/Windows/System32/";
    private static final String CONFIG = SYSTEM + "config";

    /**
     * What every Windows from Vista on loads before a person can log on: the kernel and what it is linked with, the drivers
     * that the boot volume is read by, the first programs, the registry. Other drivers depend on the computer.
     */
    private static final List<String> NEEDED = List.of(
            "ntoskrnl.exe",
            "hal.dll",
            "ci.dll",
            "ntdll.dll",
            "smss.exe",
            "csrss.exe",
            "wininit.exe",
            "winlogon.exe",
            "services.exe",
            "lsass.exe",
            "drivers/ntfs.sys",
            "drivers/disk.sys",
            "drivers/partmgr.sys",
            "drivers/volmgr.sys",
            "drivers/mountmgr.sys",
            "config/SYSTEM",
            "config/SOFTWARE",
            "config/SAM",
            "config/SECURITY",
            "config/DEFAULT");

    private WindowsFiles() {}

    /**
     * Looks.
     *
     * @param image the file that the volume is in
     * @param kind of the volume
     * @param tree its files
     * @return what was found; empty if folders are so damaged that it cannot be told, of which other checks tell
     * @throws IOException if the storage cannot be read
     */
    public static Optional<VolumeContents> of(Path image, VolumeKind kind, FileTree tree) throws IOException {
        boolean windows = false;
        try {
            windows = find(tree, CONFIG).filter(FileNode::directory).isPresent();
            return Optional.of(
                    new VolumeContents(image, kind, windows, windows ? missing(tree) : List.of(), starts(tree)));
        } catch (ImageException e) {
            return windows
                    ? Optional.of(new VolumeContents(image, kind, true, missing(tree), Set.of()))
                    : Optional.empty();
        }
    }

    private static List<String> missing(FileTree tree) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String file : NEEDED) {
            if (!isReadable(tree, SYSTEM + file)) {
                missing.add(SYSTEM + file);
            }
        }
        if (!isReadable(tree, SYSTEM + "winload.efi") && !isReadable(tree, SYSTEM + "winload.exe")) {
            missing.add(SYSTEM + "winload.efi");
        }
        return List.copyOf(missing);
    }

    private static Set<BootFiles> starts(FileTree tree) throws IOException {
        Set<BootFiles> starts = EnumSet.noneOf(BootFiles.class);
        for (BootFiles files : BootFiles.values()) {
            boolean all = true;
            for (String path : files.paths()) {
                all &= isThere(tree, path);
            }
            if (all) {
                starts.add(files);
            }
        }
        return starts;
    }

    /** What is damaged on the way does not start Windows either. */
    private static boolean isReadable(FileTree tree, String path) throws IOException {
        try {
            return isThere(tree, path);
        } catch (ImageException e) {
            return false;
        }
    }

    private static boolean isThere(FileTree tree, String path) throws IOException {
        return find(tree, path)
                .filter(node -> node.type() == FileNode.Type.FILE && node.size() > 0)
                .isPresent();
    }

    private static Optional<FileNode> find(FileTree tree, String path) throws IOException {
        try {
            return Optional.of(tree.find(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
