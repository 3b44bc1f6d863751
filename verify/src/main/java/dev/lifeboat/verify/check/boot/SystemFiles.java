package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import dev.lifeboat.formats.pe.PeFile;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that every Windows from Vista on loads before a person can log on: the kernel and what it is linked with, the drivers
 * that the boot volume is read by, the first programs, the registry. Other drivers depend on the computer.
 */
final class SystemFiles {
    static final String SYSTEM = "/Windows/System32/";
    static final String KERNEL = SYSTEM + "ntoskrnl.exe";
    static final List<String> HIVES = List.of("SYSTEM", "SOFTWARE", "SAM", "SECURITY", "DEFAULT");

    /** What the boot loader and the kernel load; they compare checksums. */
    static final List<String> OF_KERNEL = in(
            "ntoskrnl.exe hal.dll ci.dll ntdll.dll drivers/ntfs.sys drivers/disk.sys drivers/partmgr.sys drivers/volmgr.sys"
                    + " drivers/mountmgr.sys");

    static final List<String> PROGRAMS = in("smss.exe csrss.exe wininit.exe winlogon.exe services.exe lsass.exe");
    private static final List<String> LOADERS = in("winload.efi winload.exe");

    private SystemFiles() {}

    private static List<String> in(String names) {
        return Stream.of(names.split(" ")).map(name -> SYSTEM + name).toList();
    }

    /** Those that are missing or empty, or cannot be reached; of the two loaders one will do. */
    static List<String> missing(BootVolume volume) throws IOException {
        List<String> wanted = new ArrayList<>(OF_KERNEL);
        wanted.addAll(PROGRAMS);
        HIVES.forEach(hive -> wanted.add(SYSTEM + "config/" + hive));
        List<String> missing = new ArrayList<>();
        for (String path : wanted) {
            if (!volume.has(path)) {
                missing.add(path);
            }
        }
        if (!volume.has(LOADERS.get(0)) && !volume.has(LOADERS.get(1))) {
            missing.add(LOADERS.get(0));
        }
        return missing;
    }

    /** The processor that a Windows is for, by its kernel. */
    static Optional<Machine> machine(BootVolume volume) throws IOException {
        try {
            Optional<ByteSource> kernel = volume.open(KERNEL);
            return kernel.isEmpty()
                    ? Optional.empty()
                    : Optional.of(PeFile.read(kernel.get()).machine());
        } catch (ImageException e) {
            return Optional.empty();
        }
    }
}
