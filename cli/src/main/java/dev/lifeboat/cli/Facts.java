package dev.lifeboat.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a thing, by name and in order; shown as text or as JSON from the same source. */
final class Facts {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * Adds a fact.
     *
     * @param name in camel case, as JSON has it
     * @param value text, a number, a boolean, {@link Facts}, or a list of these; an absent Optional adds nothing
     * @return this
     */
    Facts add(String name, Object value) {
        Object plain = plain(value);
        if (plain != null) {
            values.put(name, plain);
        }
        return this;
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Facts::plain).orElse(null);
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        }
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>(list.size());
            list.forEach(one -> all.add(plain(one)));
            return all;
        }
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Facts) {
            return value;
        }
        return value.toString();
    }

    Map<String, Object> values() {
        return values;
    }
}
