package dev.lifeboat.verify.check.boot;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.source.UnsupportedImageException;
import dev.lifeboat.formats.windows.ClassFilter;
import dev.lifeboat.formats.windows.ControlSet;
import dev.lifeboat.formats.windows.DriverPath;
import dev.lifeboat.formats.windows.DriverService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The drivers of a Windows that its start depends on, by its registry.
 *
 * @param drivers those that are loaded with the kernel or while it starts, and those that storage is filtered by
 * @param unknownFilters filters of storage for which there is no driver in the registry
 * @param notJudged lists of filters that are not supported
 */
record BootDrivers(List<Entry> drivers, List<ClassFilter> unknownFilters, List<String> notJudged) {
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
        List<String> notJudged = new ArrayList<>();
        if (windows.system().isPresent() && windows.controlSet().isPresent()) {
            Hive system = windows.system().get().hive();
            ControlSet set = windows.controlSet().get();
            // The check of the hives has told what cannot be read of them.
            List<String> problems = new ArrayList<>();
            List<DriverService> services = DriverService.all(system, set, problems::add);
            Map<String, ClassFilter> filters = new LinkedHashMap<>();
            for (ClassFilter filter : ClassFilter.ofStorage(system, set, problem -> {
                problems.add(problem.getMessage());
                if (problem instanceof UnsupportedImageException) {
                    notJudged.add(problem.getMessage());
                }
            })) {
                filters.putIfAbsent(key(filter.driver()), filter);
            }
            for (DriverService service : services) {
                Optional<ClassFilter> filter = Optional.ofNullable(filters.get(key(service.name())));
                if (filter.isPresent() || service.startsWithKernel() || service.startsWithSystem()) {
                    entries.add(new Entry(service, DriverPath.of(service, windows.drive()), filter));
                }
            }
            if (problems.isEmpty()) {
                services.forEach(service -> filters.remove(key(service.name())));
                unknown.addAll(filters.values());
            }
        }
        return new BootDrivers(entries, unknown, notJudged);
    }

    /** The registry takes no account of case. */
    private static String key(String driver) {
        return driver.toLowerCase(Locale.ROOT);
    }
}
