package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of the hive SYSTEM that Windows starts with: drivers, services, and how the computer is set up.
 *
 * @param number from 1
 * @param key itself: {@code ControlSet001}
 */
public record ControlSet(long number, RegistryKey key) {
    private static final long MOST = 999;

    /**
     * Finds the set that the next start uses: the one that {@code Select\Default} names, or, if it names none, the one that was
     * used last ({@code Current}).
     *
     * @param system the hive SYSTEM
     * @return empty if neither value is there, or the set is not
     * @throws ImageException if a key on the way is damaged
     * @throws IOException if the storage cannot be read
     */
    public static Optional<ControlSet> inUse(Hive system) throws IOException {
        Optional<RegistryKey> select = system.find("Select");
        if (select.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong number = number(select.get(), "Default");
        if (number.isEmpty()) {
            number = number(select.get(), "Current");
        }
        if (number.isEmpty()) {
            return Optional.empty();
        }
        long set = number.getAsLong();
        return system.find(String.format(Locale.ROOT, "ControlSet%03d", set)).map(key -> new ControlSet(set, key));
    }

    private static OptionalLong number(RegistryKey select, String name) throws IOException {
        Optional<RegistryValue> value = select.value(name);
        OptionalLong number =
                value.isEmpty() ? OptionalLong.empty() : value.get().number();
        return number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= MOST
                ? number
                : OptionalLong.empty();
    }
}
