package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A driver as the registry knows it, a key below {@code Services}. Values and their meaning: "HKLM\SYSTEM\CurrentControlSet\Services
 * Registry Tree" in the documentation of Windows drivers.
 *
 * @param name of the key
 * @param type bits: 1 a kernel driver, 2 a driver of a file system, 8 one that only recognises file systems
 * @param start when Windows loads it, with what {@code StartOverride} makes of it for this computer: 0 with the kernel, 1 while
 *     the kernel starts, 2 and 3 later, 4 never
 * @param errorControl what Windows does if it fails: 0 and 1 go on, 2 and 3 start anew with the last good settings, then 3 stops
 * @param imagePath its file as the registry has it; absent for the usual place
 */
public record DriverService(String name, long type, long start, long errorControl, Optional<String> imagePath) {
    private static final long DRIVER = 1 | 2 | 8;
    private static final long BOOT = 0;
    private static final long SYSTEM = 1;
    private static final long SEVERE = 2;

    /**
     * Reads all drivers of a control set. What cannot be read is left out, and told.
     *
     * @param system the hive SYSTEM
     * @param set of it
     * @param problems receives what could not be read
     * @return the drivers, services of other kinds left out, in the order of the registry
     * @throws IOException if the storage cannot be read
     */
    public static List<DriverService> all(Hive system, ControlSet set, Consumer<String> problems) throws IOException {
        List<String> complaints = new ArrayList<>();
        HiveValues values = new HiveValues(system, complaints);
        List<DriverService> found = new ArrayList<>();
        for (RegistryKey key : values.subkeys(set.key().path() + "\\Services")) {
            read(values, key).ifPresent(found::add);
        }
        complaints.forEach(problems);
        return found;
    }

    private static Optional<DriverService> read(HiveValues values, RegistryKey key) throws IOException {
        Optional<RegistryKey> service = Optional.of(key);
        long type = values.number(service, "Type").orElse(0);
        OptionalLong start = values.number(service, "Start");
        if ((type & DRIVER) == 0 || start.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DriverService(
                key.name(),
                type,
                values.number(override(key), "0").orElse(start.getAsLong()),
                values.number(service, "ErrorControl").orElse(1),
                values.text(service, "ImagePath")));
    }

    /** In Windows 10's registry each driver for hardware that is not there has one, with the value 3. */
    private static Optional<RegistryKey> override(RegistryKey key) throws IOException {
        try {
            return key.subkey("StartOverride");
        } catch (ImageException e) {
            return Optional.empty(); // then the driver counts as needed
        }
    }

    /**
     * Tells whether the boot loader loads it together with the kernel.
     *
     * @return true for start 0
     */
    public boolean startsWithKernel() {
        return start == BOOT;
    }

    /**
     * Tells whether the kernel loads it while it starts.
     *
     * @return true for start 1
     */
    public boolean startsWithSystem() {
        return start == SYSTEM;
    }

    /**
     * Tells whether Windows gives up a start in which it fails.
     *
     * @return true for error control 2 and 3
     */
    public boolean needed() {
        return errorControl >= SEVERE;
    }
}
