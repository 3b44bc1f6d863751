package dev.lifeboat.formats.bcd;

import dev.lifeboat.formats.regf.RegistryKey;
import dev.lifeboat.formats.regf.RegistryValue;
import dev.lifeboat.formats.regf.ValueType;
import dev.lifeboat.formats.source.ImageException;
import dev.lifeboat.formats.source.UnsupportedImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one element from its key: the key's name is the type, the value {@code Element} has the bytes. */
final class ElementReader {
    private static final String VALUE = "Element";
    private static final int DIGITS = 8;
    /** A device with the longest path has some 70 KiB. */
    private static final int MOST = 1 << 18;

    private ElementReader() {}

    /**
     * Reads an element.
     *
     * @param key of the element
     * @param problems receives why there is none
     * @return the element, with its problem if it has one; empty if the key is none of an element
     * @throws IOException if the storage cannot be read
     */
    static Optional<BcdElement> read(RegistryKey key, Consumer<String> problems) throws IOException {
        if (!key.name().matches("[0-9A-Fa-f]{" + DIGITS + "}")) {
            problems.accept("'" + key.name() + "' is no number of an element");
            return Optional.empty();
        }
        ElementType type = new ElementType(Long.parseLong(key.name(), 16));
        try {
            Optional<RegistryValue> stored = key.value(VALUE);
            if (stored.isEmpty()) {
                return Optional.of(problem(type, "", "has no value"));
            }
            return Optional.of(element(type, stored.get(), key.toString()));
        } catch (ImageException e) {
            return Optional.of(problem(type, "", e.getMessage()));
        }
    }

    private static BcdElement problem(ElementType type, String hex, String problem) {
        return new BcdElement(type, new BcdValue.Raw(hex), Optional.of(problem));
    }

    private static BcdElement element(ElementType type, RegistryValue stored, String name) throws IOException {
        if (stored.size() > MOST) {
            throw new UnsupportedImageException(name, "an element of " + stored.size() + " bytes is not supported");
        }
        String hex = HexFormat.of().formatHex(stored.data());
        ValueType expected = expected(type.format());
        if (expected == ValueType.UNKNOWN) {
            return problem(type, hex, "has a form that is not known");
        }
        if (stored.type() != expected) {
            return problem(type, hex, "is stored as " + stored.type() + ", expected " + expected);
        }
        try {
            return new BcdElement(type, value(type.format(), stored, name), Optional.empty());
        } catch (ImageException e) {
            return problem(type, hex, e.problem());
        }
    }

    private static ValueType expected(ElementType.Format format) {
        return switch (format) {
            case STRING, OBJECT -> ValueType.REG_SZ;
            case OBJECT_LIST -> ValueType.REG_MULTI_SZ;
            case DEVICE, INTEGER, BOOLEAN, INTEGER_LIST -> ValueType.REG_BINARY;
            case UNKNOWN -> ValueType.UNKNOWN;
        };
    }

    private static BcdValue value(ElementType.Format format, RegistryValue stored, String name) throws IOException {
        return switch (format) {
            case STRING -> new BcdValue.OfString(stored.text().orElseThrow());
            case OBJECT -> new BcdValue.OfObject(id(stored.text().orElseThrow(), name));
            case OBJECT_LIST -> new BcdValue.OfObjectList(ids(stored.texts(), name));
            case DEVICE -> device(stored.data(), name);
            case INTEGER -> new BcdValue.OfInteger(integer(stored.data(), name));
            case BOOLEAN -> new BcdValue.OfBoolean(integer(stored.data(), name) != 0);
            case INTEGER_LIST -> new BcdValue.OfIntegerList(integers(stored.data(), name));
            case UNKNOWN -> throw new IllegalArgumentException("no form");
        };
    }

    private static BcdValue device(byte[] data, String name) throws IOException {
        DeviceReader reader = new DeviceReader(data, name);
        Optional<String> options = reader.options().map(guid -> "{" + guid + "}");
        return new BcdValue.OfDevice(reader.device(), options);
    }

    private static List<String> ids(List<String> texts, String name) throws UnsupportedImageException {
        List<String> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(id(text, name));
        }
        return ids;
    }

    private static String id(String text, String name) throws UnsupportedImageException {
        String id = text.toLowerCase(Locale.ROOT);
        if (!id.matches("\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}}")) {
            throw new UnsupportedImageException(name, "'" + text + "' is no identifier of an object");
        }
        return id;
    }

    /** Windows writes 8 bytes; the stores on its media have as few as the number needs. */
    private static long integer(byte[] data, String name) throws UnsupportedImageException {
        if (data.length == 0 || data.length > Long.BYTES) {
            throw new UnsupportedImageException(name, "a number of " + data.length + " bytes, expected 1 to 8");
        }
        return number(data, 0, data.length);
    }

    private static List<Long> integers(byte[] data, String name) throws UnsupportedImageException {
        if (data.length % Long.BYTES != 0) {
            throw new UnsupportedImageException(
                    name, "numbers of " + data.length + " bytes in all, expected a multiple of 8");
        }
        List<Long> numbers = new ArrayList<>();
        for (int at = 0; at < data.length; at += Long.BYTES) {
            numbers.add(number(data, at, Long.BYTES));
        }
        return numbers;
    }

    private static long number(byte[] data, int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | (data[at + i] & 0xff);
        }
        return number;
    }
}
