package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.windows.ClassFilter;
import dev.lifeboat.formats.windows.ControlSet;
import dev.lifeboat.formats.windows.DriverPath;
import dev.lifeboat.formats.windows.DriverService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The drivers of a Windows that its start depends on, by its registry.
 *
 * @param drivers those that are loaded with the kernel or while it starts, and those that storage is filtered by
 * @param unknownFilters filters of storage for which there is no driver in the registry
 */
record BootDrivers(List<Entry> drivers, List<ClassFilter> unknownFilters) {
    /**
     * A driver.
     *
     * @param service as the registry has it
     * @param path of its file from the root of the volume; absent if it lies elsewhere
     * @param filter what it filters, if it filters storage
     */
    record Entry(DriverService service, Optional<String> path, Optional<ClassFilter> filter) {
        /** Whether Windows does not start without it. */
        boolean needed() {
            return filter.isPresent() || (service.startsWithKernel() && service.needed());
        }

        String told() {
            String filtering = filter.map(f -> ", through which all " + f.device() + " are reached")
                    .orElse("");
            return "driver " + service.name() + " (start " + service.start() + ", error control "
                    + service.errorControl() + filtering + ")";
        }
    }

    /** Reads them; nothing where the registry cannot be read, of which another check tells. */
    static BootDrivers of(InstalledWindows windows) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<ClassFilter> unknown = new ArrayList<>();
        if (windows.system().isPresent() && windows.controlSet().isPresent()) {
            Hive system = windows.system().get().hive();
            ControlSet set = windows.controlSet().get();
            // The check of the hives has told what cannot be read of them.
            List<String> problems = new ArrayList<>();
            List<DriverService> services = DriverService.all(system, set, problems::add);
            List<ClassFilter> filters = ClassFilter.ofStorage(system, set, problems::add);
            for (DriverService service : services) {
                Optional<ClassFilter> filter =
                        filters.stream().filter(f -> f.names(service.name())).findFirst();
                if (filter.isPresent() || service.startsWithKernel() || service.startsWithSystem()) {
                    entries.add(new Entry(service, DriverPath.of(service, windows.drive()), filter));
                }
            }
            if (problems.isEmpty()) {
                filters.stream()
                        .filter(f -> services.stream().noneMatch(service -> f.names(service.name())))
                        .forEach(unknown::add);
            }
        }
        return new BootDrivers(entries, unknown);
    }
}
