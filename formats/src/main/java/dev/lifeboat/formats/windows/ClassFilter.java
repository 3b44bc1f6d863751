package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A driver through which all access to a kind of device goes. Without it Windows does not start any device of that kind, and
 * those here are what it reads itself from ("Advanced troubleshooting for Stop error 7B" of Microsoft).
 *
 * @param device the kind: {@code disks}
 * @param driver name of its key below {@code Services}
 */
public record ClassFilter(String device, String driver) {
    private static final Map<String, String> CLASSES = new TreeMap<>(Map.of(
            "{4d36e967-e325-11ce-bfc1-08002be10318}", "disks",
            "{71a27cdd-812a-11d0-bec7-08002be2092f}", "volumes",
            "{4d36e97b-e325-11ce-bfc1-08002be10318}", "storage controllers",
            "{4d36e96a-e325-11ce-bfc1-08002be10318}", "IDE and SATA controllers"));
    /** Such lists name a few drivers; this is room for some thousand. */
    private static final long MOST_BYTES = 1 << 16;

    private static final List<String> VALUES = List.of("UpperFilters", "LowerFilters");

    /**
     * Reads those of disks, volumes and storage controllers.
     *
     * @param system the hive SYSTEM
     * @param set of it
     * @param problems receives what could not be read, or is too long to be a list of drivers
     * @return in the order of the classes
     * @throws IOException if the storage cannot be read
     */
    public static List<ClassFilter> ofStorage(Hive system, ControlSet set, Consumer<ImageException> problems)
            throws IOException {
        List<ClassFilter> found = new ArrayList<>();
        for (Map.Entry<String, String> entry : CLASSES.entrySet()) {
            try {
                Optional<RegistryKey> key = system.find(set.key().path() + "\\Control\\Class\\" + entry.getKey());
                for (String name : key.isPresent() ? VALUES : List.<String>of()) {
                    names(key.get(), name).forEach(driver -> found.add(new ClassFilter(entry.getValue(), driver)));
                }
            } catch (ImageException e) {
                problems.accept(e);
            }
        }
        return found;
    }

    private static List<String> names(RegistryKey key, String value) throws IOException {
        Optional<RegistryValue> found = key.value(value);
        if (found.isPresent() && found.get().size() > MOST_BYTES) {
            throw new UnsupportedImageException(
                    key.path(), value + " of " + found.get().size() + " bytes is not supported");
        }
        return found.isEmpty()
                ? List.of()
                : found.get().texts().stream().filter(name -> !name.isBlank()).toList();
    }
}
