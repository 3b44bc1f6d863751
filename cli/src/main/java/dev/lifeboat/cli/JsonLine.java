package dev.lifeboat.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON objects, one a line. */
final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Fills an object. */
    interface Content {
        void write(JsonGenerator json);
    }

    private JsonLine() {}

    /**
     * Writes one object and ends the line.
     *
     * @param out where to
     * @param content writes the fields
     */
    static void write(PrintWriter out, Content content) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        }
        out.println(wellFormed(text.getBuffer()));
    }

    /**
     * Names in NTFS may hold half a surrogate pair, which UTF-8 cannot; JSON can, escaped. So are the control characters
     * that JSON allows but terminals obey.
     */
    private static CharSequence wellFormed(StringBuffer text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c) || (c >= 0x7f && c <= 0x9f)) {
                text.replace(i, i + 1, String.format("\\u%04x", (int) c));
                i += 5;
            }
        }
        return text;
    }
}
