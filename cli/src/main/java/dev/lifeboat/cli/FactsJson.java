package dev.lifeboat.cli;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Facts as one JSON object. */
final class FactsJson {
    private FactsJson() {}

    static void write(Facts facts, PrintWriter out) {
        JsonLine.write(out, json -> content(facts, json));
    }

    private static void content(Facts facts, JsonGenerator json) {
        facts.values().forEach((name, value) -> {
            json.writeName(name);
            value(value, json);
        });
    }

    private static void value(Object value, JsonGenerator json) {
        if (value instanceof Facts inner) {
            json.writeStartObject();
            content(inner, json);
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(one -> value(one, json));
            json.writeEndArray();
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
