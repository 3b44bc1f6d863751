package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.pe.Machine;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one Windows whose signature decides whether it starts: those for which its loader, and nobody after it, is asked. Of
 * Windows for 32 bits there are none, nor where the boot store tells the loader not to ask.
 *
 * @param kernel the kernel and what it is linked with
 * @param refused what the loader refuses if it is signed and has changed: these, the needed drivers, and the loader itself
 * @param told files that other checks have looked at, and have told of if their checksum is wrong
 */
record StartFiles(Set<String> kernel, Set<String> refused, Set<String> told) {
    private static final Set<Machine> BITS_64 = EnumSet.of(Machine.X64, Machine.ARM64);

    static StartFiles of(RestoredComputer computer, InstalledWindows windows) throws IOException {
        Set<String> kernel = new HashSet<>();
        Set<String> refused = new HashSet<>();
        Set<String> told = new HashSet<>();
        Optional<StartEntry> entry = StartEntry.of(computer);
        boolean asked = BITS_64.contains(windows.programs().machine().orElse(Machine.OTHER))
                && !entry.map(StartEntry::skipsSignatures).orElse(false);
        SystemFiles.OF_KERNEL.forEach(path -> {
            told.add(key(path));
            if (asked) {
                kernel.add(key(path));
            }
        });
        SystemFiles.PROGRAMS.forEach(path -> told.add(key(path)));
        refused.addAll(kernel);
        for (BootDrivers.Entry driver : BootDrivers.of(windows).drivers()) {
            driver.path().ifPresent(path -> {
                told.add(key(path));
                if (asked && driver.needed()) {
                    refused.add(key(path));
                }
            });
        }
        if (asked && entry.isPresent() && entry.get().loader().isPresent()) {
            Optional<BootVolume> from = entry.get().loader(computer).volume();
            if (from.filter(windows.volume()::equals).isPresent()) {
                refused.add(key(entry.get().loader().get().replace('\\', '/')));
            }
        }
        return new StartFiles(kernel, refused, told);
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    boolean isOfKernel(String path) {
        return kernel.contains(key(path));
    }

    /** Whether Windows does not start with it if it has changed since it was signed. */
    boolean refuses(String path) {
        return refused.contains(key(path));
    }

    /** Whether another check has said what is wrong with it. */
    boolean isTold(InstalledWindows windows, String path) throws IOException {
        return told.contains(key(path)) && !windows.programs().read(path).sound();
    }
}
