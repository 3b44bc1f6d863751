package dev.lifeboat.formats.windows;

import dev.lifeboat.formats.regf.Hive;
import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.regf.ValueType;
import dev.lifeboat.formats.source.FileTimes;
import dev.lifeboat.formats.source.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads single values; what cannot be read is absent and noted. */
final class HiveValues {
    private final Hive hive;
    private final List<String> problems;

    HiveValues(Hive hive, List<String> problems) {
        this.hive = hive;
        this.problems = problems;
    }

    private interface Part<T> {
        T read() throws IOException;
    }

    private <T> T orElse(T otherwise, Part<T> part) throws IOException {
        try {
            return part.read();
        } catch (ImageException e) {
            problems.add(e.getMessage());
            return otherwise;
        }
    }

    Optional<RegistryKey> key(String path) throws IOException {
        return orElse(Optional.empty(), () -> hive.find(path));
    }

    List<RegistryKey> subkeys(String path) throws IOException {
        Optional<RegistryKey> key = key(path);
        return key.isEmpty()
                ? List.of()
                : orElse(List.of(), () -> key.get().subkeys(damage -> problems.add(damage.getMessage())));
    }

    private Optional<RegistryValue> value(Optional<RegistryKey> key, String name) throws IOException {
        return key.isEmpty()
                ? Optional.empty()
                : orElse(Optional.empty(), () -> key.get().value(name));
    }

    /** Empty texts, which some manufacturers leave, count as none. */
    Optional<String> text(Optional<RegistryKey> key, String name) throws IOException {
        Optional<RegistryValue> value = value(key, name);
        return value.isEmpty()
                ? Optional.empty()
                : orElse(Optional.<String>empty(), () -> value.get().text()).filter(text -> !text.isBlank());
    }

    OptionalLong number(Optional<RegistryKey> key, String name) throws IOException {
        Optional<RegistryValue> value = value(key, name);
        return value.isEmpty()
                ? OptionalLong.empty()
                : orElse(OptionalLong.empty(), () -> value.get().number());
    }

    /** A FILETIME, as a number or as 8 bytes. */
    Optional<Instant> time(Optional<RegistryKey> key, String name) throws IOException {
        Optional<RegistryValue> value = value(key, name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().type() != ValueType.REG_BINARY) {
            return orElse(OptionalLong.empty(), () -> value.get().number()).stream()
                    .boxed()
                    .flatMap(time -> FileTimes.time(time).stream())
                    .findFirst();
        }
        byte[] bytes = orElse(new byte[0], () -> value.get().data());
        if (bytes.length != Long.BYTES) {
            return Optional.empty();
        }
        long time = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            time = time << 8 | (bytes[i] & 0xff);
        }
        return FileTimes.time(time);
    }
}
